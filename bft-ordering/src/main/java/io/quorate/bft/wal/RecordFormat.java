package io.quorate.bft.wal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of a record; big endian. Mutable scratch state, one thread.
 *
 * <pre>
 * 0  length of the payload, at least 1      4 bytes
 * 4  CRC-32C of salt and all that follows it but itself, and the length   4
 * 8  lsn                                    8
 * 16 highest lsn that was durable when this record was appended           8
 * 24 running hash: first 16 bytes of SHA-256(previous ‖ lsn ‖ payload)   16
 * 40 payload
 * </pre>
 *
 * The salt is random and secret, so nobody can smuggle a well-formed record into a payload.
 */
final class RecordFormat {
    static final int HEADER_BYTES = 40;
    static final int HASH_BYTES = 16;

    private final long salt;
    private final CRC32C crc = new CRC32C();
    private final MessageDigest sha256;
    private final ByteBuffer scratch = ByteBuffer.allocate(44);

    RecordFormat(long salt) {
        this.salt = salt;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    byte[] hash(byte[] previous, long lsn, ByteBuffer payload) {
        sha256.update(previous);
        scratch.clear().putLong(lsn).flip();
        sha256.update(scratch);
        sha256.update(payload.duplicate());
        return Arrays.copyOf(sha256.digest(), HASH_BYTES);
    }

    int crc(int length, long lsn, long syncedLsn, byte[] hash, ByteBuffer payload) {
        scratch.clear().putLong(salt).putInt(length).putLong(lsn).putLong(syncedLsn).put(hash);
        crc.reset();
        crc.update(scratch.flip());
        crc.update(payload.duplicate());
        return (int) crc.getValue();
    }

    /** The header of the record at {@code offset}; the caller checked that 40 bytes are there. */
    static Header header(ByteBuffer file, int offset) {
        byte[] hash = new byte[HASH_BYTES];
        file.get(offset + 24, hash);
        return new Header(file.getInt(offset), file.getInt(offset + 4), file.getLong(offset + 8),
                file.getLong(offset + 16), hash);
    }

    /** Whether length and checksum of the record at {@code offset} are right. */
    boolean isWhole(ByteBuffer file, int offset, Header header, int recordBytesMax) {
        return header.length >= 1 && header.length <= recordBytesMax
                && header.length <= file.limit() - offset - HEADER_BYTES
                && header.crc == crc(header.length, header.lsn, header.syncedLsn, header.hash,
                        file.slice(offset + HEADER_BYTES, header.length));
    }

    /** A record's header as read; nothing in it is trusted before {@link #isWhole}. */
    static final class Header {
        final int length;
        final int crc;
        final long lsn;
        final long syncedLsn;
        final byte[] hash;

        Header(int length, int crc, long lsn, long syncedLsn, byte[] hash) {
            this.length = length;
            this.crc = crc;
            this.lsn = lsn;
            this.syncedLsn = syncedLsn;
            this.hash = hash;
        }
    }
}
