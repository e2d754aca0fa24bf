package io.quorate.bft.core;

/**
 * Timer settings, in milliseconds of the driver's monotonic clock.
 *
 * @param rttMillis round trip to a typical peer, until it is measured ({@link RoundTrips}); the floors below dominate on a LAN
 * @param batchMillis wait between proposals while one is in flight; grows with their number
 * @param progressMillis least time the decided prefix may stand still while work is pending
 * @param newViewMillis least time the next leader has once enough replicas wait for it
 * @param silenceMillis a leader of whom nothing was heard for so long is suspected
 * @param capMillis no timeout grows above this
 * @param statusMillis status interval while something is pending
 * @param idleStatusMillis status interval otherwise
 * @param retransmitMillis least age of a message before it is sent again
 * @param clockToleranceMillis proposals' timestamps may be this far from the own clock
 */
public record Timeouts(long rttMillis, long batchMillis, long progressMillis, long newViewMillis,
        long silenceMillis,
        long capMillis, long statusMillis, long idleStatusMillis, long retransmitMillis,
        long clockToleranceMillis) {
    public static final Timeouts DEFAULT = new Timeouts(2, 5, 1_000, 2_000, 2_000, 30_000, 250,
            1_000, 50, 3_000);

    private static final long COLLECTOR_MILLIS_MIN = 20;

    /** The same with another round trip. */
    public Timeouts withRtt(long millis) {
        return millis == rttMillis ? this
                : new Timeouts(millis, batchMillis, progressMillis, newViewMillis, silenceMillis,
                        capMillis, statusMillis, idleStatusMillis, retransmitMillis,
                        clockToleranceMillis);
    }

    /** Backed-off T_progress after {@code failedViews} views in which nothing was decided. */
    public long progress(int failedViews) {
        return backOff(Math.max(progressMillis, 8 * rttMillis), failedViews);
    }

    /** Backed-off T_nv. */
    long newView(int failedViews) {
        return backOff(Math.max(newViewMillis, 10 * rttMillis), failedViews);
    }

    /** T_retx and T_fetch. */
    long retransmit() {
        return Math.max(retransmitMillis, 2 * rttMillis);
    }

    /** T_coll: what each collector has before the next one acts. */
    long collector() {
        return Math.max(COLLECTOR_MILLIS_MIN, 2 * rttMillis);
    }

    /** The clock bound doubles once more leaders failed than can be faulty: clocks delay, they never halt. */
    long clockTolerance(int failedViews, int f) {
        return clockToleranceMillis << Math.clamp(failedViews - f, 0, 30);
    }

    private long backOff(long firstMillis, int failedViews) {
        long millis = firstMillis;
        for (int i = 0; i < failedViews && millis < capMillis; i++) {
            millis += millis / 2;
        }
        return Math.min(millis, capMillis);
    }
}
