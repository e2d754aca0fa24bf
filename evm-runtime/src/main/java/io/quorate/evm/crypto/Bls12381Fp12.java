package io.quorate.evm.crypto;

import java.math.BigInteger;

/** x + y·w with w² = v over {@link Bls12381Fp6}: where the pairing takes its values. */
record Bls12381Fp12(Bls12381Fp6 x, Bls12381Fp6 y) {
    static final Bls12381Fp12 ONE = new Bls12381Fp12(Bls12381Fp6.ONE, Bls12381Fp6.ZERO);

    /** ξ^((p-1)·k/6) for k of 0 to 5: the p-th power of w^k is this times w^k. */
    private static final Bls12381Fp2[] FROBENIUS = frobeniusConstants();

    private static Bls12381Fp2[] frobeniusConstants() {
        BigInteger sixth = Bls12381Fp.MODULUS.subtract(BigInteger.ONE)
                .divide(BigInteger.valueOf(6));
        Bls12381Fp2 first = Bls12381Fp2.XI.power(sixth);
        Bls12381Fp2[] constants = new Bls12381Fp2[6];
        constants[0] = Bls12381Fp2.ONE;
        for (int k = 1; k < constants.length; k++) {
            constants[k] = constants[k - 1].times(first);
        }
        return constants;
    }

    /** ξ^((p-1)·k/6), for the endomorphism of the twist too. */
    static Bls12381Fp2 frobeniusConstant(int k) {
        return FROBENIUS[k];
    }

    boolean isEqual(Bls12381Fp12 other) {
        return x.isEqual(other.x) && y.isEqual(other.y);
    }

    Bls12381Fp12 times(Bls12381Fp12 other) {
        Bls12381Fp6 xx = x.times(other.x);
        Bls12381Fp6 yy = y.times(other.y);
        Bls12381Fp6 cross = x.plus(y).times(other.x.plus(other.y));
        return new Bls12381Fp12(xx.plus(yy.timesV()), cross.minus(xx).minus(yy));
    }

    /** Times the line d + e·v + f·v·w. */
    Bls12381Fp12 timesLine(Bls12381Fp2 d, Bls12381Fp2 e, Bls12381Fp2 f) {
        Bls12381Fp6 xx = x.timesSparse(d, e);
        Bls12381Fp6 yy = y.times(f).timesV();
        Bls12381Fp6 cross = x.plus(y).timesSparse(d, e.plus(f));
        return new Bls12381Fp12(xx.plus(yy.timesV()), cross.minus(xx).minus(yy));
    }

    Bls12381Fp12 square() {
        Bls12381Fp6 xy = x.times(y);
        Bls12381Fp6 product = x.plus(y).times(x.plus(y.timesV()));
        return new Bls12381Fp12(product.minus(xy).minus(xy.timesV()), xy.twice());
    }

    /** x - y·w, which is also the p^6-th power, and the inverse in the cyclotomic subgroup. */
    Bls12381Fp12 conjugate() {
        return new Bls12381Fp12(x, y.negated());
    }

    Bls12381Fp12 inverse() {
        Bls12381Fp6 norm = x.times(x).minus(y.times(y).timesV()).inverse();
        return new Bls12381Fp12(x.times(norm), y.times(norm).negated());
    }

    /** The p-th power. */
    Bls12381Fp12 frobenius() {
        return new Bls12381Fp12(
                new Bls12381Fp6(x.a().conjugate(), x.b().conjugate().times(FROBENIUS[2]),
                        x.c().conjugate().times(FROBENIUS[4])),
                new Bls12381Fp6(y.a().conjugate().times(FROBENIUS[1]),
                        y.b().conjugate().times(FROBENIUS[3]),
                        y.c().conjugate().times(FROBENIUS[5])));
    }

    /**
     * The square of an element of the cyclotomic subgroup, that is, after the easy part of the final
     * exponentiation (Granger and Scott, "Faster squaring in the cyclotomic subgroup", §3.2).
     */
    Bls12381Fp12 cyclotomicSquare() {
        Bls12381Fp2 ya2 = y.b().square();
        Bls12381Fp2 xa2 = x.a().square();
        Bls12381Fp2 cross0 = y.b().plus(x.a()).square().minus(ya2).minus(xa2);
        Bls12381Fp2 xc2 = x.c().square();
        Bls12381Fp2 yb2 = y.a().square();
        Bls12381Fp2 cross1 = x.c().plus(y.a()).square().minus(xc2).minus(yb2);
        Bls12381Fp2 yc2 = y.c().square();
        Bls12381Fp2 xb2 = x.b().square();
        Bls12381Fp2 cross2 = y.c().plus(x.b()).square().minus(yc2).minus(xb2).timesXi();
        Bls12381Fp2 t0 = ya2.timesXi().plus(xa2);
        Bls12381Fp2 t1 = xc2.timesXi().plus(yb2);
        Bls12381Fp2 t2 = yc2.timesXi().plus(xb2);
        return new Bls12381Fp12(
                new Bls12381Fp6(t0.thrice().minus(x.a().twice()), t1.thrice().minus(x.b().twice()),
                        t2.thrice().minus(x.c().twice())),
                new Bls12381Fp6(cross2.thrice().plus(y.a().twice()),
                        cross0.thrice().plus(y.b().twice()),
                        cross1.thrice().plus(y.c().twice())));
    }

    /** A power of an element of the cyclotomic subgroup; the exponent is unsigned and has its top bit set. */
    Bls12381Fp12 cyclotomicPower(long exponent) {
        Bls12381Fp12 result = this;
        for (int bit = Long.SIZE - 2; bit >= 0; bit--) {
            result = result.cyclotomicSquare();
            if ((exponent >>> bit & 1) != 0) {
                result = result.times(this);
            }
        }
        return result;
    }
}
