package io.quorate.bft.runtime;

/** How long syncs of the log take lately; written by the syncing thread, read by any. */
final class SyncPace {
    /** A new sync weighs an eighth: some ten of them make a change known, one alone does not. */
    private static final int SHARE = 8;

    private volatile long meanNanos = -1;
    private volatile long begunNanos;
    private volatile boolean underWay;

    void begins(long nowNanos) {
        begunNanos = nowNanos;
        underWay = true;
    }

    void ends(long nowNanos) {
        long took = nowNanos - begunNanos;
        meanNanos = meanNanos < 0 ? took : meanNanos + (took - meanNanos) / SHARE;
        underWay = false;
    }

    /** The mean, or how long the one under way has taken if that is more: a disk may not answer at all. */
    long nanos(long nowNanos) {
        long sofar = underWay ? nowNanos - begunNanos : 0;
        return Math.max(Math.max(0, meanNanos), sofar);
    }
}
