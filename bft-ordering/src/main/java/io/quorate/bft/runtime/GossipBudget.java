package io.quorate.bft.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes of gossip that may wait for the application, an equal share for each peer that the transport lets in. */
final class GossipBudget {
    private static final int SHARE_BYTES_MIN = 1 << 20;

    private final Map<Integer, AtomicInteger> used = new ConcurrentHashMap<>();
    private final int shareBytes;

    GossipBudget(int replicas, int bytesMax) {
        shareBytes = Math.max(SHARE_BYTES_MIN, bytesMax / replicas);
    }

    /** False, and nothing is taken, if the peer's share is used up. */
    boolean take(int peer, int bytes) {
        AtomicInteger share = used.computeIfAbsent(peer, _ -> new AtomicInteger());
        if (share.addAndGet(bytes) <= shareBytes) {
            return true;
        }
        share.addAndGet(-bytes);
        return false;
    }

    void giveBack(int peer, int bytes) {
        used.get(peer).addAndGet(-bytes);
    }
}
