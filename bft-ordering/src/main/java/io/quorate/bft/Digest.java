package io.quorate.bft;

import java.nio.ByteBuffer;
import org.apache.tuweni.bytes.Bytes;

/**
 * Any 32-byte hash of the ordering layer, as four big-endian words: cheap to compare and to keep. Ordered as an
 * unsigned number.
 */
public record Digest(long word0, long word1, long word2, long word3) implements Comparable<Digest> {
    public static final int SIZE = 32;
    public static final Digest ZERO = new Digest(0, 0, 0, 0);

    /** Fails with {@link IllegalArgumentException} unless there are 32 bytes. */
    public static Digest of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** Fails with {@link IllegalArgumentException} unless there are 32 bytes. */
    public static Digest of(Bytes bytes) {
        return of(bytes.toArrayUnsafe());
    }

    public byte[] toArray() {
        return ByteBuffer.allocate(SIZE).putLong(word0).putLong(word1).putLong(word2).putLong(word3)
                .array();
    }

    public Bytes bytes() {
        return Bytes.wrap(toArray());
    }

    /** By hand: the generated one is the hottest method of a simulation. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && word0 == that.word0 && word1 == that.word1
                && word2 == that.word2
                && word3 == that.word3;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(word0 ^ word1 ^ word2 ^ word3);
    }

    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(word0, other.word0);
        if (order == 0) {
            order = Long.compareUnsigned(word1, other.word1);
        }
        if (order == 0) {
            order = Long.compareUnsigned(word2, other.word2);
        }
        return order == 0 ? Long.compareUnsigned(word3, other.word3) : order;
    }

    /** The first four bytes in hexadecimal: for log lines and traces. */
    public String shortHex() {
        return String.format("%08x", word0 >>> 32);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x%016x%016x", word0, word1, word2, word3);
    }
}
