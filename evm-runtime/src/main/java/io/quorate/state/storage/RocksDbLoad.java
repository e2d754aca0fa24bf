package io.quorate.state.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** Writes table files beside the database and hands them over as they are: no log, no sorting, no compaction. */
final class RocksDbLoad implements SortedLoad {
    private static final long FILE_BYTES = 64L << 20; // as RocksDB cuts its own

    private final RocksDbKeyValueStore.RocksDbHandles handles;
    private final Space space;
    private final Path folder;
    private final EnvOptions environment = new EnvOptions();
    private final Options options;
    private final SstFileWriter writer;
    private final List<String> files = new ArrayList<>();
    private boolean isFileOpen;
    private int unmeasured;

    /** {@code folder} is made, and removed at the close. */
    RocksDbLoad(RocksDbKeyValueStore.RocksDbHandles handles, Space space, Path folder) {
        this.handles = handles;
        this.space = space;
        this.folder = folder;
        try {
            remove(folder); // of a process that was killed
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException("cannot make the folder " + folder, e);
        }
        options = new Options(handles.options().database(), handles.options().family(space));
        writer = new SstFileWriter(environment, options);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        try {
            if (!isFileOpen) {
                String file = folder.resolve(files.size() + ".sst").toString();
                writer.open(file);
                files.add(file);
                isFileOpen = true;
            }
            writer.put(key, value);
            if (++unmeasured == 1_000) {
                unmeasured = 0;
                if (writer.fileSize() >= FILE_BYTES) {
                    finishFile();
                }
            }
        } catch (RocksDBException e) {
            throw new StorageException("cannot write a table file to " + folder, e);
        }
    }

    private void finishFile() throws RocksDBException {
        writer.finish();
        isFileOpen = false;
    }

    @Override
    public void finish() {
        try (IngestExternalFileOptions ingest = new IngestExternalFileOptions()
                .setMoveFiles(true)) {
            if (isFileOpen) {
                finishFile();
            }
            if (!files.isEmpty()) {
                handles.database().ingestExternalFile(handles.family(space), files, ingest);
            }
        } catch (RocksDBException e) {
            throw new StorageException("cannot take over the table files in " + folder, e);
        }
    }

    @Override
    public void close() {
        writer.close();
        options.close();
        environment.close();
        try {
            remove(folder);
        } catch (IOException e) {
            throw new StorageException("cannot remove the folder " + folder, e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
