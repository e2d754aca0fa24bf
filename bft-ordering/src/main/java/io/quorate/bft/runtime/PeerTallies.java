package io.quorate.bft.runtime;

import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters of each peer, as many as the transport lets in; written by the transport's thread and the core's, read by any. */
final class PeerTallies {
    private final ConcurrentMap<Integer, Peer> peers = new ConcurrentHashMap<>();

    private static final class Peer {
        private final LongAdder frames = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAdder votes = new LongAdder();
    }

    private Peer of(int replica) {
        Peer known = peers.get(replica);
        return known != null ? known : peers.computeIfAbsent(replica, _ -> new Peer());
    }

    void frame(int replica, int bytes) {
        Peer peer = of(replica);
        peer.frames.increment();
        peer.bytes.add(bytes);
    }

    void message(int replica, Message message) {
        if (message instanceof Vote1 || message instanceof Vote2
                || message instanceof ExecShare) {
            of(replica).votes.increment();
        }
    }

    List<PeerTraffic> snapshot() {
        return peers.entrySet().stream()
                .map(each -> new PeerTraffic(each.getKey(), each.getValue().frames.sum(),
                        each.getValue().bytes.sum(), each.getValue().votes.sum()))
                .sorted((one, other) -> Integer.compare(one.replica(), other.replica()))
                .toList();
    }
}
