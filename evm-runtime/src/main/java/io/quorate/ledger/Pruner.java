package io.quorate.ledger;

import io.quorate.state.HistoryPruning;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.util.Optional;

/**
 * Removes what only blocks below {@link Ledger#oldestKept} need: bodies, receipts, access lists, places of transactions,
 * old versions of the state and of the tries, and what the log index says of those blocks. Headers, hashes of blocks and
 * certificates stay. It runs beside commits and readers, in steps of a bounded number of entries; each is one
 * write, and what a crash interrupts is begun again. For one thread.
 *
 * <p>That nothing below may be read any more was made durable before, so a half-done removal is never seen.
 */
public final class Pruner {
    private static final int BLOCKS_PER_STEP = 32;
    private static final int ENTRIES_PER_STEP = 4_000;
    /** So many of the entries of a space must have gone for its files to be worth writing anew: a fifth. */
    private static final int COMPACTED_FROM = 5;

    private static final int ENTRIES_PER_COMPACTION = 64 * ENTRIES_PER_STEP;

    private enum Phase {
        /** Blocks lie in the order of their numbers: RocksDB drops files that have nothing else. */
        BLOCKS(Optional.empty()), HISTORY(Optional.of(Space.HISTORY)), TRIE_HISTORY(
                Optional.of(Space.TRIE_HISTORY)),
        LOG_INDEX(Optional.of(Space.LOG_INDEX)), OVER(
                Optional.empty());

        private final Optional<Space> space;

        Phase(Optional<Space> space) {
            this.space = space;
        }
    }

    private final Ledger ledger;
    private final KeyValueStore store;
    private final HistoryPruning history;
    private final BlockStore blocks;
    private Phase phase = Phase.OVER;
    private long nextBody;
    private long oldest;
    private byte[] place = {};
    private byte[] compactedTo = {};
    private long seen;
    private long removed;

    Pruner(Ledger ledger, KeyValueStore store) {
        this.ledger = ledger;
        this.store = store;
        this.history = new HistoryPruning(store);
        this.blocks = new BlockStore(store);
    }

    /** Does a little; false where nothing is left to do until {@link Ledger#forget} gives up more. */
    public boolean step() {
        if (phase == Phase.OVER && !begin()) {
            return false;
        }
        WriteBatch batch = new WriteBatch();
        boolean isDone = switch (phase) {
            case BLOCKS -> blocks(batch);
            case HISTORY -> sweep(batch, history::states);
            case TRIE_HISTORY -> sweep(batch, history::tries);
            case LOG_INDEX -> sweep(batch, this::logs);
            case OVER -> throw new IllegalStateException("nothing was begun");
        };
        removed += phase == Phase.BLOCKS ? 0 : batch.size();
        Optional<Space> swept = phase.space;
        if (isDone) {
            phase = Phase.values()[phase.ordinal() + 1];
            if (phase == Phase.OVER) {
                batch.put(Space.META, LedgerKeys.SWEPT, BlockStore.numberBytes(oldest));
            }
        }
        store.write(batch, Durability.BUFFERED);
        swept.ifPresent(space -> compact(space, isDone));
        place = isDone ? new byte[0] : place;
        return phase != Phase.OVER;
    }

    private boolean begin() {
        oldest = ledger.oldestKept();
        if (Migration.number(store, LedgerKeys.SWEPT, 0) >= oldest) {
            return false;
        }
        ledger.state().forget(oldest);
        phase = Phase.BLOCKS;
        removed = 0;
        return true;
    }

    /** Only blocks that are there, however many were leapt over by a snapshot. */
    private boolean blocks(WriteBatch batch) {
        try (Cursor bodies = store.scan(Space.BLOCKS, LedgerKeys.body(nextBody),
                LedgerKeys.body(oldest))) {
            for (int i = 0; i < BLOCKS_PER_STEP; i++) {
                if (!bodies.hasNext()) {
                    return true;
                }
                long number = LedgerKeys.numberOf(bodies.next().key());
                blocks.remove(batch, number);
                nextBody = number + 1; // and not from 0 again, through all that was removed
            }
        }
        return false;
    }

    /** Looks at entries from a key on; where to go on, or empty at the end. */
    @FunctionalInterface
    private interface Sweep {
        Optional<byte[]> step(WriteBatch batch, byte[] from, long oldest, int entriesMax);
    }

    private boolean sweep(WriteBatch batch, Sweep sweep) {
        Optional<byte[]> next = sweep.step(batch, place, oldest, ENTRIES_PER_STEP);
        seen += ENTRIES_PER_STEP;
        next.ifPresent(key -> place = key);
        return next.isEmpty();
    }

    private Optional<byte[]> logs(WriteBatch batch, byte[] from, long before, int entriesMax) {
        try (Cursor cursor = store.scan(Space.LOG_INDEX, from, new byte[0])) {
            for (int i = 0; cursor.hasNext(); i++) {
                Entry entry = cursor.next();
                if (i == entriesMax) {
                    return Optional.of(entry.key());
                }
                if (LogIndex.blockOf(entry.key()) < before) {
                    batch.delete(Space.LOG_INDEX, entry.key());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * What was swept since the last time is written anew where enough of it has gone: else removed entries stay on disk until
     * RocksDB comes to their files by itself. Piece by piece, so that none takes long.
     */
    private void compact(Space space, boolean isDone) {
        if (!isDone && seen < ENTRIES_PER_COMPACTION) {
            return;
        }
        if (removed * COMPACTED_FROM > seen) {
            store.compact(space, compactedTo, isDone ? new byte[0] : place);
        }
        compactedTo = isDone ? new byte[0] : place;
        seen = 0;
        removed = 0;
    }
}
