package io.quorate.bft.core;

import io.quorate.bft.SeqNum;
import java.util.function.LongSupplier;

/**
 * T_fast: how long a collector that has a quorum waits for the votes of the fast path. Learns the usual wait, and
 * stops waiting where the fast path fails more often than not, or failed several times in a row, but for a probe each 64
 * slots. Mutable, one thread.
 */
final class FastPathTimer {
    static final int OUTCOMES = 64;
    /** So many failures in a row end the wait at once: replicas that stop do so all of a sudden. */
    static final int FAILURES_MAX = 16;
    /** Away from the multiples of 64, at which leaders change. */
    private static final int PROBE = OUTCOMES / 2;
    private static final long WAIT_MILLIS_MIN = 2;
    private static final long WAIT_MILLIS_MAX = 150;
    /** Fixed point: thousandths of a millisecond. */
    private static final long SCALE = 1_000;
    /** Fewer own gaps than this say less than the leader's. */
    private static final int OBSERVED_MIN = 16;
    /** Each new gap counts for a sixteenth. */
    private static final int SMOOTHING = 16;

    /** The last 64 outcomes, a bit each, set where the fast path decided. */
    private long fast = -1L;
    private final LongSupplier rttMillis;
    private long mean;
    private long variance;
    private int observed;
    private long hintMillis;

    /** {@code rttMillis} is what the wait is before anything was learnt of it. */
    FastPathTimer(LongSupplier rttMillis) {
        this.rttMillis = rttMillis;
    }

    /** The wait for a slot. Which ones are probes is the same for all: whose turn it is to gather votes changes. */
    long waitMillis(SeqNum seq) {
        boolean failing = (fast & (1L << FAILURES_MAX) - 1) == 0;
        boolean isProbe = seq.number() % OUTCOMES == PROBE;
        return (failing || Long.bitCount(fast) * 2 < OUTCOMES) && !isProbe ? 0 : usualMillis();
    }

    /** All votes of the fast path were there {@code gapMillis} after the quorum's. */
    void decidedFast(long gapMillis) {
        fast = fast << 1 | 1;
        observe(gapMillis);
    }

    /**
     * They were not there when {@code waitedMillis} were over: the gap is longer, and unknown. Taken for twice as long,
     * so that the wait grows until it suffices, or the fast path is given up.
     */
    void decidedSlow(long waitedMillis) {
        fast <<= 1;
        if (waitedMillis > 0) {
            observe(2 * waitedMillis);
        }
    }

    /** Another collector decided. */
    void decidedElsewhere(boolean isFast) {
        fast = fast << 1 | (isFast ? 1 : 0);
    }

    /** What the leader, who gathers the votes of every slot, waits: holds until enough gaps were seen here. */
    void hint(long leadersWaitMillis) {
        hintMillis = Math.clamp(leadersWaitMillis, WAIT_MILLIS_MIN, WAIT_MILLIS_MAX);
    }

    /** The wait where the fast path is tried. */
    long usualMillis() {
        if (observed < OBSERVED_MIN && hintMillis > 0) {
            return hintMillis;
        }
        if (observed == 0) {
            return Math.clamp(rttMillis.getAsLong(), WAIT_MILLIS_MIN, WAIT_MILLIS_MAX);
        }
        long deviation = (long) Math.sqrt((double) variance);
        long wait = (mean + 2 * deviation + SCALE - 1) / SCALE;
        return Math.clamp(wait, WAIT_MILLIS_MIN, WAIT_MILLIS_MAX);
    }

    private void observe(long gapMillis) {
        if (observed == 0) {
            mean = rttMillis.getAsLong() * SCALE;
        }
        observed = Math.min(OBSERVED_MIN, observed + 1);
        long error = Math.min(gapMillis, WAIT_MILLIS_MAX) * SCALE - mean;
        mean += error / SMOOTHING;
        variance += (error * error - variance) / SMOOTHING;
    }
}
