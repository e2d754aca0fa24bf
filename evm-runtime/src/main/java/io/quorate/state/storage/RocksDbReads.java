package io.quorate.state.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Reads with given options: of the latest state or of a snapshot. */
final class RocksDbReads implements KeyValueReader {
    private final RocksDbKeyValueStore.RocksDbHandles handles;
    private final Usage usage;
    private final ReadOptions options;

    RocksDbReads(RocksDbKeyValueStore.RocksDbHandles handles, Usage usage, ReadOptions options) {
        this.handles = handles;
        this.usage = usage;
        this.options = options;
    }

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        usage.begin();
        try {
            return Optional
                    .ofNullable(handles.database().get(handles.family(space), options, key));
        } catch (RocksDBException e) {
            throw failedRead(space, e);
        } finally {
            usage.end();
        }
    }

    @Override
    public List<Optional<byte[]>> readAll(Space space, List<byte[]> keys) {
        List<ColumnFamilyHandle> families = Collections.nCopies(keys.size(),
                handles.family(space));
        usage.begin();
        try {
            List<Optional<byte[]>> values = new ArrayList<>(keys.size());
            for (byte[] value : handles.database().multiGetAsList(options, families, keys)) {
                values.add(Optional.ofNullable(value));
            }
            return values;
        } catch (RocksDBException e) {
            throw failedRead(space, e);
        } finally {
            usage.end();
        }
    }

    @Override
    public Optional<Entry> floor(Space space, byte[] key) {
        usage.begin();
        try (RocksIterator iterator = handles.database().newIterator(handles.family(space),
                options)) {
            iterator.seekForPrev(key);
            iterator.status();
            return iterator.isValid() ? Optional.of(new Entry(iterator.key(), iterator.value()))
                    : Optional.empty();
        } catch (RocksDBException e) {
            throw failedRead(space, e);
        } finally {
            usage.end();
        }
    }

    @Override
    public Cursor scan(Space space, byte[] from, byte[] to) {
        usage.begin();
        return new RocksDbCursor(space, from, to);
    }

    private static StorageException failedRead(Space space, RocksDBException e) {
        return RocksDbErrors.of("cannot read from " + space, e);
    }

    private final class RocksDbCursor implements Cursor {
        private final Space space;
        private final Slice upperBound;
        private final ReadOptions bounded;
        private final RocksIterator iterator;
        private boolean closed;

        RocksDbCursor(Space space, byte[] from, byte[] to) {
            this.space = space;
            upperBound = new Slice(to);
            bounded = new ReadOptions(options);
            if (to.length > 0) {
                bounded.setIterateUpperBound(upperBound);
            }
            iterator = handles.database().newIterator(handles.family(space), bounded);
            iterator.seek(from);
        }

        @Override
        public boolean hasNext() {
            if (closed) {
                throw new IllegalStateException("the cursor is closed");
            }
            if (iterator.isValid()) {
                return true;
            }
            try {
                iterator.status();
            } catch (RocksDBException e) {
                throw failedRead(space, e);
            }
            return false;
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry entry = new Entry(iterator.key(), iterator.value());
            iterator.next();
            return entry;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                iterator.close();
                bounded.close();
                upperBound.close();
                usage.end();
            }
        }
    }
}
