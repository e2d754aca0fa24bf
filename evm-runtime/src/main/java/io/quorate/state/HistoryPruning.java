package io.quorate.state;

import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds what of the history no state from block {@code oldest} on is read from. Both methods look at so many entries
 * from a key on, add the removals to a batch, and give the key to go on from: empty at the end. What is committed
 * meanwhile is of later blocks and concerns neither.
 */
public final class HistoryPruning {
    private final KeyValueStore store;

    public HistoryPruning(KeyValueStore store) {
        this.store = store;
    }

    /** Of each key the last version up to the end of {@code oldest} stays, unless it says that there is nothing. */
    public Optional<byte[]> states(WriteBatch batch, byte[] from, long oldest, int entriesMax) {
        Optional<Entry> before = Optional.empty(); // an old version of the key that is looked at
        try (Cursor cursor = store.scan(Space.HISTORY, from, new byte[0])) {
            for (int i = 0; cursor.hasNext(); i++) {
                Entry entry = cursor.next();
                boolean isSame = before.map(old -> isSameKey(old.key(), entry.key()))
                        .orElse(false);
                if (!isSame) {
                    before.ifPresent(old -> dropIfNothing(batch, old));
                    before = Optional.empty();
                }
                if (i >= entriesMax) {
                    // The last old version is looked at again: whether another follows it is not known.
                    return Optional.of(before.map(Entry::key).orElse(entry.key()));
                }
                if (StateKeys.blockOf(entry.key()) <= oldest) {
                    before.ifPresent(old -> batch.delete(Space.HISTORY, old.key()));
                    before = Optional.of(entry);
                } else {
                    // A later version follows: what was removed by the oldest block reads as absent anyway.
                    before.ifPresent(old -> dropIfNothing(batch, old));
                    before = Optional.empty();
                }
            }
        }
        before.ifPresent(old -> dropIfNothing(batch, old));
        return Optional.empty();
    }

    private static void dropIfNothing(WriteBatch batch, Entry version) {
        if (version.value().length == 0) {
            batch.delete(Space.HISTORY, version.key());
        }
    }

    private static boolean isSameKey(byte[] version, byte[] other) {
        int size = version.length - StateKeys.VERSION_SIZE;
        return version.length == other.length
                && Arrays.equals(version, 0, size, other, 0, size);
    }

    /** A node that a block up to {@code oldest} replaced is of no state from there on. */
    public Optional<byte[]> tries(WriteBatch batch, byte[] from, long oldest, int entriesMax) {
        try (Cursor cursor = store.scan(Space.TRIE_HISTORY, from, new byte[0])) {
            for (int i = 0; cursor.hasNext(); i++) {
                byte[] key = cursor.next().key();
                if (i == entriesMax) {
                    return Optional.of(key);
                }
                if (StateKeys.replacedBy(key) <= oldest) {
                    batch.delete(Space.TRIE_HISTORY, key);
                }
            }
        }
        return Optional.empty();
    }
}
