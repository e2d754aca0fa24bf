package io.quorate.state.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * A store in a directory, on RocksDB: one column family a space, one write-ahead log. One process at a time may
 * have a directory open.
 */
public final class RocksDbKeyValueStore implements KeyValueStore {
    private final Path directory;
    private final RocksDbHandles handles;
    private final Usage usage = new Usage();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions buffered = new WriteOptions();
    private final ReadOptions latest = new ReadOptions();
    private final RocksDbReads reads;

    private RocksDbKeyValueStore(Path directory, RocksDbHandles handles) {
        this.directory = directory;
        this.handles = handles;
        this.reads = new RocksDbReads(handles, usage, latest);
    }

    /**
     * Opens the store in {@code directory}, making both where they are missing. Fails with a
     * {@link StorageException} that says so where another process has it open.
     */
    public static RocksDbKeyValueStore open(Path directory, RocksDbConfig config) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StorageException("cannot make the data directory " + directory, e);
        }
        try {
            requireBeginning(directory);
            RocksDbLogTail.requireWhole(directory);
            return new RocksDbKeyValueStore(directory,
                    RocksDbHandles.open(directory, config));
        } catch (RocksDBException e) {
            throw openFailure(directory, e);
        }
    }

    /**
     * Opens the store that is in {@code directory} to read from it; no file is changed, and writes fail. Nobody may write
     * to it meanwhile. Fails with a {@link StorageException} where there is none, or one that cannot be opened; a damaged
     * log is such a reason too, where {@link #open} goes on with what came before the damage.
     */
    public static RocksDbKeyValueStore openReadOnly(Path directory, RocksDbConfig config) {
        try {
            return new RocksDbKeyValueStore(directory,
                    RocksDbHandles.openReadOnly(directory, config));
        } catch (RocksDBException e) {
            throw openFailure(directory, e);
        }
    }

    private static StorageException openFailure(Path directory, RocksDBException e) {
        if (isLocked(e)) {
            return new StorageException("another process holds the data directory " + directory
                    + "; stop it, or choose another directory", e);
        }
        return RocksDbErrors.of("cannot open the database in " + directory, e);
    }

    private static boolean isLocked(RocksDBException e) {
        String message = RocksDbErrors.message(e);
        return message.contains("While lock file") || message.contains("lock hold by");
    }

    /** Without that file RocksDB would begin a new database, and remove what is left of the old one. */
    private static void requireBeginning(Path directory) {
        Path current = directory.resolve("CURRENT");
        if (Files.exists(current)) {
            requireList(current);
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(RocksDbKeyValueStore::holdsData).findFirst().ifPresent(file -> {
                throw StorageException.damage("the database in " + directory
                        + " lacks its file CURRENT, though there are data in "
                        + file.getFileName());
            });
        } catch (IOException e) {
            throw new StorageException("cannot read the data directory " + directory, e);
        }
    }

    private static void requireList(Path current) {
        try {
            String named = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
            if (!named.matches("MANIFEST-\\d+") || !Files.exists(current.resolveSibling(named))) {
                throw StorageException.damage("the file " + current + " is damaged: it names no"
                        + " MANIFEST that is there");
            }
        } catch (IOException e) {
            throw new StorageException("cannot read " + current, e);
        }
    }

    /** A kill during the first start leaves a MANIFEST, and may leave an empty log. */
    private static boolean holdsData(Path file) {
        String name = file.getFileName().toString();
        try {
            return name.endsWith(".sst") || name.endsWith(".log") && Files.size(file) > 0;
        } catch (IOException e) {
            throw new StorageException("cannot read " + file, e);
        }
    }

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        return reads.read(space, key);
    }

    @Override
    public List<Optional<byte[]>> readAll(Space space, List<byte[]> keys) {
        return reads.readAll(space, keys);
    }

    @Override
    public Optional<Entry> floor(Space space, byte[] key) {
        return reads.floor(space, key);
    }

    @Override
    public Cursor scan(Space space, byte[] from, byte[] to) {
        return reads.scan(space, from, to);
    }

    @Override
    public void write(WriteBatch batch, Durability durability) {
        usage.begin();
        try (org.rocksdb.WriteBatch nativeBatch = new org.rocksdb.WriteBatch()) {
            for (WriteBatch.Operation operation : batch.sorted()) {
                add(nativeBatch, operation);
            }
            handles.database().write(durability == Durability.SYNCED ? synced : buffered,
                    nativeBatch);
        } catch (RocksDBException e) {
            throw RocksDbErrors.of("cannot write " + batch.size() + " changes", e);
        } finally {
            usage.end();
        }
    }

    private void add(org.rocksdb.WriteBatch target, WriteBatch.Operation operation)
            throws RocksDBException {
        ColumnFamilyHandle family = handles.family(operation.space());
        switch (operation) {
            case WriteBatch.Put put -> target.put(family, put.key(), put.value());
            case WriteBatch.Delete delete -> {
                if (delete.isSingle()) {
                    target.delete(family, delete.from());
                } else {
                    addRangeDelete(target, family, delete);
                }
            }
        }
    }

    private static void addRangeDelete(org.rocksdb.WriteBatch target, ColumnFamilyHandle family,
            WriteBatch.Delete delete) throws RocksDBException {
        if (delete.to().length == 0) {
            throw new IllegalStateException("a range without upper bound is not deleted");
        }
        target.deleteRange(family, delete.from(), delete.to());
    }

    @Override
    public KeyValueSnapshot snapshot() {
        usage.begin();
        Snapshot snapshot = handles.database().getSnapshot();
        ReadOptions options = new ReadOptions().setSnapshot(snapshot);
        return new RocksDbSnapshot(new RocksDbReads(handles, usage, options), () -> {
            options.close();
            handles.database().releaseSnapshot(snapshot);
            usage.end();
        });
    }

    @Override
    public void checkpoint(Path directory) {
        usage.begin();
        try (Checkpoint checkpoint = Checkpoint.create(handles.database())) {
            checkpoint.createCheckpoint(directory.toString());
        } catch (RocksDBException e) {
            throw RocksDbErrors.of("cannot write a checkpoint to " + directory, e);
        } finally {
            usage.end();
        }
    }

    /** Reads all files and compares their checksums; fails with a {@link StorageException} that names the first bad file. */
    public void verifyChecksums() {
        usage.begin();
        try {
            handles.database().verifyChecksum();
        } catch (RocksDBException e) {
            throw new StorageException("a file of the database is damaged: " + e.getMessage(), e);
        } finally {
            usage.end();
        }
    }

    @Override
    public long estimatedEntries(Space space) {
        usage.begin();
        try {
            return handles.database().getLongProperty(handles.family(space),
                    "rocksdb.estimate-num-keys");
        } catch (RocksDBException e) {
            throw new StorageException("cannot tell how many entries " + space + " has", e);
        } finally {
            usage.end();
        }
    }

    @Override
    public Optional<StoreStatistics> statistics() {
        usage.begin();
        try {
            return Optional.of(RocksDbStatistics.of(handles));
        } catch (RocksDBException e) {
            throw RocksDbErrors.of("cannot tell of the database's work", e);
        } finally {
            usage.end();
        }
    }

    @Override
    public void compact(Space space, byte[] from, byte[] to) {
        usage.begin();
        try (CompactRangeOptions options = new CompactRangeOptions()
                .setExclusiveManualCompaction(false)) {
            handles.database().compactRange(handles.family(space), from,
                    to.length == 0 ? null : to, options);
        } catch (RocksDBException e) {
            throw RocksDbErrors.of("cannot compact " + space, e);
        } finally {
            usage.end();
        }
    }

    @Override
    public SortedLoad load(Space space) {
        return new RocksDbLoad(handles, space,
                directory.resolve("load-" + space.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void close() {
        if (usage.close()) {
            synced.close();
            buffered.close();
            latest.close();
            handles.close();
        }
    }

    /** The open database with its column families. */
    record RocksDbHandles(RocksDB database, Map<Space, ColumnFamilyHandle> families,
            RocksDbOptions options) {
        static RocksDbHandles open(Path directory, RocksDbConfig config) throws RocksDBException {
            return open(config, (options, opened) -> RocksDB.open(options.database(),
                    directory.toString(), options.families(), opened));
        }

        static RocksDbHandles openReadOnly(Path directory, RocksDbConfig config)
                throws RocksDBException {
            return open(config, (options, opened) -> RocksDB.openReadOnly(
                    // A write that a kill cut off is no damage; what is wrong before the end is.
                    options.database().setWalRecoveryMode(
                            WALRecoveryMode.TolerateCorruptedTailRecords),
                    directory.toString(), options.families(), opened));
        }

        /** Opens a database and adds the handles of its families. */
        private interface Opening {
            RocksDB open(RocksDbOptions options, List<ColumnFamilyHandle> opened)
                    throws RocksDBException;
        }

        private static RocksDbHandles open(RocksDbConfig config, Opening opening)
                throws RocksDBException {
            RocksDbOptions options = new RocksDbOptions(config);
            List<ColumnFamilyHandle> opened = new ArrayList<>();
            try {
                RocksDB database = opening.open(options, opened);
                Map<Space, ColumnFamilyHandle> families = new EnumMap<>(Space.class);
                for (Space space : Space.values()) {
                    families.put(space, opened.get(space.ordinal() + 1)); // 0 is RocksDB's default
                }
                return new RocksDbHandles(database, families, options);
            } catch (RocksDBException e) {
                options.close();
                throw e;
            }
        }

        ColumnFamilyHandle family(Space space) {
            return families.get(space);
        }

        void close() {
            families.values().forEach(ColumnFamilyHandle::close);
            try {
                database.closeE();
            } catch (RocksDBException e) {
                throw RocksDbErrors.of("cannot close the database", e);
            } finally {
                options.close();
            }
        }
    }
}
