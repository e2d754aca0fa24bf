package io.quorate.bft.core.transfer;

import io.quorate.bft.Chunks;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who offers what. A certificate covers the result digest alone and not the chunks, so that a snapshot is believed once
 * f + 1 peers name the same one; that its slot is certified any one of them can prove. Keeps the newest few names of each
 * peer, for their newest ones differ while the chain moves on. Mutable, one thread.
 */
final class Offers {
    static final int KEPT_PER_PEER = 4;

    private final int needed;
    /** True where the peer says that it can prove the slot. */
    private final TreeMap<ReplicaId, TreeMap<Name, Boolean>> byPeer = new TreeMap<>();

    /** One snapshot, in the order of slots. */
    record Name(SeqNum seq, Digest digest) implements Comparable<Name> {
        static Name of(Snapshot snapshot) {
            return new Name(new SeqNum(snapshot.seq()),
                    Chunks.hash(MessageCodec.content(snapshot)));
        }

        @Override
        public int compareTo(Name other) {
            int order = seq.compareTo(other.seq);
            return order == 0 ? Offers.compare(digest, other.digest) : order;
        }
    }

    Offers(int needed) {
        this.needed = needed;
    }

    void add(ReplicaId from, SnapshotOffer.Named offer) {
        TreeMap<Name, Boolean> names = byPeer.computeIfAbsent(from, _ -> new TreeMap<>());
        names.merge(new Name(offer.seq(), offer.name()), offer.isCertified(), Boolean::logicalOr);
        if (names.size() > KEPT_PER_PEER) {
            names.pollFirstEntry();
        }
    }

    void remove(ReplicaId peer) {
        byPeer.remove(peer);
    }

    void clear() {
        byPeer.clear();
    }

    /** Names of all peers together. */
    int size() {
        return byPeer.values().stream().mapToInt(Map::size).sum();
    }

    /** The newest that enough peers offer and one of them can prove, but for those that were {@code tried}. */
    Optional<Name> agreed(TreeSet<Name> tried) {
        TreeSet<Name> named = new TreeSet<>();
        byPeer.values().forEach(names -> named.addAll(names.keySet()));
        named.removeAll(tried);
        return named.descendingSet().stream().filter(this::isAgreed).findFirst();
    }

    boolean isAgreed(Name name) {
        return sourcesOf(name).size() >= needed && !proversOf(name).isEmpty();
    }

    TreeSet<ReplicaId> sourcesOf(Name name) {
        TreeSet<ReplicaId> sources = new TreeSet<>();
        byPeer.forEach((peer, names) -> {
            if (names.containsKey(name)) {
                sources.add(peer);
            }
        });
        return sources;
    }

    /** Who of them says that it can prove the slot. */
    TreeSet<ReplicaId> proversOf(Name name) {
        TreeSet<ReplicaId> provers = new TreeSet<>();
        byPeer.forEach((peer, names) -> {
            if (names.getOrDefault(name, false)) {
                provers.add(peer);
            }
        });
        return provers;
    }

    private static int compare(Digest left, Digest right) {
        int order = Long.compareUnsigned(left.word0(), right.word0());
        order = order == 0 ? Long.compareUnsigned(left.word1(), right.word1()) : order;
        order = order == 0 ? Long.compareUnsigned(left.word2(), right.word2()) : order;
        return order == 0 ? Long.compareUnsigned(left.word3(), right.word3()) : order;
    }
}
