package io.quorate.node.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Durations by size, in fixed buckets from half a millisecond to ten seconds. Written by any thread without a lock. */
public final class Histogram {
    /** In seconds; the last bucket has no bound. */
    private static final double[] BOUNDS = {0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1,
            0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY};
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongAdder[] counts = new LongAdder[BOUNDS.length];
    private final LongAdder sumNanos = new LongAdder();

    public Histogram() {
        for (int i = 0; i < counts.length; i++) counts[i] = new LongAdder();
    }

    /** A duration below 0 counts as 0. */
    public void observe(long nanos) {
        int bucket = 0;
        double seconds = nanos / NANOS_PER_SECOND;
        while (seconds > BOUNDS[bucket]) bucket++;
        counts[bucket].increment();
        sumNanos.add(Math.max(0, nanos));
    }

    static double[] bounds() {
        return BOUNDS.clone();
    }

    /** Of each bucket alone. */
    long[] counts() {
        long[] values = new long[counts.length];
        for (int i = 0; i < values.length; i++) values[i] = counts[i].sum();
        return values;
    }

    double sumSeconds() {
        return sumNanos.sum() / NANOS_PER_SECOND;
    }
}
