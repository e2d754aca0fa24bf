package io.quorate.bft.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.tuweni.bytes.Bytes;

/** Appends to the active segment. Mutable, one thread, owned by its log. */
final class SegmentWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 << 10;

    private final FileChannel channel;
    private final RecordFormat format;
    private final int growthBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long writtenBytes;
    private long reservedBytes;
    private long nextLsn;
    private long durableLsn;
    private byte[] hash;
    private int pendingSyncs;
    private boolean isCloseDue;

    private SegmentWriter(FileChannel channel, WalConfig config, long salt, long nextLsn,
            byte[] hash)
            throws IOException {
        this.channel = channel;
        this.format = new RecordFormat(salt);
        this.growthBytes = config.growthBytes();
        this.writtenBytes = channel.position();
        this.reservedBytes = channel.size();
        this.nextLsn = nextLsn;
        this.durableLsn = nextLsn - 1;
        this.hash = hash;
    }

    /** Makes an empty segment; it has its name only once its header is durable. */
    static SegmentWriter create(WalConfig config, SegmentHeader header) throws IOException {
        Path directory = config.directory();
        Path unfinished = SegmentFiles.unfinishedPath(directory, header.firstLsn);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = header.encode();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Path path = SegmentFiles.path(directory, header.firstLsn);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        SegmentFiles.syncDirectory(directory);
        return open(config, path, header.salt, SegmentHeader.BYTES, header.firstLsn,
                header.hashBefore);
    }

    /** Continues a segment after its last good record, at {@code offset}; cuts what follows. */
    static SegmentWriter open(WalConfig config, Path path, long salt, long offset, long nextLsn,
            byte[] hash) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        try {
            if (channel.size() > offset) {
                channel.truncate(offset);
                channel.force(true);
            }
            channel.position(offset);
            return new SegmentWriter(channel, config, salt, nextLsn, hash);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    long nextLsn() {
        return nextLsn;
    }

    long durableLsn() {
        return durableLsn;
    }

    byte[] hash() {
        return hash;
    }

    /** Bytes of the header and of all records, written or buffered. */
    long length() {
        return writtenBytes + buffer.position();
    }

    long append(Bytes payload) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(payload.toArrayUnsafe());
        int length = bytes.remaining();
        long lsn = nextLsn;
        byte[] newHash = format.hash(hash, lsn, bytes);
        int crc = format.crc(length, lsn, durableLsn, newHash, bytes);
        if (buffer.remaining() < RecordFormat.HEADER_BYTES) {
            flush();
        }
        buffer.putInt(length).putInt(crc).putLong(lsn).putLong(durableLsn).put(newHash);
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int chunk = Math.min(bytes.remaining(), buffer.remaining());
            buffer.put(bytes.slice(bytes.position(), chunk));
            bytes.position(bytes.position() + chunk);
        }
        hash = newHash;
        nextLsn++;
        return lsn;
    }

    long sync() throws IOException {
        if (durableLsn < nextLsn - 1) {
            flush();
            channel.force(false);
            durableLsn = nextLsn - 1;
        }
        return durableLsn;
    }

    /** Writes out what is buffered; the file stays open until the matching {@link #endSync}. */
    PendingSync beginSync() throws IOException {
        flush();
        pendingSyncs++;
        return new PendingSync(this, nextLsn - 1);
    }

    /** From any thread. */
    void force() throws IOException {
        channel.force(false);
    }

    void endSync(long lsn) throws IOException {
        durableLsn = Math.max(durableLsn, lsn);
        pendingSyncs--;
        if (isCloseDue && pendingSyncs == 0) {
            channel.close();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        if (growthBytes > 0 && writtenBytes + length > reservedBytes) {
            reserve(writtenBytes + length);
        }
        while (buffer.hasRemaining()) {
            writtenBytes += channel.write(buffer);
        }
        buffer.clear();
    }

    /** Writes zeros beyond the end, so that the next syncs find blocks allocated and length set. */
    private void reserve(long neededBytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(growthBytes, 64 << 10));
        long from = Math.max(neededBytes, reservedBytes);
        long to = from + growthBytes;
        for (long at = from; at < to;) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            at += channel.write(zeros, at);
        }
        reservedBytes = to;
    }

    /** Closes once no sync is pending. */
    void retire() throws IOException {
        isCloseDue = true;
        if (pendingSyncs == 0) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
