package io.quorate.evm.primitives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** A 20-byte account address (Yellow Paper §4.1). Immutable; ordered as an unsigned big-endian number. */
public final class Address implements Comparable<Address> {
    public static final int SIZE = 20;
    public static final Address ZERO = new Address(new byte[SIZE]);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.BIG_ENDIAN);

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

    /** The low 160 bits of a 256-bit word of which these are limbs 2, 1 and 0. */
    public static Address ofLimbs(long limb2, long limb1, long limb0) {
        byte[] bytes = new byte[SIZE];
        INTS.set(bytes, 0, (int) limb2);
        LONGS.set(bytes, 4, limb1);
        LONGS.set(bytes, 12, limb0);
        return new Address(bytes);
    }

    /** Limb {@code index}, 0 the least significant and 2 the last, of the address as a number. */
    public long limb(int index) {
        return switch (index) {
            case 0 -> (long) LONGS.get(bytes, 12);
            case 1 -> (long) LONGS.get(bytes, 4);
            case 2 -> (int) INTS.get(bytes, 0) & 0xffff_ffffL;
            default -> throw new IndexOutOfBoundsException(index);
        };
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
