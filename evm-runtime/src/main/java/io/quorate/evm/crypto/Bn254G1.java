package io.quorate.evm.crypto;

import java.math.BigInteger;

/**
 * A point of alt_bn128, y² = x³ + 3, in Jacobian coordinates: x = X/Z², y = Y/Z³, and Z = 0 at infinity. The
 * group has prime order, so there is no subgroup to check.
 */
record Bn254G1(Bn254Fp x, Bn254Fp y, Bn254Fp z) {
    static final Bn254G1 INFINITY = new Bn254G1(Bn254Fp.ONE, Bn254Fp.ONE, Bn254Fp.ZERO);
    static final BigInteger ORDER = new BigInteger(
            "21888242871839275222246405745257275088548364400416034343698204186575808495617");
    private static final Bn254Fp B = Bn254Fp.of(BigInteger.valueOf(3));
    private static final int WINDOW = 4;

    static Bn254G1 affine(Bn254Fp x, Bn254Fp y) {
        return new Bn254G1(x, y, Bn254Fp.ONE);
    }

    static boolean isOnCurve(Bn254Fp x, Bn254Fp y) {
        return y.square().isEqual(x.square().times(x).plus(B));
    }

    boolean isInfinity() {
        return z.isZero();
    }

    /** With Z = 1, or infinity unchanged. */
    Bn254G1 normalized() {
        if (isInfinity()) {
            return this;
        }
        Bn254Fp inverse = z.inverse();
        Bn254Fp square = inverse.square();
        return affine(x.times(square), y.times(square).times(inverse));
    }

    Bn254G1 negated() {
        return new Bn254G1(x, y.negated(), z);
    }

    /** The formulas dbl-2009-l of the Explicit-Formulas Database. */
    Bn254G1 twice() {
        Bn254Fp xx = x.square();
        Bn254Fp yy = y.square();
        Bn254Fp yyyy = yy.square();
        Bn254Fp d = x.plus(yy).square().minus(xx).minus(yyyy).twice();
        Bn254Fp e = xx.twice().plus(xx);
        Bn254Fp x3 = e.square().minus(d.twice());
        Bn254Fp y3 = e.times(d.minus(x3)).minus(yyyy.twice().twice().twice());
        return new Bn254G1(x3, y3, y.times(z).twice());
    }

    /** The formulas add-2007-bl of the Explicit-Formulas Database, with the cases that they leave out. */
    Bn254G1 plus(Bn254G1 other) {
        if (isInfinity()) return other;
        if (other.isInfinity()) return this;
        Bn254Fp zz = z.square();
        Bn254Fp otherZz = other.z.square();
        Bn254Fp u1 = x.times(otherZz);
        Bn254Fp h = other.x.times(zz).minus(u1);
        Bn254Fp s1 = y.times(other.z).times(otherZz);
        Bn254Fp r = other.y.times(z).times(zz).minus(s1).twice();
        if (h.isZero()) {
            return r.isZero() ? twice() : INFINITY;
        }
        Bn254Fp i = h.twice().square();
        Bn254Fp j = h.times(i);
        Bn254Fp v = u1.times(i);
        Bn254Fp x3 = r.square().minus(j).minus(v.twice());
        Bn254Fp y3 = r.times(v.minus(x3)).minus(s1.times(j).twice());
        Bn254Fp z3 = z.plus(other.z).square().minus(zz).minus(otherZz).times(h);
        return new Bn254G1(x3, y3, z3);
    }

    /** This point {@code scalar} times, with windows of four bits; the scalar is not negative. */
    Bn254G1 times(BigInteger scalar) {
        BigInteger reduced = scalar.mod(ORDER);
        Bn254G1[] multiples = new Bn254G1[1 << WINDOW];
        multiples[0] = INFINITY;
        for (int i = 1; i < multiples.length; i++) {
            multiples[i] = multiples[i - 1].plus(this);
        }
        Bn254G1 result = INFINITY;
        int windows = (reduced.bitLength() + WINDOW - 1) / WINDOW;
        for (int window = windows - 1; window >= 0; window--) {
            for (int i = 0; i < WINDOW; i++) {
                result = result.twice();
            }
            int digit = reduced.shiftRight(window * WINDOW).intValue() & (multiples.length - 1);
            result = result.plus(multiples[digit]);
        }
        return result;
    }
}
