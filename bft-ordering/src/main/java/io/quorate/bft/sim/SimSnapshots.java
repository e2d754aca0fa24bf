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
import org.apache.tuweni.bytes.Bytes;

/** Every 16th slot's items in pieces of three, the last two such slots, and what came of another's. One thread. */
final class SimSnapshots {
    static final int INTERVAL = 16;
    private static final int KEPT = 2;
    private static final int ITEMS_PER_CHUNK = 3;

    private final TreeMap<Long, Made> made = new TreeMap<>();
    private final TreeMap<Long, Bytes> certificates = new TreeMap<>();
    /** By what the fetcher took them for, right or wrong; survives a crash. */
    private final TreeMap<String, Bytes> staged = new TreeMap<>();

    private record Made(Applied applied, DecidedSlot slot, List<Bytes> chunks) {}

    void executed(Applied applied, DecidedSlot slot, TreeSet<Long> items) {
        if (applied.seq() % INTERVAL == 0) {
            made.put(applied.seq(), new Made(applied, slot, cut(items)));
            if (made.size() > KEPT) {
                made.pollFirstEntry();
            }
        }
    }

    void certified(long seq, Bytes blockCert) {
        if (seq % INTERVAL == 0) {
            certificates.put(seq, blockCert);
            if (certificates.size() > 2 * KEPT) {
                certificates.pollFirstEntry();
            }
        }
    }

    Optional<Snapshot> offer(long above) {
        for (Made one : made.descendingMap().values()) {
            Bytes cert = certificates.get(one.applied().seq());
            if (one.applied().seq() > above && cert != null) {
                return Optional.of(new Snapshot(one.applied(), one.slot(), cert,
                        one.chunks().stream().map(Chunks::hash).toList()));
            }
        }
        return Optional.empty();
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

    TreeSet<Long> assemble(Snapshot snapshot) {
        TreeSet<Long> items = new TreeSet<>();
        for (Digest chunk : snapshot.chunks()) {
            items.addAll(SimApplication.items(staged.get(name(chunk)).slice(1)));
        }
        staged.clear();
        made.clear();
        return items;
    }

    private static String name(Digest chunk) {
        return chunk.bytes().toHexString();
    }

    /** The first byte keeps chunks apart that would be empty. */
    private static List<Bytes> cut(Collection<Long> items) {
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
        return chunks;
    }
}
