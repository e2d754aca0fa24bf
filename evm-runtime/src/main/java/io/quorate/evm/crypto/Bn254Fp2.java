package io.quorate.evm.crypto;

import java.math.BigInteger;

/** a + b·i with i² = -1: the quadratic extension of alt_bn128's base field. */
record Bn254Fp2(Bn254Fp a, Bn254Fp b) {
    static final Bn254Fp2 ZERO = new Bn254Fp2(Bn254Fp.ZERO, Bn254Fp.ZERO);
    static final Bn254Fp2 ONE = new Bn254Fp2(Bn254Fp.ONE, Bn254Fp.ZERO);
    /** ξ = 9 + i, which has neither a square nor a cube root: the tower and the twist are built on it. */
    static final Bn254Fp2 XI = of(BigInteger.valueOf(9), BigInteger.ONE);

    static Bn254Fp2 of(BigInteger a, BigInteger b) {
        return new Bn254Fp2(Bn254Fp.of(a), Bn254Fp.of(b));
    }

    boolean isZero() {
        return a.isZero() && b.isZero();
    }

    boolean isEqual(Bn254Fp2 other) {
        return a.isEqual(other.a) && b.isEqual(other.b);
    }

    Bn254Fp2 plus(Bn254Fp2 other) {
        return new Bn254Fp2(a.plus(other.a), b.plus(other.b));
    }

    Bn254Fp2 minus(Bn254Fp2 other) {
        return new Bn254Fp2(a.minus(other.a), b.minus(other.b));
    }

    Bn254Fp2 twice() {
        return new Bn254Fp2(a.twice(), b.twice());
    }

    Bn254Fp2 thrice() {
        return twice().plus(this);
    }

    Bn254Fp2 half() {
        return new Bn254Fp2(a.half(), b.half());
    }

    Bn254Fp2 negated() {
        return new Bn254Fp2(a.negated(), b.negated());
    }

    /** a - b·i, which is also the p-th power. */
    Bn254Fp2 conjugate() {
        return new Bn254Fp2(a, b.negated());
    }

    /** Karatsuba: three products in place of four. */
    Bn254Fp2 times(Bn254Fp2 other) {
        Bn254Fp aa = a.times(other.a);
        Bn254Fp bb = b.times(other.b);
        Bn254Fp cross = a.plus(b).times(other.a.plus(other.b));
        return new Bn254Fp2(aa.minus(bb), cross.minus(aa).minus(bb));
    }

    Bn254Fp2 times(Bn254Fp factor) {
        return new Bn254Fp2(a.times(factor), b.times(factor));
    }

    Bn254Fp2 square() {
        Bn254Fp ab = a.times(b);
        return new Bn254Fp2(a.plus(b).times(a.minus(b)), ab.twice());
    }

    /** Times ξ = 9 + i: (9a - b) + (9b + a)·i. */
    Bn254Fp2 timesXi() {
        Bn254Fp a9 = a.twice().twice().twice().plus(a);
        Bn254Fp b9 = b.twice().twice().twice().plus(b);
        return new Bn254Fp2(a9.minus(b), b9.plus(a));
    }

    /** 1/z, or zero for zero. */
    Bn254Fp2 inverse() {
        Bn254Fp norm = a.square().plus(b.square()).inverse();
        return new Bn254Fp2(a.times(norm), b.times(norm).negated());
    }

    /** Square and multiply; for constants and tests. */
    Bn254Fp2 power(BigInteger exponent) {
        Bn254Fp2 result = ONE;
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            result = result.square();
            if (exponent.testBit(bit)) {
                result = result.times(this);
            }
        }
        return result;
    }
}
