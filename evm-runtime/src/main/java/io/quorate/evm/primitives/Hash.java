package io.quorate.evm.primitives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** A 32-byte hash or other opaque 32-byte word. Immutable; ordered as an unsigned big-endian number. */
public final class Hash implements Comparable<Hash> {
    public static final int SIZE = 32;
    public static final Hash ZERO = new Hash(new byte[SIZE]);
    /** keccak256 of no bytes: the code hash of an account without code. */
    public static final Hash EMPTY = fromHex(
            "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    /** keccak256(rlp("")): the root of an empty Merkle Patricia trie. */
    public static final Hash EMPTY_TRIE_ROOT = fromHex(
            "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
    /** keccak256(rlp([])): the ommers hash of every block since Paris (EIP-3675). */
    public static final Hash EMPTY_LIST = fromHex(
            "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}; fails with {@link IllegalArgumentException} unless there are 32 of them. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** Copies 32 bytes of {@code source} from {@code offset}. */
    public static Hash of(byte[] source, int offset) {
        return new Hash(Arrays.copyOfRange(source, offset, offset + SIZE));
    }

    public static Hash of(Bytes bytes) {
        return of(bytes.toArrayUnsafe());
    }

    public static Hash fromHex(String hex) {
        return of(Bytes.fromHexString(hex));
    }

    /** The hash as a number, {@code limb3} the most significant part. */
    public static Hash ofLimbs(long limb3, long limb2, long limb1, long limb0) {
        byte[] bytes = new byte[SIZE];
        LONGS.set(bytes, 0, limb3);
        LONGS.set(bytes, 8, limb2);
        LONGS.set(bytes, 16, limb1);
        LONGS.set(bytes, 24, limb0);
        return new Hash(bytes);
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

    /** Limb {@code index}, 0 the least significant and 3 the most, of the hash as a number. */
    public long limb(int index) {
        return (long) LONGS.get(bytes, SIZE - Long.BYTES - Long.BYTES * index);
    }

    public UInt256 toUInt256() {
        return UInt256.ofBytes(bytes);
    }

    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Lower-case hexadecimal with {@code 0x}. */
    @Override
    public String toString() {
        return Bytes.wrap(bytes).toHexString();
    }
}
