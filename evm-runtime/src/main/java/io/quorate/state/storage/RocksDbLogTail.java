package io.quorate.state.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Looks at the ends of RocksDB's logs (write-ahead logs and MANIFEST) before they are opened. RocksDB takes a record whose
 * length leads beyond the file for one that a crash tore, and passes over it. If the length alone is wrong, that record
 * and all behind it had been written: they would be lost without a word, and with those of a MANIFEST whole tables.
 *
 * <p>The form of these files: blocks of 32 KiB, in which records lie one behind the other, none across blocks; each has a
 * masked CRC-32C of type and payload (4 bytes), the length of the payload (2) and the type (1), little-endian.
 */
final class RocksDbLogTail {
    private static final int BLOCK_BYTES = 32 * 1024;
    private static final int HEADER_BYTES = 7;
    private static final int MASK_DELTA = 0xa282ead8;

    private RocksDbLogTail() {}

    /** Fails with a {@link StorageException} that names file and place, where a record of {@code directory} has a wrong length. */
    static void requireWhole(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs = files.filter(RocksDbLogTail::isLog).sorted().toList();
            for (Path log : logs) {
                require(log);
            }
        } catch (NoSuchFileException _) { // a process that has it open removed it: opening will say so
            return;
        } catch (IOException e) {
            throw new StorageException("cannot read the data directory " + directory, e);
        }
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".log") || name.startsWith("MANIFEST-");
    }

    private static void require(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long start = size - size % BLOCK_BYTES;
            ByteBuffer block = ByteBuffer.allocate((int) (size - start))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
                continue; // until the block is read, or the file has become shorter
            }
            block.flip();
            int torn = tornRecord(block);
            if (torn >= 0 && isShorter(block, torn)) {
                throw StorageException.damage("the file " + file + " is damaged: the record at "
                        + (start + torn) + " has a wrong length");
            }
        }
    }

    /** Where a record begins that leads beyond the end; -1 where there is none. */
    private static int tornRecord(ByteBuffer block) {
        int at = 0;
        while (block.limit() - at >= HEADER_BYTES) {
            int length = block.getShort(at + 4) & 0xffff;
            if (length == 0 && block.get(at + 6) == 0) {
                return -1; // space that was reserved
            }
            if (at + HEADER_BYTES + length > block.limit()) {
                return at;
            }
            at += HEADER_BYTES + length;
        }
        return -1;
    }

    /** Whether the checksum is right for another length. */
    private static boolean isShorter(ByteBuffer block, int at) {
        int masked = block.getInt(at);
        CRC32C crc = new CRC32C();
        for (int i = at + 6; i < block.limit(); i++) {
            crc.update(block.get(i));
            if (mask((int) crc.getValue()) == masked) {
                return true;
            }
        }
        return false;
    }

    private static int mask(int crc) {
        return Integer.rotateRight(crc, 15) + MASK_DELTA;
    }
}
