package io.quorate.bft.runtime;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** Bytes of gossip that may wait for the application, an equal share for each peer. */
final class GossipBudget {
    private static final int SHARE_BYTES_MIN = 1 << 20;

    private final AtomicIntegerArray used;
    private final int shareBytes;

    GossipBudget(int replicas, int bytesMax) {
        used = new AtomicIntegerArray(replicas);
        shareBytes = Math.max(SHARE_BYTES_MIN, bytesMax / replicas);
    }

    /** False, and nothing is taken, if the peer's share is used up. */
    boolean take(int peer, int bytes) {
        if (used.addAndGet(peer, bytes) <= shareBytes) {
            return true;
        }
        used.addAndGet(peer, -bytes);
        return false;
    }

    void giveBack(int peer, int bytes) {
        used.addAndGet(peer, -bytes);
    }
}
