package io.quorate.ledger;

import io.quorate.state.storage.Durability;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;

/**
 * Brings the data of an older program to the present format: from 1 to 2 by indexing the events of all blocks. It goes on
 * where it was interrupted, since each write says how far it is. Trie nodes that were replaced before are not known
 * any more: states can be proven from the head of that moment on.
 */
final class Migration {
    private static final int OPERATIONS_PER_WRITE = 20_000;
    private static final int BLOCKS_PER_WRITE = 10_000; // a progress report every second or so

    private final KeyValueStore store;
    private final BlockStore blocks;
    private final MigrationListener listener;
    private final int blocksPerWrite;

    Migration(KeyValueStore store, MigrationListener listener) {
        this(store, listener, BLOCKS_PER_WRITE);
    }

    Migration(KeyValueStore store, MigrationListener listener, int blocksPerWrite) {
        this.store = store;
        this.blocks = new BlockStore(store);
        this.listener = listener;
        this.blocksPerWrite = blocksPerWrite;
    }

    /** Leaves a store of the present format; durable when it returns. */
    void run(long version) {
        if (version > LedgerKeys.FORMAT) {
            throw new StorageException("the data directory has format " + version
                    + ", this program reads up to format " + LedgerKeys.FORMAT
                    + ": a newer one has written it");
        }
        if (version == 1) {
            indexLogs();
        } else if (version != LedgerKeys.FORMAT) {
            throw new StorageException("the data directory has the unknown format " + version);
        }
    }

    private void indexLogs() {
        long head = number(LedgerKeys.HEAD, 0);
        long next = number(LedgerKeys.MIGRATED, number(LedgerKeys.OLDEST, 0));
        WriteBatch batch = new WriteBatch();
        int open = 0;
        listener.migrating(next, head);
        while (next <= head) {
            long block = next;
            LogIndex.put(batch, block, blocks.receipts(block).orElseThrow(
                    () -> new StorageException("the receipts of block " + block + " are missing")));
            next++;
            open++;
            if (open == blocksPerWrite || batch.size() >= OPERATIONS_PER_WRITE) {
                batch.put(Space.META, LedgerKeys.MIGRATED, BlockStore.numberBytes(next));
                store.write(batch, Durability.BUFFERED);
                listener.migrating(next, head);
                batch = new WriteBatch();
                open = 0;
            }
        }
        batch.put(Space.META, LedgerKeys.PROVABLE, BlockStore.numberBytes(head));
        batch.put(Space.META, LedgerKeys.FORMAT_KEY, BlockStore.numberBytes(2));
        batch.delete(Space.META, LedgerKeys.MIGRATED);
        store.write(batch, Durability.SYNCED);
        listener.migrating(head + 1, head);
    }

    private long number(byte[] key, long otherwise) {
        return number(store, key, otherwise);
    }

    /** A number in {@link Space#META}. */
    static long number(KeyValueReader store, byte[] key, long otherwise) {
        return store.read(Space.META, key).map(bytes -> Keys.readLong(bytes, 0))
                .orElse(otherwise);
    }
}
