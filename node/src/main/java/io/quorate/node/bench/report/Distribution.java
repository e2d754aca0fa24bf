package io.quorate.node.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Latencies as a curve over percentiles. */
public final class Distribution {
    private static final double[] PERCENTILES = {0, 1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80,
            85,
            90, 92, 94, 95, 96, 97, 98, 99, 99.5, 99.9, 100};

    private Distribution() {}

    /** Milliseconds; {@code micros} has at least one value. */
    public static Chart.Series of(String name, Histogram micros) {
        List<Chart.Point> points = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            points.add(new Chart.Point(percentile,
                    micros.getValueAtPercentile(percentile) / 1e3));
        }
        return new Chart.Series(name, points);
    }
}
