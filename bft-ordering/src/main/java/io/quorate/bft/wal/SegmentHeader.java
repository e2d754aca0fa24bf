package io.quorate.bft.wal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 48 bytes of a segment file: magic, the log's salt, the first record's lsn, the running
 * hash before it, CRC-32C, four zero bytes. Owns {@code hashBefore}.
 */
final class SegmentHeader {
    static final int BYTES = 48;
    private static final long MAGIC = 0x5152_5457_414c_3031L; // "QRTWAL01"

    final long salt;
    final long firstLsn;
    final byte[] hashBefore;

    SegmentHeader(long salt, long firstLsn, byte[] hashBefore) {
        this.salt = salt;
        this.firstLsn = firstLsn;
        this.hashBefore = hashBefore;
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(MAGIC).putLong(salt).putLong(firstLsn).put(hashBefore);
        return out.putInt(crc(out)).putInt(0).flip();
    }

    static Optional<SegmentHeader> decode(ByteBuffer file) {
        if (file.limit() < BYTES || file.getLong(0) != MAGIC || file.getInt(40) != crc(file)) {
            return Optional.empty();
        }
        byte[] hash = new byte[RecordFormat.HASH_BYTES];
        file.get(24, hash);
        return Optional.of(new SegmentHeader(file.getLong(8), file.getLong(16), hash));
    }

    private static int crc(ByteBuffer file) {
        CRC32C crc = new CRC32C();
        crc.update(file.slice(0, 40));
        return (int) crc.getValue();
    }
}
