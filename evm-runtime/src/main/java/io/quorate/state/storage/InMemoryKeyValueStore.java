package io.quorate.state.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** A store that forgets at its close: for tests, the simulator and throw-away chains. */
public final class InMemoryKeyValueStore implements KeyValueStore {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Space, TreeMap<byte[], byte[]>> tables = new EnumMap<>(Space.class);
    private volatile boolean closed;

    public InMemoryKeyValueStore() {
        for (Space space : Space.values()) {
            tables.put(space, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        return reading(() -> Optional.ofNullable(tables.get(space).get(key)).map(byte[]::clone));
    }

    @Override
    public List<Optional<byte[]>> readAll(Space space, List<byte[]> keys) {
        return reading(() -> {
            List<Optional<byte[]>> values = new ArrayList<>(keys.size());
            for (byte[] key : keys) {
                values.add(Optional.ofNullable(tables.get(space).get(key)).map(byte[]::clone));
            }
            return values;
        });
    }

    @Override
    public Optional<Entry> floor(Space space, byte[] key) {
        return reading(() -> Optional.ofNullable(tables.get(space).floorEntry(key))
                .map(InMemoryKeyValueStore::copyOf));
    }

    @Override
    public Cursor scan(Space space, byte[] from, byte[] to) {
        List<Entry> entries = reading(() -> {
            List<Entry> copies = new ArrayList<>();
            range(tables.get(space), from, to).entrySet().forEach(e -> copies.add(copyOf(e)));
            return copies;
        });
        return new ListCursor(entries.iterator());
    }

    @Override
    public void write(WriteBatch batch, Durability durability) {
        requireOpen();
        lock.writeLock().lock();
        try {
            for (WriteBatch.Operation operation : batch.operations()) {
                apply(operation);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void apply(WriteBatch.Operation operation) {
        TreeMap<byte[], byte[]> table = tables.get(operation.space());
        switch (operation) {
            case WriteBatch.Put put -> table.put(put.key().clone(), put.value().clone());
            case WriteBatch.Delete delete -> {
                if (delete.isSingle()) {
                    table.remove(delete.from());
                } else {
                    range(table, delete.from(), delete.to()).clear();
                }
            }
        }
    }

    @Override
    public KeyValueSnapshot snapshot() {
        return reading(() -> {
            InMemoryKeyValueStore copy = new InMemoryKeyValueStore();
            tables.forEach((space, table) -> copy.tables.get(space).putAll(table));
            return new Copy(copy);
        });
    }

    @Override
    public void checkpoint(Path directory) {
        throw new StorageException("a store in memory writes no checkpoint to " + directory);
    }

    @Override
    public void close() {
        closed = true;
    }

    private <T> T reading(Supplier<T> read) {
        requireOpen();
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException("the store is closed");
        }
    }

    private static Map<byte[], byte[]> range(TreeMap<byte[], byte[]> table, byte[] from,
            byte[] to) {
        if (to.length == 0) {
            return table.tailMap(from, true);
        }
        return Arrays.compareUnsigned(from, to) >= 0 ? new TreeMap<>(Arrays::compareUnsigned)
                : table.subMap(from, true, to, false);
    }

    private static Entry copyOf(Map.Entry<byte[], byte[]> entry) {
        return new Entry(entry.getKey().clone(), entry.getValue().clone());
    }

    private record ListCursor(Iterator<Entry> entries) implements Cursor {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry next() {
            return entries.next();
        }

        @Override
        public void close() {
            // Nothing is held: the entries are copies.
        }
    }

    private record Copy(InMemoryKeyValueStore store) implements KeyValueSnapshot {
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
        public void close() {
            store.close();
        }
    }
}
