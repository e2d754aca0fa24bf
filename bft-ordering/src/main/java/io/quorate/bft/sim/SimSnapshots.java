package io.quorate.bft.sim;

import io.quorate.bft.Applied;
import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/** Every 16th slot's items in pieces of three, the last two such slots, and what came of another's. One thread. */
final class SimSnapshots {
    static final int INTERVAL = 16;
    private static final int KEPT = 2;
    private static final int ITEMS_PER_CHUNK = 3;
    private static final byte ASKED = 2;
    private static final byte RECORD = 3;

    private final TreeMap<Long, Made> made = new TreeMap<>();
    /** By what the fetcher took them for, right or wrong; survives a crash. */
    private final TreeMap<String, Bytes> staged = new TreeMap<>();
    private boolean oldestFirst;
    private UnaryOperator<Snapshot> lie = UnaryOperator.identity();

    /** What the chunks hold. */
    record State(TreeSet<Long> items, TreeMap<Long, List<Long>> asked, Bytes slotRecord) {}

    /** What covers a slot: a certificate, of the last of the slots after it if there are any. */
    record Proof(Bytes blockCert, List<Bytes> later) {
        static final Proof NONE = new Proof(Bytes.EMPTY, List.of());
    }

    private record Made(Applied applied, DecidedSlot slot, List<Bytes> chunks) {}

    /** {@code asked} is what was decided about members, by slot. */
    void executed(Applied applied, DecidedSlot slot, Bytes slotRecord, TreeSet<Long> items,
            TreeMap<Long, List<Long>> asked) {
        if (applied.seq() % INTERVAL == 0) {
            List<Bytes> chunks = cut(items, asked);
            chunks.add(Bytes.concatenate(Bytes.of(RECORD), slotRecord));
            made.put(applied.seq(), new Made(applied, slot, chunks));
            if (made.size() > KEPT) {
                made.pollFirstEntry();
            }
        }
    }

    /** From now on it offers the oldest that would do. */
    void offerOldest() {
        oldestFirst = true;
    }

    /** From now on it offers what this makes of its snapshots. */
    void lie(UnaryOperator<Snapshot> made) {
        lie = made;
    }

    /** The newest, and the one before where nothing certifies the newest. */
    List<Snapshot> offers(long above, Function<DecidedSlot, Optional<Proof>> proofs) {
        List<Snapshot> offers = new ArrayList<>();
        for (Made one : (oldestFirst ? made : made.descendingMap()).values()) {
            boolean wanted = offers.stream().noneMatch(Snapshot::isCertified);
            if (one.applied().seq() > above && wanted) {
                Proof proof = proofs.apply(one.slot()).orElse(Proof.NONE);
                offers.add(lie.apply(new Snapshot(one.applied(), one.slot(), proof.blockCert(),
                        proof.later(), one.chunks().stream().map(Chunks::hash).toList())));
            }
        }
        return offers;
    }

    Optional<Bytes> chunk(long seq, int index) {
        return Optional.ofNullable(made.get(seq)).filter(one -> index < one.chunks().size())
                .map(one -> one.chunks().get(index));
    }

    List<Integer> begin(Snapshot snapshot) {
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < snapshot.chunks().size(); i++) {
            if (staged.containsKey(name(snapshot.chunks().get(i)))) {
                held.add(i);
            }
        }
        return held;
    }

    void store(Snapshot snapshot, int index, Bytes chunk) {
        staged.put(name(snapshot.chunks().get(index)), chunk);
    }

    State assemble(Snapshot snapshot) {
        TreeSet<Long> items = new TreeSet<>();
        TreeMap<Long, List<Long>> asked = new TreeMap<>();
        Bytes slotRecord = Bytes.EMPTY;
        for (Digest chunk : snapshot.chunks()) {
            Bytes data = staged.get(name(chunk));
            if (data.get(0) == RECORD) {
                slotRecord = data.slice(1);
                continue;
            }
            List<Long> numbers = SimApplication.items(data.slice(1));
            if (data.get(0) == ASKED) {
                for (int i = 0; i + 1 < numbers.size(); i += 2) {
                    asked.computeIfAbsent(numbers.get(i), _ -> new ArrayList<>())
                            .add(numbers.get(i + 1));
                }
            } else {
                items.addAll(numbers);
            }
        }
        staged.clear();
        made.clear();
        return new State(items, asked, slotRecord);
    }

    private static String name(Digest chunk) {
        return chunk.bytes().toHexString();
    }

    /** The first byte keeps chunks apart that would be empty. */
    private static List<Bytes> cut(Collection<Long> items, TreeMap<Long, List<Long>> asked) {
        List<Bytes> chunks = new ArrayList<>();
        List<Bytes> open = new ArrayList<>();
        for (long item : items) {
            open.add(Bytes.ofUnsignedLong(item));
            if (open.size() == ITEMS_PER_CHUNK) {
                chunks.add(Bytes.concatenate(Bytes.of(1), Bytes.concatenate(open)));
                open.clear();
            }
        }
        chunks.add(Bytes.concatenate(Bytes.of(0), Bytes.concatenate(open)));
        if (!asked.isEmpty()) {
            List<Bytes> pairs = new ArrayList<>();
            asked.forEach((seq, of) -> of.forEach(item -> pairs.add(Bytes.concatenate(
                    Bytes.ofUnsignedLong(seq), Bytes.ofUnsignedLong(item)))));
            chunks.add(Bytes.concatenate(Bytes.of(ASKED), Bytes.concatenate(pairs)));
        }
        return chunks;
    }
}
