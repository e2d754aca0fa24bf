package io.quorate.evm.primitives;

import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** A 20-byte account address (Yellow Paper §4.1). Immutable; ordered as an unsigned big-endian number. */
public final class Address implements Comparable<Address> {
    public static final int SIZE = 20;
    public static final Address ZERO = new Address(new byte[SIZE]);

    private final byte[] bytes;
    private final int hash;

    private Address(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** Copies {@code bytes}; fails with {@link IllegalArgumentException} unless there are 20 of them. */
    public static Address of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Copies 20 bytes of {@code source} from {@code offset}. */
    public static Address of(byte[] source, int offset) {
        return of(source, offset, SIZE);
    }

    public static Address of(Bytes bytes) {
        return of(bytes.toArrayUnsafe());
    }

    /** The address of a precompile or system contract, such as {@code 0x0a}. */
    public static Address ofLow(long low) {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[SIZE - 1 - i] = (byte) (low >>> (8 * i));
        }
        return new Address(bytes);
    }

    /** Reads 40 hexadecimal digits with or without {@code 0x}, of any case (no checksum is checked). */
    public static Address fromHex(String hex) {
        return of(Bytes.fromHexString(hex));
    }

    private static Address of(byte[] source, int offset, int length) {
        if (length != SIZE) {
            throw new IllegalArgumentException("an address has 20 bytes, not " + length);
        }
        return new Address(Arrays.copyOfRange(source, offset, offset + SIZE));
    }

    public Bytes bytes() {
        return Bytes.wrap(toArray());
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, SIZE);
    }

    /** Byte {@code index} counted from the most significant. */
    public byte byteAt(int index) {
        return bytes[index];
    }

    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address that && hash == that.hash
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Lower-case hexadecimal with {@code 0x}. */
    @Override
    public String toString() {
        return Bytes.wrap(bytes).toHexString();
    }
}
