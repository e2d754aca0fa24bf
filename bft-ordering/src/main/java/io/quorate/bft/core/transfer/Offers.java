package io.quorate.bft.core.transfer;

import io.quorate.bft.Chunks;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.MessageCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who offers what. The certificate covers the result digest alone and not the chunks, so that a snapshot is believed
 * once f + 1 peers name the same chunks. Keeps the last two offers of each peer, for their newest ones differ while
 * the chain moves on. Mutable, one thread.
 */
final class Offers {
    private static final int KEPT_PER_PEER = 2;

    private final int needed;
    private final TreeMap<ReplicaId, Deque<Digest>> byPeer = new TreeMap<>();
    private final TreeMap<Digest, Snapshot> snapshots = new TreeMap<>(Offers::compare);

    Offers(int needed) {
        this.needed = needed;
    }

    static Digest nameOf(Snapshot snapshot) {
        return Chunks.hash(MessageCodec.content(snapshot));
    }

    void add(ReplicaId from, Snapshot snapshot) {
        Digest name = nameOf(snapshot);
        Deque<Digest> names = byPeer.computeIfAbsent(from, _ -> new ArrayDeque<>());
        if (names.contains(name)) {
            return;
        }
        names.addLast(name);
        snapshots.putIfAbsent(name, snapshot);
        if (names.size() > KEPT_PER_PEER) {
            Digest dropped = names.removeFirst();
            if (sourcesOf(dropped).isEmpty()) {
                snapshots.remove(dropped);
            }
        }
    }

    void remove(ReplicaId peer) {
        byPeer.remove(peer);
        snapshots.keySet().removeIf(name -> sourcesOf(name).isEmpty());
    }

    void clear() {
        byPeer.clear();
        snapshots.clear();
    }

    /** The newest that enough peers offer. */
    Optional<Snapshot> agreed() {
        Optional<Snapshot> best = Optional.empty();
        for (Map.Entry<Digest, Snapshot> entry : snapshots.entrySet()) {
            boolean newer = best.isEmpty() || best.get().seq() < entry.getValue().seq();
            if (newer && sourcesOf(entry.getKey()).size() >= needed) {
                best = Optional.of(entry.getValue());
            }
        }
        return best;
    }

    TreeSet<ReplicaId> sourcesOf(Digest name) {
        TreeSet<ReplicaId> sources = new TreeSet<>();
        byPeer.forEach((peer, names) -> {
            if (names.contains(name)) {
                sources.add(peer);
            }
        });
        return sources;
    }

    private static int compare(Digest left, Digest right) {
        int order = Long.compareUnsigned(left.word0(), right.word0());
        order = order == 0 ? Long.compareUnsigned(left.word1(), right.word1()) : order;
        order = order == 0 ? Long.compareUnsigned(left.word2(), right.word2()) : order;
        return order == 0 ? Long.compareUnsigned(left.word3(), right.word3()) : order;
    }
}
