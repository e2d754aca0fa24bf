package io.quorate.node.bench;

import io.quorate.node.bench.report.Chart;
import io.quorate.node.bench.report.Distribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What is drawn of a run, beside its {@link BenchReport}.
 *
 * @param counters by replica and name: what was added during the measured load
 */
public record BenchRecord(List<Chart> charts, Map<String, Map<String, Double>> counters) {
    public BenchRecord {
        charts = List.copyOf(charts);
        counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters)); // in order
    }

    static BenchRecord of(BlockWatch blocks, Histogram latencyMicros, Usage usage,
            Map<String, Map<String, Double>> counters) {
        List<Chart> charts = new ArrayList<>(blocks.charts());
        charts.add(1, new Chart("Latency at light load", "percentile",
                "milliseconds", Chart.Kind.LINES, List.of(Distribution
                        .of("from sending to the receipt, one by one", latencyMicros))));
        charts.addAll(usage.charts());
        return new BenchRecord(charts, counters);
    }
}
