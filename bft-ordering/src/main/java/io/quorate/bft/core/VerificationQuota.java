package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Status;

/**
 * What signatures that do not verify may cost. A correct replica sends none, and relays none that it has not checked;
 * who does is heard no more for a while, except where nothing is to be verified. Mutable, one thread.
 */
final class VerificationQuota {
    static final int FAILURES_MAX = 16;
    /** One more is allowed after so long. */
    static final long REFILL_MILLIS = 1_000;

    private final int[] failures;
    private final long[] refilledMillis;

    VerificationQuota(int committeeSize) {
        failures = new int[committeeSize];
        refilledMillis = new long[committeeSize];
    }

    void failed(ReplicaId sender, long nowMillis) {
        refill(sender.index(), nowMillis);
        failures[sender.index()] = Math.min(FAILURES_MAX, failures[sender.index()] + 1);
    }

    /** Ask before anything of the message is verified. */
    boolean admits(ReplicaId sender, Message message, long nowMillis) {
        boolean free = message instanceof Status || message instanceof Fetch
                || message instanceof FetchedValue;
        if (free || failures[sender.index()] < FAILURES_MAX) {
            return true;
        }
        refill(sender.index(), nowMillis);
        return failures[sender.index()] < FAILURES_MAX;
    }

    private void refill(int sender, long nowMillis) {
        long more = (nowMillis - refilledMillis[sender]) / REFILL_MILLIS;
        if (more > 0) {
            failures[sender] = (int) Math.max(0, failures[sender] - more);
            refilledMillis[sender] += more * REFILL_MILLIS;
        }
    }
}
