package io.quorate.evm.primitives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/**
 * An unsigned 256-bit number as a value: four 64-bit limbs. The interpreter's stack works on the limbs in
 * place; this type is for balances, storage and everything else that crosses a package border.
 */
public final class UInt256 implements Comparable<UInt256> {
    public static final int SIZE = 32;
    public static final UInt256 ZERO = new UInt256(0, 0, 0, 0);
    public static final UInt256 ONE = new UInt256(0, 0, 0, 1);
    public static final UInt256 MAX = new UInt256(-1, -1, -1, -1);

    private static final VarHandle BIG_ENDIAN = MethodHandles
            .byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long limb3; // most significant
    private final long limb2;
    private final long limb1;
    private final long limb0;

    private UInt256(long limb3, long limb2, long limb1, long limb0) {
        this.limb3 = limb3;
        this.limb2 = limb2;
        this.limb1 = limb1;
        this.limb0 = limb0;
    }

    /** The number {@code limb3·2^192 + limb2·2^128 + limb1·2^64 + limb0}, each limb unsigned. */
    public static UInt256 ofLimbs(long limb3, long limb2, long limb1, long limb0) {
        return (limb3 | limb2 | limb1 | limb0) == 0 ? ZERO
                : new UInt256(limb3, limb2, limb1, limb0);
    }

    /** {@code value} read as unsigned. */
    public static UInt256 of(long value) {
        return value == 0 ? ZERO : new UInt256(0, 0, 0, value);
    }

    public static UInt256 of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("not an unsigned 256-bit number: " + value);
        }
        return ofLimbs(value.shiftRight(192).longValue(), value.shiftRight(128).longValue(),
                value.shiftRight(64).longValue(), value.longValue());
    }

    /** Big-endian; at most 32 bytes, shorter ones are padded on the left. */
    public static UInt256 ofBytes(byte[] bytes) {
        if (bytes.length > SIZE) {
            throw new IllegalArgumentException("more than 32 bytes: " + bytes.length);
        }
        if (bytes.length == SIZE) {
            return ofLimbs((long) BIG_ENDIAN.get(bytes, 0), (long) BIG_ENDIAN.get(bytes, 8),
                    (long) BIG_ENDIAN.get(bytes, 16), (long) BIG_ENDIAN.get(bytes, 24));
        }
        long[] limbs = new long[4];
        for (int i = 0; i < bytes.length; i++) {
            int fromLow = bytes.length - 1 - i;
            limbs[fromLow >>> 3] |= (bytes[i] & 0xffL) << ((fromLow & 7) << 3);
        }
        return ofLimbs(limbs[3], limbs[2], limbs[1], limbs[0]);
    }

    public static UInt256 of(Bytes bytes) {
        return ofBytes(bytes.toArrayUnsafe());
    }

    /** Hexadecimal of any length up to 64 digits, with or without {@code 0x}, leading zeros allowed. */
    public static UInt256 fromHex(String hex) {
        return of(Bytes.fromHexStringLenient(hex));
    }

    /** Limb {@code index}; 0 is the least significant. */
    public long limb(int index) {
        return switch (index) {
            case 0 -> limb0;
            case 1 -> limb1;
            case 2 -> limb2;
            case 3 -> limb3;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    public boolean isZero() {
        return (limb0 | limb1 | limb2 | limb3) == 0;
    }

    /** Modulo 2^256. */
    public UInt256 plus(UInt256 other) {
        long r0 = limb0 + other.limb0;
        long carry = Long.compareUnsigned(r0, limb0) < 0 ? 1 : 0;
        long r1 = limb1 + other.limb1 + carry;
        carry = carryOf(limb1, other.limb1, r1);
        long r2 = limb2 + other.limb2 + carry;
        carry = carryOf(limb2, other.limb2, r2);
        return ofLimbs(limb3 + other.limb3 + carry, r2, r1, r0);
    }

    /** Modulo 2^256. */
    public UInt256 minus(UInt256 other) {
        return plus(other.negated());
    }

    private UInt256 negated() {
        return ofLimbs(~limb3, ~limb2, ~limb1, ~limb0).plus(ONE);
    }

    private static long carryOf(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** Modulo 2^256. */
    public UInt256 times(UInt256 other) {
        return of(toBigInteger().multiply(other.toBigInteger()).and(MAX.toBigInteger()));
    }

    public int bitLength() {
        if (limb3 != 0) return 256 - Long.numberOfLeadingZeros(limb3);
        if (limb2 != 0) return 192 - Long.numberOfLeadingZeros(limb2);
        if (limb1 != 0) return 128 - Long.numberOfLeadingZeros(limb1);
        return 64 - Long.numberOfLeadingZeros(limb0);
    }

    public boolean fitsLong() {
        return (limb3 | limb2 | limb1) == 0 && limb0 >= 0;
    }

    /** Fails with {@link ArithmeticException} above 2^63 - 1. */
    public long toLongExact() {
        if (!fitsLong()) {
            throw new ArithmeticException("does not fit 63 bits: " + this);
        }
        return limb0;
    }

    public BigInteger toBigInteger() {
        return new BigInteger(1, toArray());
    }

    /** 32 bytes, big-endian. */
    public byte[] toArray() {
        byte[] bytes = new byte[SIZE];
        copyTo(bytes, 0);
        return bytes;
    }

    /** Writes 32 bytes, big-endian. */
    public void copyTo(byte[] target, int offset) {
        BIG_ENDIAN.set(target, offset, limb3);
        BIG_ENDIAN.set(target, offset + 8, limb2);
        BIG_ENDIAN.set(target, offset + 16, limb1);
        BIG_ENDIAN.set(target, offset + 24, limb0);
    }

    public Bytes toBytes() {
        return Bytes.wrap(toArray());
    }

    /** Big-endian without leading zeros; empty for zero: the form that RLP wants. */
    public byte[] toMinimalArray() {
        int length = (bitLength() + 7) >>> 3;
        return length == 0 ? new byte[0] : Arrays.copyOfRange(toArray(), SIZE - length, SIZE);
    }

    public Hash toHash() {
        return Hash.ofLimbs(limb3, limb2, limb1, limb0);
    }

    @Override
    public int compareTo(UInt256 other) {
        int c = Long.compareUnsigned(limb3, other.limb3);
        if (c == 0) c = Long.compareUnsigned(limb2, other.limb2);
        if (c == 0) c = Long.compareUnsigned(limb1, other.limb1);
        return c == 0 ? Long.compareUnsigned(limb0, other.limb0) : c;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof UInt256 that && limb0 == that.limb0 && limb1 == that.limb1
                        && limb2 == that.limb2 && limb3 == that.limb3;
    }

    @Override
    public int hashCode() {
        long mixed = limb0 * 0x9e3779b97f4a7c15L + limb1 * 0xc2b2ae3d27d4eb4fL
                + limb2 * 0x165667b19e3779f9L + limb3;
        return Long.hashCode(mixed);
    }

    /** Minimal hexadecimal with {@code 0x}; {@code 0x0} for zero. */
    @Override
    public String toString() {
        return "0x" + toBigInteger().toString(16);
    }
}
