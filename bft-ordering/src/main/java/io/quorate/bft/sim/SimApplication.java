package io.quorate.bft.sim;

import io.quorate.bft.Applied;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.message.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * Numbered items to be executed once each. What was executed survives a crash, the pool does not. Mutable, one thread.
 */
final class SimApplication {
    static final long GENESIS_MILLIS = 1_000_000;
    private static final int ITEMS_PER_PAYLOAD = 4;

    private final Preimages hashing = new Preimages((byte) 0, 0, 0);
    private final List<DecidedSlot> slots = new ArrayList<>();
    private final TreeSet<Long> executedItems = new TreeSet<>();
    private final TreeSet<Long> pool = new TreeSet<>();
    private final TreeMap<Long, Long> givenOut = new TreeMap<>();
    private Applied applied = Applied.genesis(Digest.ZERO, GENESIS_MILLIS);

    Applied applied() {
        return applied;
    }

    int executedCount() {
        return executedItems.size();
    }

    boolean hasExecuted(long item) {
        return executedItems.contains(item);
    }

    void crash() {
        pool.clear();
        givenOut.clear();
    }

    /** True if it is news. */
    boolean submit(long item) {
        return !executedItems.contains(item) && pool.add(item);
    }

    boolean idle() {
        return pool.isEmpty();
    }

    Optional<Bytes> buildPayload(long seq) {
        List<Long> items = pool.stream().filter(item -> !givenOut.containsKey(item))
                .limit(ITEMS_PER_PAYLOAD).toList();
        if (items.isEmpty()) {
            return Optional.empty();
        }
        items.forEach(item -> givenOut.put(item, seq));
        return Optional.of(
                Bytes.concatenate(items.stream().map(Bytes::ofUnsignedLong).toArray(Bytes[]::new)));
    }

    /** True if items are free again. */
    boolean abandoned(long seq) {
        return givenOut.values().removeIf(given -> given == seq);
    }

    static boolean validPayload(Bytes payload) {
        return !payload.isEmpty() && payload.size() % Long.BYTES == 0
                && payload.size() <= ITEMS_PER_PAYLOAD * Long.BYTES;
    }

    /** Atomic and durable when it returns. */
    Digest execute(Decided decided) {
        if (decided.seq() != applied.seq() + 1) {
            throw new IllegalStateException("slot " + decided.seq() + " after " + applied.seq());
        }
        if (decided.timestampMillis() < applied.timestampMillis()) {
            throw new IllegalStateException("time went back at slot " + decided.seq());
        }
        for (int offset = 0; offset < decided.payload().size(); offset += Long.BYTES) {
            long item = decided.payload().getLong(offset);
            executedItems.add(item);
            pool.remove(item);
            givenOut.remove(item);
        }
        givenOut.values().removeIf(given -> given == decided.seq());
        Digest result = hashing.content(Bytes.concatenate(applied.resultDigest().bytes(),
                decided.digest().bytes(),
                decided.ordHash().bytes(), Bytes.ofUnsignedLong(decided.timestampMillis())));
        slots.add(decided.slot());
        applied = new Applied(decided.seq(), result, decided.orderingState(),
                decided.timestampMillis());
        return result;
    }

    List<DecidedSlot> recentSlots(int count) {
        return List.copyOf(slots.subList(Math.max(0, slots.size() - count), slots.size()));
    }

    List<DecidedSlot> read(long first, long last) {
        List<DecidedSlot> read = new ArrayList<>();
        int bytes = 0;
        for (long seq = first; seq <= Math.min(last, slots.size())
                && bytes < MessageCodec.REPLY_PAYLOAD_BYTES
                && read.size() < MessageCodec.SLOTS_PER_REPLY_MAX; seq++) {
            read.add(slots.get((int) seq - 1));
            bytes += read.getLast().payload().size();
        }
        return read;
    }

    /** Who was given what, for a failure report. */
    Map<Long, Long> givenOut() {
        return givenOut;
    }
}
