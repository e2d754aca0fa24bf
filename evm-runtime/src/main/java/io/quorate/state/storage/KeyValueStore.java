package io.quorate.state.storage;

import java.nio.file.Path;

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

    /** Waits for running reads; later calls throw {@link StorageException}. Closing twice is harmless. */
    @Override
    void close();
}
