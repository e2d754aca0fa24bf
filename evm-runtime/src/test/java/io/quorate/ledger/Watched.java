package io.quorate.ledger;

import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueSnapshot;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store that tells of each write once it is made, and of each read of events before it is. */
final class Watched implements KeyValueStore {
    private final KeyValueStore store;
    private final Runnable written;
    private final Runnable logsAsked;

    Watched(KeyValueStore store, Runnable written) {
        this(store, written, () -> {});
    }

    Watched(KeyValueStore store, Runnable written, Runnable logsAsked) {
        this.store = store;
        this.written = written;
        this.logsAsked = logsAsked;
    }

    @Override
    public void write(WriteBatch batch, Durability durability) {
        store.write(batch, durability);
        written.run();
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
        if (space == Space.LOG_INDEX) {
            logsAsked.run();
        }
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
