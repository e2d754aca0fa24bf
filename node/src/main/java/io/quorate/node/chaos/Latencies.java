package io.quorate.node.chaos;

/** Durations by number, sixteen steps to each doubling: a share is told to 5 %, whatever their number. Mutable. */
final class Latencies {
    private static final int STEPS = 16;

    private final long[] counts = new long[(Long.SIZE + 1) * STEPS];
    private long total;

    void add(long nanos) {
        counts[step(Math.max(0, nanos))]++;
        total++;
    }

    private static int step(long nanos) {
        if (nanos < STEPS) return (int) nanos;
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return exponent * STEPS + (int) (nanos >>> exponent - 4) - STEPS;
    }

    private static long least(int step) {
        if (step < STEPS) return step;
        int exponent = step / STEPS;
        return (long) (step % STEPS + STEPS) << exponent - 4;
    }

    /** At a share of all between 0 and 1, rounded down; 0 without any. */
    long nanos(double share) {
        long wanted = (long) (share * (total - 1));
        int step = 0;
        for (long below = counts[0]; below <= wanted && step + 1 < counts.length;) {
            below += counts[++step];
        }
        return total == 0 ? 0 : least(step);
    }
}
