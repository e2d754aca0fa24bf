package io.quorate.bft.sim;

import io.quorate.bft.Inclusion;
import io.quorate.bft.core.Timeouts;

/** L1: how long pending work may take once the network is whole. */
final class Liveness {
    private Liveness() {}

    /**
     * Three times T_nv(k) for each leader that may be met and does not lead, and once more.
     *
     * @param failedViews k when the network healed
     * @param unwell replicas that need not lead
     * @param lying whether some of them lie: they may use up every timer to the cap
     */
    static long boundMillis(Timeouts timeouts, int failedViews, int unwell, boolean lying) {
        if (lying) {
            return 4 * timeouts.capMillis() * (unwell + 1);
        }
        long bound = 0;
        for (int i = 0; i <= unwell; i++) {
            bound += 3 * newViewMillis(timeouts, failedViews + i);
        }
        return bound;
    }

    /**
     * L3 from when one replica got the item: T_incl until it is pushed, and once more until the push is noticed; for
     * each leader that may be met and does not lead T_censor, as long again to notice it, and a view change.
     */
    static long inclusionMillis(Timeouts timeouts, int unwell) {
        long bound = 2 * Inclusion.PUSH_MILLIS + timeouts.progressMillis();
        for (int i = 0; i < unwell; i++) {
            bound += Inclusion.CENSOR_MILLIS + Inclusion.PUSH_MILLIS + timeouts.progressMillis()
                    + newViewMillis(timeouts, i);
        }
        return bound;
    }

    private static long newViewMillis(Timeouts timeouts, int failedViews) {
        long millis = Math.max(timeouts.newViewMillis(), 10 * timeouts.rttMillis());
        for (int i = 0; i < failedViews && millis < timeouts.capMillis(); i++) {
            millis += millis / 2;
        }
        return Math.min(millis, timeouts.capMillis());
    }
}
