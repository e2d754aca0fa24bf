package io.quorate.state;

import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import io.quorate.state.trie.SortedTrie;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Entries of one trie that come in any order, and their root. What memory has no room for is sorted by a scratch store,
 * which is asked for only then. Mutable, for one thread.
 */
final class SortedEntries {
    private static final int IN_MEMORY_MAX = 50_000; // some 250 bytes each

    private final Supplier<KeyValueStore> scratch;
    private final byte[] prefix;
    private final List<Entry> entries = new ArrayList<>();
    private boolean spilled;

    /** {@code prefix} is this trie's own in the scratch store. */
    SortedEntries(Supplier<KeyValueStore> scratch, byte[] prefix) {
        this.scratch = scratch;
        this.prefix = prefix;
    }

    void add(Hash key, byte[] value) {
        entries.add(new Entry(key.toArray(), value));
        if (entries.size() == IN_MEMORY_MAX) {
            spill();
        }
    }

    private void spill() {
        WriteBatch batch = new WriteBatch();
        for (Entry entry : entries) {
            byte[] key = Arrays.copyOf(prefix, prefix.length + entry.key().length);
            System.arraycopy(entry.key(), 0, key, prefix.length, entry.key().length);
            batch.put(Space.STATE, key, entry.value());
        }
        scratch.get().write(batch, Durability.BUFFERED);
        entries.clear();
        spilled = true;
    }

    Hash root() {
        SortedTrie trie = new SortedTrie((path, rlp) -> {}); // only the root is wanted
        if (spilled) {
            spill();
            try (Cursor cursor = scratch.get().scanPrefix(Space.STATE, prefix)) {
                while (cursor.hasNext()) {
                    Entry entry = cursor.next();
                    trie.add(Arrays.copyOfRange(entry.key(), prefix.length, entry.key().length),
                            entry.value());
                }
            }
        } else {
            entries.sort(Comparator.comparing(Entry::key, Arrays::compareUnsigned));
            entries.forEach(entry -> trie.add(entry.key(), entry.value()));
        }
        return trie.finish();
    }
}
