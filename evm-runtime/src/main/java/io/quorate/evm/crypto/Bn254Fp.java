package io.quorate.evm.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * An element of the base field of alt_bn128 (EIP-196), in Montgomery form a·2^256 mod p as four limbs, l0 the
 * least significant. Immutable and always below p. Not constant in time: precompiles know no secrets.
 */
final class Bn254Fp {
    static final BigInteger MODULUS = new BigInteger(
            "21888242871839275222246405745257275088696311157297823662689037894645226208583");
    static final int SIZE = 32;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);
    private static final long P0 = 0x3c208c16d87cfd47L;
    private static final long P1 = 0x97816a916871ca8dL;
    private static final long P2 = 0xb85045b68181585dL;
    private static final long P3 = 0x30644e72e131a029L;
    /** -1/p mod 2^64. */
    private static final long INVERSE = 0x87d20782e4866389L;
    /** 2^512 mod p: a product with it brings a number into Montgomery form. */
    private static final Bn254Fp R2 = raw(BigInteger.TWO.pow(512).mod(MODULUS));
    private static final Bn254Fp RAW_ONE = new Bn254Fp(1, 0, 0, 0);

    static final Bn254Fp ZERO = new Bn254Fp(0, 0, 0, 0);
    static final Bn254Fp ONE = of(BigInteger.ONE);

    private final long l0;
    private final long l1;
    private final long l2;
    private final long l3;

    private Bn254Fp(long l0, long l1, long l2, long l3) {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
    }

    private static Bn254Fp raw(BigInteger number) {
        return new Bn254Fp(number.longValue(), number.shiftRight(64).longValue(),
                number.shiftRight(128).longValue(), number.shiftRight(192).longValue());
    }

    /** {@code number} mod p. */
    static Bn254Fp of(BigInteger number) {
        return raw(number.mod(MODULUS)).times(R2);
    }

    /** The number in 32 big-endian bytes at {@code offset}, or empty where it is not below p. */
    static Optional<Bn254Fp> read(byte[] bytes, int offset) {
        long r3 = (long) WORD.get(bytes, offset);
        long r2 = (long) WORD.get(bytes, offset + 8);
        long r1 = (long) WORD.get(bytes, offset + 16);
        long r0 = (long) WORD.get(bytes, offset + 24);
        long borrow = borrow(r0, P0, r0 - P0);
        borrow = borrow(r1, P1, r1 - P1 - borrow);
        borrow = borrow(r2, P2, r2 - P2 - borrow);
        borrow = borrow(r3, P3, r3 - P3 - borrow);
        return borrow == 0 ? Optional.empty()
                : Optional.of(new Bn254Fp(r0, r1, r2, r3).times(R2));
    }

    /** Writes the plain number as 32 big-endian bytes. */
    void write(byte[] out, int offset) {
        Bn254Fp plain = times(RAW_ONE);
        WORD.set(out, offset, plain.l3);
        WORD.set(out, offset + 8, plain.l2);
        WORD.set(out, offset + 16, plain.l1);
        WORD.set(out, offset + 24, plain.l0);
    }

    /** The plain number. */
    BigInteger toBigInteger() {
        byte[] bytes = new byte[SIZE];
        write(bytes, 0);
        return new BigInteger(1, bytes);
    }

    boolean isZero() {
        return (l0 | l1 | l2 | l3) == 0;
    }

    boolean isEqual(Bn254Fp other) {
        return ((l0 ^ other.l0) | (l1 ^ other.l1) | (l2 ^ other.l2) | (l3 ^ other.l3)) == 0;
    }

    Bn254Fp plus(Bn254Fp other) {
        long r0 = l0 + other.l0;
        long carry = carry(l0, other.l0, r0);
        long r1 = l1 + other.l1 + carry;
        carry = carry(l1, other.l1, r1);
        long r2 = l2 + other.l2 + carry;
        carry = carry(l2, other.l2, r2);
        return reduced(r0, r1, r2, l3 + other.l3 + carry); // below 2^255: no carry out
    }

    Bn254Fp twice() {
        return reduced(l0 << 1, l1 << 1 | l0 >>> 63, l2 << 1 | l1 >>> 63, l3 << 1 | l2 >>> 63);
    }

    Bn254Fp minus(Bn254Fp other) {
        long r0 = l0 - other.l0;
        long borrow = borrow(l0, other.l0, r0);
        long r1 = l1 - other.l1 - borrow;
        borrow = borrow(l1, other.l1, r1);
        long r2 = l2 - other.l2 - borrow;
        borrow = borrow(l2, other.l2, r2);
        long r3 = l3 - other.l3 - borrow;
        long mask = r3 >> 63; // all ones where the difference is negative: add p
        long s0 = r0 + (P0 & mask);
        long carry = carry(r0, P0 & mask, s0);
        long s1 = r1 + (P1 & mask) + carry;
        carry = carry(r1, P1 & mask, s1);
        long s2 = r2 + (P2 & mask) + carry;
        carry = carry(r2, P2 & mask, s2);
        return new Bn254Fp(s0, s1, s2, r3 + (P3 & mask) + carry);
    }

    Bn254Fp negated() {
        return ZERO.minus(this);
    }

    /** Half of this number: an odd one becomes even by adding p. */
    Bn254Fp half() {
        long mask = -(l0 & 1);
        long s0 = l0 + (P0 & mask);
        long carry = carry(l0, P0 & mask, s0);
        long s1 = l1 + (P1 & mask) + carry;
        carry = carry(l1, P1 & mask, s1);
        long s2 = l2 + (P2 & mask) + carry;
        carry = carry(l2, P2 & mask, s2);
        long s3 = l3 + (P3 & mask) + carry;
        return new Bn254Fp(s0 >>> 1 | s1 << 63, s1 >>> 1 | s2 << 63, s2 >>> 1 | s3 << 63,
                s3 >>> 1);
    }

    Bn254Fp square() {
        return times(this);
    }

    /**
     * The Montgomery product. The top limb of p is below 2^62, so the running sum never needs a fifth limb
     * (the "no-carry" form of coarsely integrated operand scanning); it is below 2p before the last step.
     */
    Bn254Fp times(Bn254Fp other) {
        // times limb 0 of the other factor, then one step of the reduction
        long b = other.l0;
        long t0 = l0 * b;
        long high = Math.unsignedMultiplyHigh(l0, b);
        long m = t0 * INVERSE;
        long reduced = Math.unsignedMultiplyHigh(m, P0) + (t0 == 0 ? 0 : 1);
        long product = l1 * b;
        long t1 = product + high;
        high = Math.unsignedMultiplyHigh(l1, b) + overflow(product, t1);
        product = m * P1;
        long sum = t1 + product;
        long carried = Math.unsignedMultiplyHigh(m, P1) + overflow(t1, sum);
        t0 = sum + reduced;
        reduced = carried + overflow(sum, t0);
        product = l2 * b;
        long t2 = product + high;
        high = Math.unsignedMultiplyHigh(l2, b) + overflow(product, t2);
        product = m * P2;
        sum = t2 + product;
        carried = Math.unsignedMultiplyHigh(m, P2) + overflow(t2, sum);
        t1 = sum + reduced;
        reduced = carried + overflow(sum, t1);
        product = l3 * b;
        long t3 = product + high;
        high = Math.unsignedMultiplyHigh(l3, b) + overflow(product, t3);
        product = m * P3;
        sum = t3 + product;
        carried = Math.unsignedMultiplyHigh(m, P3) + overflow(t3, sum);
        t2 = sum + reduced;
        reduced = carried + overflow(sum, t2);
        t3 = high + reduced;
        // times limb 1 of the other factor, then one step of the reduction
        b = other.l1;
        long low = l0 * b;
        sum = t0 + low;
        high = Math.unsignedMultiplyHigh(l0, b) + overflow(t0, sum);
        t0 = sum;
        m = t0 * INVERSE;
        reduced = Math.unsignedMultiplyHigh(m, P0) + (t0 == 0 ? 0 : 1);
        product = l1 * b;
        sum = t1 + product;
        carried = Math.unsignedMultiplyHigh(l1, b) + overflow(t1, sum);
        t1 = sum + high;
        high = carried + overflow(sum, t1);
        product = m * P1;
        sum = t1 + product;
        carried = Math.unsignedMultiplyHigh(m, P1) + overflow(t1, sum);
        t0 = sum + reduced;
        reduced = carried + overflow(sum, t0);
        product = l2 * b;
        sum = t2 + product;
        carried = Math.unsignedMultiplyHigh(l2, b) + overflow(t2, sum);
        t2 = sum + high;
        high = carried + overflow(sum, t2);
        product = m * P2;
        sum = t2 + product;
        carried = Math.unsignedMultiplyHigh(m, P2) + overflow(t2, sum);
        t1 = sum + reduced;
        reduced = carried + overflow(sum, t1);
        product = l3 * b;
        sum = t3 + product;
        carried = Math.unsignedMultiplyHigh(l3, b) + overflow(t3, sum);
        t3 = sum + high;
        high = carried + overflow(sum, t3);
        product = m * P3;
        sum = t3 + product;
        carried = Math.unsignedMultiplyHigh(m, P3) + overflow(t3, sum);
        t2 = sum + reduced;
        reduced = carried + overflow(sum, t2);
        t3 = high + reduced;
        // times limb 2 of the other factor, then one step of the reduction
        b = other.l2;
        low = l0 * b;
        sum = t0 + low;
        high = Math.unsignedMultiplyHigh(l0, b) + overflow(t0, sum);
        t0 = sum;
        m = t0 * INVERSE;
        reduced = Math.unsignedMultiplyHigh(m, P0) + (t0 == 0 ? 0 : 1);
        product = l1 * b;
        sum = t1 + product;
        carried = Math.unsignedMultiplyHigh(l1, b) + overflow(t1, sum);
        t1 = sum + high;
        high = carried + overflow(sum, t1);
        product = m * P1;
        sum = t1 + product;
        carried = Math.unsignedMultiplyHigh(m, P1) + overflow(t1, sum);
        t0 = sum + reduced;
        reduced = carried + overflow(sum, t0);
        product = l2 * b;
        sum = t2 + product;
        carried = Math.unsignedMultiplyHigh(l2, b) + overflow(t2, sum);
        t2 = sum + high;
        high = carried + overflow(sum, t2);
        product = m * P2;
        sum = t2 + product;
        carried = Math.unsignedMultiplyHigh(m, P2) + overflow(t2, sum);
        t1 = sum + reduced;
        reduced = carried + overflow(sum, t1);
        product = l3 * b;
        sum = t3 + product;
        carried = Math.unsignedMultiplyHigh(l3, b) + overflow(t3, sum);
        t3 = sum + high;
        high = carried + overflow(sum, t3);
        product = m * P3;
        sum = t3 + product;
        carried = Math.unsignedMultiplyHigh(m, P3) + overflow(t3, sum);
        t2 = sum + reduced;
        reduced = carried + overflow(sum, t2);
        t3 = high + reduced;
        // times limb 3 of the other factor, then one step of the reduction
        b = other.l3;
        low = l0 * b;
        sum = t0 + low;
        high = Math.unsignedMultiplyHigh(l0, b) + overflow(t0, sum);
        t0 = sum;
        m = t0 * INVERSE;
        reduced = Math.unsignedMultiplyHigh(m, P0) + (t0 == 0 ? 0 : 1);
        product = l1 * b;
        sum = t1 + product;
        carried = Math.unsignedMultiplyHigh(l1, b) + overflow(t1, sum);
        t1 = sum + high;
        high = carried + overflow(sum, t1);
        product = m * P1;
        sum = t1 + product;
        carried = Math.unsignedMultiplyHigh(m, P1) + overflow(t1, sum);
        t0 = sum + reduced;
        reduced = carried + overflow(sum, t0);
        product = l2 * b;
        sum = t2 + product;
        carried = Math.unsignedMultiplyHigh(l2, b) + overflow(t2, sum);
        t2 = sum + high;
        high = carried + overflow(sum, t2);
        product = m * P2;
        sum = t2 + product;
        carried = Math.unsignedMultiplyHigh(m, P2) + overflow(t2, sum);
        t1 = sum + reduced;
        reduced = carried + overflow(sum, t1);
        product = l3 * b;
        sum = t3 + product;
        carried = Math.unsignedMultiplyHigh(l3, b) + overflow(t3, sum);
        t3 = sum + high;
        high = carried + overflow(sum, t3);
        product = m * P3;
        sum = t3 + product;
        carried = Math.unsignedMultiplyHigh(m, P3) + overflow(t3, sum);
        t2 = sum + reduced;
        reduced = carried + overflow(sum, t2);
        t3 = high + reduced;
        return reduced(t0, t1, t2, t3);
    }

    /** 1/a, or zero for zero. */
    Bn254Fp inverse() {
        return isZero() ? ZERO : of(toBigInteger().modInverse(MODULUS));
    }

    /** Takes p off once where the number, below 2p, is not below p. */
    private static Bn254Fp reduced(long r0, long r1, long r2, long r3) {
        long d0 = r0 - P0;
        long borrow = borrow(r0, P0, d0);
        long d1 = r1 - P1 - borrow;
        borrow = borrow(r1, P1, d1);
        long d2 = r2 - P2 - borrow;
        borrow = borrow(r2, P2, d2);
        long d3 = r3 - P3 - borrow;
        long keep = d3 >> 63; // all ones where the number was below p
        return new Bn254Fp(d0 ^ ((d0 ^ r0) & keep), d1 ^ ((d1 ^ r1) & keep),
                d2 ^ ((d2 ^ r2) & keep), d3 ^ ((d3 ^ r3) & keep));
    }

    /** The carry out of {@code sum = a + b}; C2 makes better code of it than of the general form. */
    private static long overflow(long a, long sum) {
        return Long.compareUnsigned(sum, a) < 0 ? 1 : 0;
    }

    /** The carry out of {@code sum = a + b + carry in}, without a branch. */
    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** The borrow out of {@code difference = a - b - borrow in}, without a branch. */
    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }
}
