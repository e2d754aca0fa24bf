package io.quorate.bft.recording;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one start: magic, then header and entries, each as length ‖ CRC-32C ‖ bytes. Ends, with a line in the
 * log, at its bound or where the disk fails: the replica itself needs it for nothing.
 */
final class RecordingFile implements AutoCloseable {
    static final long MAGIC = 0x5152_5452_4543_3035L; // "QRTREC05"
    static final String SUFFIX = ".recording";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(RecordingFile.class);

    private final Path path;
    private final long bytesMax;
    private final DataOutputStream out;
    private long bytes;
    private boolean isOpen = true;

    private RecordingFile(Path path, long bytesMax, DataOutputStream out) {
        this.path = path;
        this.bytesMax = bytesMax;
        this.out = out;
    }

    static RecordingFile create(RecordingConfig config, Bytes header) {
        try {
            Files.createDirectories(config.directory());
            Path path = config.directory().resolve(
                    String.format("%06d%s", list(config.directory()).size() + 1, SUFFIX));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE),
                    BUFFER_BYTES));
            out.writeLong(MAGIC);
            RecordingFile file = new RecordingFile(path, config.bytesMax(), out);
            file.append(header);
            LOG.info("recording begins file={} bytesMax={}", path, config.bytesMax());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record in " + config.directory(), e);
        }
    }

    /** In the order of the starts. */
    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted()
                    .toList();
        }
    }

    boolean isOpen() {
        return isOpen;
    }

    void append(Bytes entry) {
        if (bytes + entry.size() > bytesMax) {
            LOG.warn("recording ends at its bound file={} bytesMax={}", path, bytesMax);
            close();
            return;
        }
        try {
            out.writeInt(entry.size());
            out.writeInt(crc(entry));
            out.write(entry.toArrayUnsafe());
            bytes += entry.size() + 8L;
        } catch (IOException e) {
            isOpen = false;
            LOG.warn("recording ends, the file cannot be written file={}", path, e);
        }
    }

    static int crc(Bytes entry) {
        CRC32C crc = new CRC32C();
        crc.update(entry.toArrayUnsafe());
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        if (!isOpen) return;
        isOpen = false;
        try {
            out.close();
        } catch (IOException e) {
            LOG.warn("recording not closed cleanly file={}", path, e);
        }
    }
}
