package io.quorate.state.storage;

import java.nio.file.Path;
import java.util.Optional;

/** Durable ordered bytes: everything the ledger keeps goes through here. Safe for any thread. */
public interface KeyValueStore extends KeyValueReader, AutoCloseable {
    /** Makes all changes of {@code batch}, or none where it throws or the process ends in it. */
    void write(WriteBatch batch, Durability durability);

    /** A view that later writes do not touch. */
    KeyValueSnapshot snapshot();

    /**
     * Writes a copy that can be opened as a store of its own into {@code directory}, which must not exist. Files
     * are shared where the file system can, so that it is quick whatever the size.
     */
    void checkpoint(Path directory);

    /**
     * Gives the disk back what was removed from a range of {@code space}, where a store keeps it; {@code to} is unbounded
     * where it is empty. It writes what is left of the range anew, beside all else, and returns when that is done.
     */
    default void compact(Space space, byte[] from, byte[] to) {}

    /** What the store tells of its work, cheaply; empty for one that is not on disk. */
    default Optional<StoreStatistics> statistics() {
        return Optional.empty();
    }

    /** Begins to put many sorted entries into {@code space}, which has none of their keys: quicker than batches. */
    default SortedLoad load(Space space) {
        return new BufferedLoad(this, space);
    }

    /** Waits for running reads; later calls throw {@link StorageException}. Closing twice is harmless. */
    @Override
    void close();
}
