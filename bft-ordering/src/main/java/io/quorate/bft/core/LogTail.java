package io.quorate.bft.core;

/**
 * The end of a process's log, which the replicas of its epochs append to in turn: what one wrote before a message of
 * another is durable with it. Mutable, one thread.
 */
public final class LogTail {
    private long lastLsn;
    private long durableLsn;

    /** All up to {@code lastLsn} is durable: the log was read back. */
    public LogTail(long lastLsn) {
        this.lastLsn = lastLsn;
        this.durableLsn = lastLsn;
    }

    long append() {
        return ++lastLsn;
    }

    void persisted(long lsn) {
        if (lsn > lastLsn) {
            throw new IllegalStateException(
                    "log record " + lsn + " was never written; the last is " + lastLsn);
        }
        durableLsn = Math.max(durableLsn, lsn);
    }

    long lastLsn() {
        return lastLsn;
    }

    long durableLsn() {
        return durableLsn;
    }
}
