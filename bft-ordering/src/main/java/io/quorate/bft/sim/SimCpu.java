package io.quorate.bft.sim;

/** The cores of one machine: a task takes the first that is free. Times in nanoseconds. Mutable, one thread. */
final class SimCpu {
    private final long[] freeAt;

    SimCpu(int cores) {
        freeAt = new long[cores];
    }

    /** When a task that is ready now will be done. */
    long run(long nowNanos, long costNanos) {
        int first = 0;
        for (int i = 1; i < freeAt.length; i++) {
            first = freeAt[i] < freeAt[first] ? i : first;
        }
        freeAt[first] = Math.max(nowNanos, freeAt[first]) + costNanos;
        return freeAt[first];
    }
}
