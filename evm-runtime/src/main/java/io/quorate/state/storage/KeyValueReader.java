package io.quorate.state.storage;

import java.util.List;
import java.util.Optional;

/**
 * Reads of ordered bytes. Keys compare as unsigned bytes, a prefix before what it starts. Arrays passed in are
 * not kept, arrays returned belong to the caller. Every method throws {@link StorageException} where the
 * machine fails. Safe for any thread.
 */
public interface KeyValueReader {
    Optional<byte[]> read(Space space, byte[] key);

    /** One answer a key, in the order of {@code keys}; cheaper than as many single reads. */
    List<Optional<byte[]>> readAll(Space space, List<byte[]> keys);

    /** The entry with the greatest key at or before {@code key}: one seek, whatever the space holds. */
    Optional<Entry> floor(Space space, byte[] key);

    /**
     * The entries with {@code from <= key < to} in key order, read lazily; {@code to} is unbounded where it is
     * empty. What is written meanwhile is not seen. The cursor must be closed by the thread that opened it.
     */
    Cursor scan(Space space, byte[] from, byte[] to);

    /** The entries whose key starts with {@code prefix}, in key order. */
    default Cursor scanPrefix(Space space, byte[] prefix) {
        return scan(space, prefix, Keys.afterPrefix(prefix));
    }

    /** About how many entries a space has, for whoever tells how far long work is; 0 where a store does not know. */
    default long estimatedEntries(Space space) {
        return 0;
    }
}
