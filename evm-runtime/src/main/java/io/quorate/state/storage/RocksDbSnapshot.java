package io.quorate.state.storage;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads of one moment, and what gives that moment up again. */
final class RocksDbSnapshot implements KeyValueSnapshot {
    private final RocksDbReads reads;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    RocksDbSnapshot(RocksDbReads reads, Runnable release) {
        this.reads = reads;
        this.release = release;
    }

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        requireOpen();
        return reads.read(space, key);
    }

    @Override
    public List<Optional<byte[]>> readAll(Space space, List<byte[]> keys) {
        requireOpen();
        return reads.readAll(space, keys);
    }

    @Override
    public Optional<Entry> floor(Space space, byte[] key) {
        requireOpen();
        return reads.floor(space, key);
    }

    @Override
    public Cursor scan(Space space, byte[] from, byte[] to) {
        requireOpen();
        return reads.scan(space, from, to);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new StorageException("the snapshot is closed");
        }
    }
}
