package io.quorate.bft.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults that are put into one replica on purpose, to try what its operators and their tools make of them: a wrong clock
 * and a slow disk, which cannot be had from outside without rights over the machine. Set by properties of the JVM alone,
 * so nobody who reaches a port can; a replica with one says so at its start.
 */
public final class Rehearsal {
    /** The wall clock is ahead by so many milliseconds, or behind where it is negative. */
    private static final long CLOCK_MILLIS = Long.getLong("quorate.rehearse.clock-millis", 0);
    /** Each sync of the ordering log takes so many milliseconds longer. */
    private static final long SYNC_MILLIS = Math.clamp(
            Long.getLong("quorate.rehearse.sync-millis", 0), 0, 60_000);
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private Rehearsal() {}

    /** Unix time in milliseconds, as this replica's ordering believes it. */
    public static long clockMillis() {
        return System.currentTimeMillis() + CLOCK_MILLIS;
    }

    static void beforeSync() {
        if (SYNC_MILLIS > 0) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS));
    }

    static void announce() {
        if (CLOCK_MILLIS != 0 || SYNC_MILLIS != 0) {
            LOG.warn("faults are rehearsed clockMillis={} syncMillis={}", CLOCK_MILLIS,
                    SYNC_MILLIS);
        }
    }
}
