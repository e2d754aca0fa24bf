package io.quorate.bft.wal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/**
 * Walks one segment's records and stops at the first that is not right. Mutable, one thread; reads
 * a mapped file that the caller owns.
 */
final class SegmentScan {
    private final ByteBuffer file;
    private final RecordFormat format;
    private final int recordBytesMax;
    private int offset = SegmentHeader.BYTES;
    private long nextLsn;
    private byte[] hash;

    SegmentScan(ByteBuffer file, SegmentHeader header, int recordBytesMax) {
        this.file = file;
        this.format = new RecordFormat(header.salt);
        this.recordBytesMax = recordBytesMax;
        this.nextLsn = header.firstLsn;
        this.hash = header.hashBefore;
    }

    int offset() {
        return offset;
    }

    long nextLsn() {
        return nextLsn;
    }

    byte[] hash() {
        return hash;
    }

    /** Passes good records to the handler, up to the end or the first bad one. */
    void run(WriteAheadLog.RecordHandler handler) {
        while (file.limit() - offset >= RecordFormat.HEADER_BYTES) {
            RecordFormat.Header header = RecordFormat.header(file, offset);
            if (header.lsn != nextLsn || !format.isWhole(file, offset, header, recordBytesMax)) {
                return;
            }
            ByteBuffer payload = file.slice(offset + RecordFormat.HEADER_BYTES, header.length);
            byte[] expected = format.hash(hash, nextLsn, payload);
            if (!Arrays.equals(expected, header.hash)) {
                return;
            }
            handler.record(nextLsn, copy(payload));
            hash = expected;
            nextLsn++;
            offset += RecordFormat.HEADER_BYTES + header.length;
        }
    }

    private static Bytes copy(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return Bytes.wrap(bytes);
    }

    /** Whether only zero bytes (space reserved, never written) follow the last good record. */
    boolean isAtEnd() {
        int at = offset;
        for (; at + 8 <= file.limit(); at += 8) {
            if (file.getLong(at) != 0) {
                return false;
            }
        }
        for (; at < file.limit(); at++) {
            if (file.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the record that should follow was once durable: a later record says so. Without such
     * a witness it belongs to the last group, whose sync never returned or nothing came after.
     */
    boolean wasNextSynced() {
        long lsnMax = nextLsn + (file.limit() - offset) / RecordFormat.HEADER_BYTES;
        for (int at = offset; at + RecordFormat.HEADER_BYTES < file.limit(); at++) {
            long lsn = file.getLong(at + 8);
            if (lsn < nextLsn || lsn > lsnMax || file.getLong(at + 16) < nextLsn) {
                continue;
            }
            if (format.isWhole(file, at, RecordFormat.header(file, at), recordBytesMax)) {
                return true;
            }
        }
        return false;
    }
}
