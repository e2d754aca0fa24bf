package io.quorate.evm.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * An element of the base field of BLS12-381 (EIP-2537), in Montgomery form a·2^384 mod p as six limbs, l0 the
 * least significant. Immutable and always below p. Not constant in time: precompiles know no secrets.
 */
final class Bls12381Fp implements Bls12381Field<Bls12381Fp> {
    static final BigInteger MODULUS = Bls12381.MODULUS;
    static final int SIZE = 48;
    private static final int LIMBS = 6;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);
    private static final long P0 = 0xb9feffffffffaaabL;
    private static final long P1 = 0x1eabfffeb153ffffL;
    private static final long P2 = 0x6730d2a0f6b0f624L;
    private static final long P3 = 0x64774b84f38512bfL;
    private static final long P4 = 0x4b1ba7b6434bacd7L;
    private static final long P5 = 0x1a0111ea397fe69aL;
    /** -1/p mod 2^64. */
    private static final long INVERSE = 0x89f3fffcfffcfffdL;
    /** 2^768 mod p: a product with it brings a number into Montgomery form. */
    private static final Bls12381Fp R2 = raw(BigInteger.TWO.pow(768).mod(MODULUS));
    private static final Bls12381Fp RAW_ONE = new Bls12381Fp(1, 0, 0, 0, 0, 0);
    /** (p - 3)/4: the power of a to this, times a, is the root of a square a, as p = 3 mod 4. */
    private static final BigInteger ROOT_EXPONENT = MODULUS.shiftRight(2);
    private static final int WINDOW = 4;

    static final Bls12381Fp ZERO = new Bls12381Fp(0, 0, 0, 0, 0, 0);
    static final Bls12381Fp ONE = of(BigInteger.ONE);

    private final long l0;
    private final long l1;
    private final long l2;
    private final long l3;
    private final long l4;
    private final long l5;

    private Bls12381Fp(long l0, long l1, long l2, long l3, long l4, long l5) {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
        this.l4 = l4;
        this.l5 = l5;
    }

    private static Bls12381Fp raw(BigInteger number) {
        return new Bls12381Fp(number.longValue(), number.shiftRight(64).longValue(),
                number.shiftRight(128).longValue(), number.shiftRight(192).longValue(),
                number.shiftRight(256).longValue(), number.shiftRight(320).longValue());
    }

    /** {@code number} mod p. */
    static Bls12381Fp of(BigInteger number) {
        return raw(number.mod(MODULUS)).times(R2);
    }

    /** {@code number} mod p, from hexadecimal digits. */
    static Bls12381Fp of(String hex) {
        return of(new BigInteger(hex, 16));
    }

    /** The number in 48 big-endian bytes at {@code offset}, or empty where it is not below p. */
    static Optional<Bls12381Fp> read(byte[] bytes, int offset) {
        long r5 = (long) WORD.get(bytes, offset);
        long r4 = (long) WORD.get(bytes, offset + 8);
        long r3 = (long) WORD.get(bytes, offset + 16);
        long r2 = (long) WORD.get(bytes, offset + 24);
        long r1 = (long) WORD.get(bytes, offset + 32);
        long r0 = (long) WORD.get(bytes, offset + 40);
        long borrow = borrow(r0, P0, r0 - P0);
        borrow = borrow(r1, P1, r1 - P1 - borrow);
        borrow = borrow(r2, P2, r2 - P2 - borrow);
        borrow = borrow(r3, P3, r3 - P3 - borrow);
        borrow = borrow(r4, P4, r4 - P4 - borrow);
        borrow = borrow(r5, P5, r5 - P5 - borrow);
        return borrow == 0 ? Optional.empty()
                : Optional.of(new Bls12381Fp(r0, r1, r2, r3, r4, r5).times(R2));
    }

    /** Writes the plain number as 48 big-endian bytes. */
    void write(byte[] out, int offset) {
        Bls12381Fp plain = times(RAW_ONE);
        WORD.set(out, offset, plain.l5);
        WORD.set(out, offset + 8, plain.l4);
        WORD.set(out, offset + 16, plain.l3);
        WORD.set(out, offset + 24, plain.l2);
        WORD.set(out, offset + 32, plain.l1);
        WORD.set(out, offset + 40, plain.l0);
    }

    /** The plain number. */
    BigInteger toBigInteger() {
        byte[] bytes = new byte[SIZE];
        write(bytes, 0);
        return new BigInteger(1, bytes);
    }

    @Override
    public boolean isZero() {
        return (l0 | l1 | l2 | l3 | l4 | l5) == 0;
    }

    @Override
    public boolean isEqual(Bls12381Fp other) {
        return ((l0 ^ other.l0) | (l1 ^ other.l1) | (l2 ^ other.l2) | (l3 ^ other.l3)
                | (l4 ^ other.l4) | (l5 ^ other.l5)) == 0;
    }

    /** The parity of the plain number (RFC 9380 §4.1). */
    @Override
    public boolean isOdd() {
        return (times(RAW_ONE).l0 & 1) != 0;
    }

    @Override
    public Bls12381Fp plus(Bls12381Fp other) {
        long r0 = l0 + other.l0;
        long carry = carry(l0, other.l0, r0);
        long r1 = l1 + other.l1 + carry;
        carry = carry(l1, other.l1, r1);
        long r2 = l2 + other.l2 + carry;
        carry = carry(l2, other.l2, r2);
        long r3 = l3 + other.l3 + carry;
        carry = carry(l3, other.l3, r3);
        long r4 = l4 + other.l4 + carry;
        carry = carry(l4, other.l4, r4);
        long r5 = l5 + other.l5 + carry;
        return reduced(r0, r1, r2, r3, r4, r5); // below 2^382: no carry out
    }

    @Override
    public Bls12381Fp twice() {
        return reduced(l0 << 1, l1 << 1 | l0 >>> 63, l2 << 1 | l1 >>> 63, l3 << 1 | l2 >>> 63,
                l4 << 1 | l3 >>> 63, l5 << 1 | l4 >>> 63);
    }

    @Override
    public Bls12381Fp minus(Bls12381Fp other) {
        long r0 = l0 - other.l0;
        long borrow = borrow(l0, other.l0, r0);
        long r1 = l1 - other.l1 - borrow;
        borrow = borrow(l1, other.l1, r1);
        long r2 = l2 - other.l2 - borrow;
        borrow = borrow(l2, other.l2, r2);
        long r3 = l3 - other.l3 - borrow;
        borrow = borrow(l3, other.l3, r3);
        long r4 = l4 - other.l4 - borrow;
        borrow = borrow(l4, other.l4, r4);
        long r5 = l5 - other.l5 - borrow;
        long mask = r5 >> 63; // all ones where the difference is negative: add p
        long s0 = r0 + (P0 & mask);
        long carry = carry(r0, (P0 & mask), s0);
        long s1 = r1 + (P1 & mask) + carry;
        carry = carry(r1, (P1 & mask), s1);
        long s2 = r2 + (P2 & mask) + carry;
        carry = carry(r2, (P2 & mask), s2);
        long s3 = r3 + (P3 & mask) + carry;
        carry = carry(r3, (P3 & mask), s3);
        long s4 = r4 + (P4 & mask) + carry;
        carry = carry(r4, (P4 & mask), s4);
        long s5 = r5 + (P5 & mask) + carry;
        return new Bls12381Fp(s0, s1, s2, s3, s4, s5);
    }

    @Override
    public Bls12381Fp negated() {
        return ZERO.minus(this);
    }

    /** Half of this number: an odd one becomes even by adding p. */
    Bls12381Fp half() {
        long mask = -(l0 & 1);
        long s0 = l0 + (P0 & mask);
        long carry = carry(l0, (P0 & mask), s0);
        long s1 = l1 + (P1 & mask) + carry;
        carry = carry(l1, (P1 & mask), s1);
        long s2 = l2 + (P2 & mask) + carry;
        carry = carry(l2, (P2 & mask), s2);
        long s3 = l3 + (P3 & mask) + carry;
        carry = carry(l3, (P3 & mask), s3);
        long s4 = l4 + (P4 & mask) + carry;
        carry = carry(l4, (P4 & mask), s4);
        long s5 = l5 + (P5 & mask) + carry;
        return new Bls12381Fp(s0 >>> 1 | s1 << 63, s1 >>> 1 | s2 << 63, s2 >>> 1 | s3 << 63,
                s3 >>> 1 | s4 << 63, s4 >>> 1 | s5 << 63, s5 >>> 1);
    }

    @Override
    public Bls12381Fp square() {
        return times(this);
    }

    /**
     * The Montgomery product, a limb of the other factor in each round. The top limb of p is below 2^61, so the
     * running sum needs no seventh limb (the "no-carry" form of coarsely integrated operand scanning); it is
     * below 2p before the last step.
     */
    @Override
    public Bls12381Fp times(Bls12381Fp other) {
        long t0 = 0;
        long t1 = 0;
        long t2 = 0;
        long t3 = 0;
        long t4 = 0;
        long t5 = 0;
        for (int i = 0; i < LIMBS; i++) {
            long b = other.limb(i);
            long low = l0 * b;
            long sum = t0 + low;
            long high = Math.unsignedMultiplyHigh(l0, b) + overflow(t0, sum);
            long m = sum * INVERSE;
            long reduced = Math.unsignedMultiplyHigh(m, P0) + (sum == 0 ? 0 : 1);
            long product = l1 * b;
            sum = t1 + product;
            long carried = Math.unsignedMultiplyHigh(l1, b) + overflow(t1, sum);
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
            product = l4 * b;
            sum = t4 + product;
            carried = Math.unsignedMultiplyHigh(l4, b) + overflow(t4, sum);
            t4 = sum + high;
            high = carried + overflow(sum, t4);
            product = m * P4;
            sum = t4 + product;
            carried = Math.unsignedMultiplyHigh(m, P4) + overflow(t4, sum);
            t3 = sum + reduced;
            reduced = carried + overflow(sum, t3);
            product = l5 * b;
            sum = t5 + product;
            carried = Math.unsignedMultiplyHigh(l5, b) + overflow(t5, sum);
            t5 = sum + high;
            high = carried + overflow(sum, t5);
            product = m * P5;
            sum = t5 + product;
            carried = Math.unsignedMultiplyHigh(m, P5) + overflow(t5, sum);
            t4 = sum + reduced;
            reduced = carried + overflow(sum, t4);
            t5 = high + reduced;
        }
        return reduced(t0, t1, t2, t3, t4, t5);
    }

    /**
     * a·b + c·d with one reduction for both. The running sum stays below 3p, which six limbs hold, and is below
     * (2p/2^384 + 1)·p, that is 1.3p, before the last step.
     */
    static Bls12381Fp sumOfProducts(Bls12381Fp a, Bls12381Fp b, Bls12381Fp c, Bls12381Fp d) {
        long t0 = 0;
        long t1 = 0;
        long t2 = 0;
        long t3 = 0;
        long t4 = 0;
        long t5 = 0;
        for (int i = 0; i < LIMBS; i++) {
            long first = b.limb(i);
            long second = d.limb(i);
            long low = a.l0 * first;
            long sum = t0 + low;
            long high = Math.unsignedMultiplyHigh(a.l0, first) + overflow(t0, sum);
            low = c.l0 * second;
            t0 = sum + low;
            long high2 = Math.unsignedMultiplyHigh(c.l0, second) + overflow(sum, t0);
            long m = t0 * INVERSE;
            long reduced = Math.unsignedMultiplyHigh(m, P0) + (t0 == 0 ? 0 : 1);
            long product = a.l1 * first;
            sum = t1 + product;
            long carried = Math.unsignedMultiplyHigh(a.l1, first) + overflow(t1, sum);
            t1 = sum + high;
            high = carried + overflow(sum, t1);
            product = c.l1 * second;
            sum = t1 + product;
            carried = Math.unsignedMultiplyHigh(c.l1, second) + overflow(t1, sum);
            t1 = sum + high2;
            high2 = carried + overflow(sum, t1);
            product = m * P1;
            sum = t1 + product;
            carried = Math.unsignedMultiplyHigh(m, P1) + overflow(t1, sum);
            t0 = sum + reduced;
            reduced = carried + overflow(sum, t0);
            product = a.l2 * first;
            sum = t2 + product;
            carried = Math.unsignedMultiplyHigh(a.l2, first) + overflow(t2, sum);
            t2 = sum + high;
            high = carried + overflow(sum, t2);
            product = c.l2 * second;
            sum = t2 + product;
            carried = Math.unsignedMultiplyHigh(c.l2, second) + overflow(t2, sum);
            t2 = sum + high2;
            high2 = carried + overflow(sum, t2);
            product = m * P2;
            sum = t2 + product;
            carried = Math.unsignedMultiplyHigh(m, P2) + overflow(t2, sum);
            t1 = sum + reduced;
            reduced = carried + overflow(sum, t1);
            product = a.l3 * first;
            sum = t3 + product;
            carried = Math.unsignedMultiplyHigh(a.l3, first) + overflow(t3, sum);
            t3 = sum + high;
            high = carried + overflow(sum, t3);
            product = c.l3 * second;
            sum = t3 + product;
            carried = Math.unsignedMultiplyHigh(c.l3, second) + overflow(t3, sum);
            t3 = sum + high2;
            high2 = carried + overflow(sum, t3);
            product = m * P3;
            sum = t3 + product;
            carried = Math.unsignedMultiplyHigh(m, P3) + overflow(t3, sum);
            t2 = sum + reduced;
            reduced = carried + overflow(sum, t2);
            product = a.l4 * first;
            sum = t4 + product;
            carried = Math.unsignedMultiplyHigh(a.l4, first) + overflow(t4, sum);
            t4 = sum + high;
            high = carried + overflow(sum, t4);
            product = c.l4 * second;
            sum = t4 + product;
            carried = Math.unsignedMultiplyHigh(c.l4, second) + overflow(t4, sum);
            t4 = sum + high2;
            high2 = carried + overflow(sum, t4);
            product = m * P4;
            sum = t4 + product;
            carried = Math.unsignedMultiplyHigh(m, P4) + overflow(t4, sum);
            t3 = sum + reduced;
            reduced = carried + overflow(sum, t3);
            product = a.l5 * first;
            sum = t5 + product;
            carried = Math.unsignedMultiplyHigh(a.l5, first) + overflow(t5, sum);
            t5 = sum + high;
            high = carried + overflow(sum, t5);
            product = c.l5 * second;
            sum = t5 + product;
            carried = Math.unsignedMultiplyHigh(c.l5, second) + overflow(t5, sum);
            t5 = sum + high2;
            high2 = carried + overflow(sum, t5);
            product = m * P5;
            sum = t5 + product;
            carried = Math.unsignedMultiplyHigh(m, P5) + overflow(t5, sum);
            t4 = sum + reduced;
            reduced = carried + overflow(sum, t4);
            t5 = high + high2 + reduced;
        }
        return reduced(t0, t1, t2, t3, t4, t5);
    }

    private long limb(int index) {
        return switch (index) {
            case 0 -> l0;
            case 1 -> l1;
            case 2 -> l2;
            case 3 -> l3;
            case 4 -> l4;
            default -> l5;
        };
    }

    /** 1/a, or zero for zero. */
    @Override
    public Bls12381Fp inverse() {
        return isZero() ? ZERO : of(toBigInteger().modInverse(MODULUS));
    }

    @Override
    public Optional<Bls12381Fp> squareRoot() {
        Bls12381Fp root = power(ROOT_EXPONENT).times(this);
        return root.square().isEqual(this) ? Optional.of(root) : Optional.empty();
    }

    /** With windows of four bits; the exponent is not negative. */
    Bls12381Fp power(BigInteger exponent) {
        var powers = new Bls12381Fp[1 << WINDOW];
        powers[0] = ONE;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1].times(this);
        }
        Bls12381Fp result = ONE;
        int windows = (exponent.bitLength() + WINDOW - 1) / WINDOW;
        for (int window = windows - 1; window >= 0; window--) {
            int digit = exponent.shiftRight(window * WINDOW).intValue() & (powers.length - 1);
            result = result.square().square().square().square().times(powers[digit]);
        }
        return result;
    }

    /** Takes p off once where the number, below 2p, is not below p. */
    private static Bls12381Fp reduced(long r0, long r1, long r2, long r3, long r4, long r5) {
        long d0 = r0 - P0;
        long borrow = borrow(r0, P0, d0);
        long d1 = r1 - P1 - borrow;
        borrow = borrow(r1, P1, d1);
        long d2 = r2 - P2 - borrow;
        borrow = borrow(r2, P2, d2);
        long d3 = r3 - P3 - borrow;
        borrow = borrow(r3, P3, d3);
        long d4 = r4 - P4 - borrow;
        borrow = borrow(r4, P4, d4);
        long d5 = r5 - P5 - borrow;
        long keep = d5 >> 63; // all ones where the number was below p
        return new Bls12381Fp(d0 ^ ((d0 ^ r0) & keep), d1 ^ ((d1 ^ r1) & keep),
                d2 ^ ((d2 ^ r2) & keep), d3 ^ ((d3 ^ r3) & keep), d4 ^ ((d4 ^ r4) & keep),
                d5 ^ ((d5 ^ r5) & keep));
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
