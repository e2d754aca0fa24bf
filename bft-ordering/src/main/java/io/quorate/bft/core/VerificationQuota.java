package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Ping;
import io.quorate.bft.core.message.Pong;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.Status;

/**
 * What others' signatures may cost. Those that do not verify are held against who sent them, for a correct replica
 * relays none that it has not checked: it is heard no more for a while, except where nothing is to be verified. Genuine
 * ones about ever higher views cost their author its own budget. Mutable, one thread.
 */
final class VerificationQuota {
    static final int FAILURES_MAX = 16;
    /** One more is allowed after so long. */
    static final long REFILL_MILLIS = 1_000;

    /** Suspicions, view changes and new views of one author: a correct one has few in a second, each of its own view. */
    static final int VIEW_WORDS_MAX = 64;
    static final long VIEW_WORDS_REFILL_MILLIS = 50;

    private final Buckets failures;
    private final Buckets viewWords;

    VerificationQuota(int committeeSize) {
        failures = new Buckets(committeeSize, FAILURES_MAX, REFILL_MILLIS);
        viewWords = new Buckets(committeeSize, VIEW_WORDS_MAX, VIEW_WORDS_REFILL_MILLIS);
    }

    void failed(ReplicaId sender, long nowMillis) {
        failures.fill(sender, nowMillis);
    }

    /** Ask before anything of the message is verified. */
    boolean admits(ReplicaId sender, Message message, long nowMillis) {
        boolean free = message instanceof Status || message instanceof Fetch
                || message instanceof FetchedValue || message instanceof SnapshotChunk
                || message instanceof Ping || message instanceof Pong;
        return free || failures.hasRoom(sender, nowMillis);
    }

    /** Ask before something that {@code author} says of views is verified. */
    boolean admitsViewWord(ReplicaId author, long nowMillis) {
        return viewWords.hasRoom(author, nowMillis);
    }

    /** It was genuine, so the author has to answer for it. */
    void verifiedViewWord(ReplicaId author, long nowMillis) {
        viewWords.fill(author, nowMillis);
    }

    /** Leaky buckets, one for each replica. */
    private static final class Buckets {
        private final int max;
        private final long leakMillis;
        private final int[] levels;
        private final long[] leakedMillis;

        Buckets(int count, int max, long leakMillis) {
            this.max = max;
            this.leakMillis = leakMillis;
            this.levels = new int[count];
            this.leakedMillis = new long[count];
        }

        void fill(ReplicaId replica, long nowMillis) {
            leak(replica.index(), nowMillis);
            levels[replica.index()] = Math.min(max, levels[replica.index()] + 1);
        }

        boolean hasRoom(ReplicaId replica, long nowMillis) {
            if (levels[replica.index()] >= max) {
                leak(replica.index(), nowMillis);
            }
            return levels[replica.index()] < max;
        }

        private void leak(int index, long nowMillis) {
            long drops = (nowMillis - leakedMillis[index]) / leakMillis;
            if (drops > 0) {
                levels[index] = (int) Math.max(0, levels[index] - drops);
                leakedMillis[index] += drops * leakMillis;
            }
        }
    }
}
