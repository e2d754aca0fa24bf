package io.quorate.bft.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code directory/owner} tells whose log lies beside it, for as long as the log lives: magic (8) ‖ the log's salt (8) ‖
 * content ‖ CRC-32C (4). The salt stands in each of the log's segments too, so a file that outlived its log is noticed.
 */
public final class OwnerFile {
    private static final long MAGIC = 0x5152_544f_574e_3031L; // "QRTOWN01"
    private static final int FRAME_BYTES = 8 + 8 + 4;
    private static final int CONTENT_BYTES_MAX = 4_096;
    private static final String NAME = "owner";

    private OwnerFile() {}

    /** Whether somebody owned a log in this directory, whatever became of it. */
    public static boolean exists(WalConfig config) {
        return Files.exists(config.directory().resolve(NAME));
    }

    /** What the owner of this very log wrote; empty if there is no such file, or it is another log's or damaged. */
    public static Optional<Bytes> read(WalConfig config, WriteAheadLog log) {
        Path file = config.directory().resolve(NAME);
        try {
            if (!Files.exists(file) || Files.size(file) > FRAME_BYTES + CONTENT_BYTES_MAX) {
                return Optional.empty();
            }
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
            boolean whole = in.limit() >= FRAME_BYTES && in.getLong() == MAGIC
                    && in.getInt(in.limit() - 4) == crc(in.slice(0, in.limit() - 4));
            if (!whole || in.getLong() != log.salt()) {
                return Optional.empty();
            }
            byte[] content = new byte[in.remaining() - 4];
            in.get(content);
            return Optional.of(Bytes.wrap(content));
        } catch (IOException e) {
            throw new StorageException("cannot read " + file, e);
        }
    }

    /** Whole and durable when it returns, or not there. */
    public static void write(WalConfig config, WriteAheadLog log, Bytes content) {
        if (content.size() > CONTENT_BYTES_MAX) {
            throw new IllegalArgumentException("owner of " + content.size() + " bytes; allowed are "
                    + CONTENT_BYTES_MAX);
        }
        Path file = config.directory().resolve(NAME);
        Path unfinished = config.directory().resolve(NAME + ".new");
        ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES + content.size());
        out.putLong(MAGIC).putLong(log.salt()).put(content.toArray());
        out.putInt(crc(out.slice(0, out.position()))).flip();
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            SegmentFiles.syncDirectory(config.directory());
        } catch (IOException e) {
            throw new StorageException("cannot write " + file, e);
        }
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
