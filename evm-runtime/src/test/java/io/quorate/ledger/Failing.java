package io.quorate.ledger;

import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueSnapshot;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store whose machine stops at its n-th write, and writes nothing afterwards. */
final class Failing implements KeyValueStore {
    /** How the machine stops; what it says is what the operating system would say. */
    enum Fault {
        KILLED_BEFORE("the machine stops here", false), KILLED_AFTER(
                "the machine stops here", true),
        DISK_FULL("No space left on device", false), READ_ONLY("Read-only file system",
                false),
        IO_ERROR("Input/output error", false),
        /** The write was carried out, and nobody knows whether it is on the disk. */
        FSYNC_ERROR("fdatasync: Input/output error", true);

        private final String words;
        private final boolean isWritten;

        Fault(String words, boolean isWritten) {
            this.words = words;
            this.isWritten = isWritten;
        }
    }

    private final KeyValueStore store;
    private final Fault fault;
    private int left;

    Failing(KeyValueStore store, int writes) {
        this(store, writes, Fault.KILLED_BEFORE);
    }

    Failing(KeyValueStore store, int writes, Fault fault) {
        this.store = store;
        this.left = writes;
        this.fault = fault;
    }

    @Override
    public void write(WriteBatch batch, Durability durability) {
        left--;
        if (left > 0 || left == 0 && fault.isWritten) {
            store.write(batch, durability);
        }
        if (left <= 0) {
            throw new StorageException(fault.words);
        }
    }

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        return store.read(space, key);
    }

    @Override
    public List<Optional<byte[]>> readAll(Space space, List<byte[]> keys) {
        return store.readAll(space, keys);
    }

    @Override
    public Optional<Entry> floor(Space space, byte[] key) {
        return store.floor(space, key);
    }

    @Override
    public Cursor scan(Space space, byte[] from, byte[] to) {
        return store.scan(space, from, to);
    }

    @Override
    public KeyValueSnapshot snapshot() {
        return store.snapshot();
    }

    @Override
    public void checkpoint(Path target) {
        store.checkpoint(target);
    }

    @Override
    public void close() {
        store.close();
    }
}
