package io.quorate.bft.sim;

import io.quorate.bft.Applied;
import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** What a faulty replica says to those who fetch a snapshot from it. Mutable, one thread. */
final class SnapshotLiar {
    private static final int ENDLESS_AT_ONCE = 4;
    private static final int CHUNKS_KEPT_MAX = 64;

    private final EnumSet<Misbehaviour> ways;
    private final SimRandom random;
    private Optional<Where> where = Optional.empty();
    /** What it sent before, by what the data really is. */
    private final TreeMap<String, SnapshotChunk> sent = new TreeMap<>();

    /** It serves what it made up, describes and proves wrongly what all offer, or serves wrong chunks of it. */
    private enum Where {
        OFFERS, DESCRIPTIONS, CHUNKS
    }

    SnapshotLiar(EnumSet<Misbehaviour> ways, SimRandom random) {
        this.ways = EnumSet.copyOf(ways);
        this.random = random;
    }

    /** What it offers in place of {@code snapshot}; nobody else names the like, but liars do. */
    Snapshot offered(Snapshot snapshot) {
        if (!lies() || where() != Where.OFFERS) {
            return snapshot;
        }
        return ways.contains(Misbehaviour.LYING_SNAPSHOT) ? otherChunks(snapshot)
                : ways.contains(Misbehaviour.WRONG_LENGTHS) ? otherCount(snapshot)
                        : relabelled(snapshot, snapshot.seq() + SimSnapshots.INTERVAL);
    }

    /** What nobody else names is described to nobody. */
    boolean offersOldest() {
        return ways.contains(Misbehaviour.STALE_SNAPSHOT) && where() != Where.DESCRIPTIONS;
    }

    private boolean lies() {
        return ways.contains(Misbehaviour.LYING_SNAPSHOT)
                || ways.contains(Misbehaviour.WRONG_LENGTHS)
                || ways.contains(Misbehaviour.STALE_SNAPSHOT);
    }

    /** Who wants to be asked says that it can prove all of them. */
    SnapshotOffer altered(SnapshotOffer m) {
        return !lies() || where() != Where.DESCRIPTIONS ? m
                : new SnapshotOffer(m.snapshots().stream().map(one -> new SnapshotOffer.Named(
                        one.seq(), one.name(), true)).toList());
    }

    SnapshotDescription altered(SnapshotDescription m) {
        Snapshot snapshot = m.snapshot();
        if (!lies() || where() != Where.DESCRIPTIONS) {
            return m;
        }
        return new SnapshotDescription(
                ways.contains(Misbehaviour.LYING_SNAPSHOT) ? badlyProved(snapshot)
                        : ways.contains(Misbehaviour.WRONG_LENGTHS) ? otherCount(snapshot)
                                : relabelled(snapshot, snapshot.seq()));
    }

    SnapshotChunk altered(SnapshotChunk m) {
        if (ways.contains(Misbehaviour.LYING_SNAPSHOT)
                && (where() == Where.OFFERS ? m.index() == 0 : random.chance(80))) {
            return new SnapshotChunk(m.seq(), m.index(), otherItem(m.seq().number()));
        }
        if (ways.contains(Misbehaviour.WRONG_LENGTHS)) {
            return new SnapshotChunk(m.seq(), m.index(), random.chance(50)
                    ? Bytes.concatenate(m.data(), Bytes.of(0))
                    : m.data().slice(0, m.data().size() - 1));
        }
        if (ways.contains(Misbehaviour.FOREIGN_CHUNKS)) {
            return foreign(m);
        }
        return m;
    }

    /** More than was asked for: the same again, the next ones, and those of other snapshots. */
    void additions(Message message, List<Message> said) {
        if (ways.contains(Misbehaviour.ENDLESS_CHUNKS) && message instanceof SnapshotChunk m) {
            for (int i = 0; i < ENDLESS_AT_ONCE; i++) {
                said.add(m);
                said.add(new SnapshotChunk(m.seq(), m.index() + 1 + random.below(1_000),
                        otherItem(m.seq().number() + i)));
                said.add(new SnapshotChunk(m.seq().next(), m.index(), m.data()));
            }
        }
    }

    /** Another place's data, or another snapshot's. */
    private SnapshotChunk foreign(SnapshotChunk m) {
        sent.put(m.data().toHexString(), m);
        if (sent.size() > CHUNKS_KEPT_MAX) {
            sent.pollFirstEntry();
        }
        Optional<SnapshotChunk> other = sent.values().stream()
                .filter(one -> !one.data().equals(m.data())).findFirst();
        return other
                .map(one -> random.chance(50) ? new SnapshotChunk(m.seq(), m.index(), one.data())
                        : one)
                .orElse(m);
    }

    /** Once and for all. */
    private Where where() {
        if (where.isEmpty()) {
            where = Optional.of(Where.values()[random.below(Where.values().length)]);
        }
        return where.get();
    }

    /** With another certificate, or with records that do not lead to it. */
    private Snapshot badlyProved(Snapshot snapshot) {
        Bytes cert = snapshot.blockCert();
        List<Bytes> later = new ArrayList<>(snapshot.later());
        if (later.isEmpty() || random.chance(50)) {
            cert = Bytes.concatenate(cert.slice(0, cert.size() - 1),
                    cert.slice(cert.size() - 1).not());
        } else if (random.chance(50)) {
            later.removeFirst();
        } else {
            later.set(0, otherItem(snapshot.seq()));
        }
        return new Snapshot(snapshot.applied(), snapshot.slot(), cert, later, snapshot.chunks());
    }

    private static Snapshot otherChunks(Snapshot snapshot) {
        List<Digest> chunks = new ArrayList<>(snapshot.chunks());
        chunks.set(0, Chunks.hash(otherItem(snapshot.seq())));
        return with(snapshot, chunks);
    }

    /** One chunk less, or thousands more. */
    private Snapshot otherCount(Snapshot snapshot) {
        List<Digest> chunks = new ArrayList<>(snapshot.chunks());
        if (random.chance(50)) {
            chunks.removeLast();
        } else {
            for (int i = 0; i < 2_000; i++) {
                chunks.add(Chunks.hash(Bytes.ofUnsignedInt(i)));
            }
        }
        return with(snapshot, chunks);
    }

    private static Snapshot with(Snapshot snapshot, List<Digest> chunks) {
        return new Snapshot(snapshot.applied(), snapshot.slot(), snapshot.blockCert(),
                snapshot.later(), chunks);
    }

    /** Another slot's state under this number. */
    private static Snapshot relabelled(Snapshot snapshot, long seq) {
        Applied old = snapshot.applied();
        DecidedSlot slot = snapshot.slot();
        return new Snapshot(
                new Applied(seq, Chunks.hash(old.resultDigest().bytes()), old.orderingState(),
                        old.timestampMillis()),
                new DecidedSlot(slot.epoch(), seq, slot.digest(), slot.proposedMillis(),
                        slot.proposer(), slot.payload(), slot.certificate()),
                snapshot.blockCert(), snapshot.later(), snapshot.chunks());
    }

    /** Liars agree on what they make up. */
    private static Bytes otherItem(long seq) {
        return Bytes.concatenate(Bytes.of(1), Bytes.ofUnsignedLong(1_000_000 + seq));
    }
}
