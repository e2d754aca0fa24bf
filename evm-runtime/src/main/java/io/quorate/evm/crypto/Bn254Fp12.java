package io.quorate.evm.crypto;

import java.math.BigInteger;

/** x + y·w with w² = v over {@link Bn254Fp6}: where the pairing takes its values. */
record Bn254Fp12(Bn254Fp6 x, Bn254Fp6 y) {
    static final Bn254Fp12 ONE = new Bn254Fp12(Bn254Fp6.ONE, Bn254Fp6.ZERO);

    /** ξ^((p-1)·k/6) for k of 0 to 5: the p-th power of w^k is this times w^k. */
    private static final Bn254Fp2[] FROBENIUS = frobeniusConstants();

    private static Bn254Fp2[] frobeniusConstants() {
        BigInteger sixth = Bn254Fp.MODULUS.subtract(BigInteger.ONE)
                .divide(BigInteger.valueOf(6));
        Bn254Fp2 first = Bn254Fp2.XI.power(sixth);
        Bn254Fp2[] constants = new Bn254Fp2[6];
        constants[0] = Bn254Fp2.ONE;
        for (int k = 1; k < constants.length; k++) {
            constants[k] = constants[k - 1].times(first);
        }
        return constants;
    }

    /** ξ^((p-1)·k/6), for the endomorphism of the twist too. */
    static Bn254Fp2 frobeniusConstant(int k) {
        return FROBENIUS[k];
    }

    boolean isEqual(Bn254Fp12 other) {
        return x.isEqual(other.x) && y.isEqual(other.y);
    }

    Bn254Fp12 times(Bn254Fp12 other) {
        Bn254Fp6 xx = x.times(other.x);
        Bn254Fp6 yy = y.times(other.y);
        Bn254Fp6 cross = x.plus(y).times(other.x.plus(other.y));
        return new Bn254Fp12(xx.plus(yy.timesV()), cross.minus(xx).minus(yy));
    }

    /** Times the line d + e·w + f·v·w. */
    Bn254Fp12 timesLine(Bn254Fp2 d, Bn254Fp2 e, Bn254Fp2 f) {
        Bn254Fp6 xd = x.times(d);
        Bn254Fp6 yy = y.timesSparse(e, f);
        Bn254Fp6 cross = x.plus(y).timesSparse(d.plus(e), f);
        return new Bn254Fp12(xd.plus(yy.timesV()), cross.minus(xd).minus(yy));
    }

    Bn254Fp12 square() {
        Bn254Fp6 xy = x.times(y);
        Bn254Fp6 product = x.plus(y).times(x.plus(y.timesV()));
        return new Bn254Fp12(product.minus(xy).minus(xy.timesV()), xy.twice());
    }

    /** x - y·w, which is also the p^6-th power, and the inverse in the cyclotomic subgroup. */
    Bn254Fp12 conjugate() {
        return new Bn254Fp12(x, y.negated());
    }

    Bn254Fp12 inverse() {
        Bn254Fp6 norm = x.times(x).minus(y.times(y).timesV()).inverse();
        return new Bn254Fp12(x.times(norm), y.times(norm).negated());
    }

    /** The p-th power. */
    Bn254Fp12 frobenius() {
        return new Bn254Fp12(
                new Bn254Fp6(x.a().conjugate(), x.b().conjugate().times(FROBENIUS[2]),
                        x.c().conjugate().times(FROBENIUS[4])),
                new Bn254Fp6(y.a().conjugate().times(FROBENIUS[1]),
                        y.b().conjugate().times(FROBENIUS[3]),
                        y.c().conjugate().times(FROBENIUS[5])));
    }

    /**
     * The square of an element of the cyclotomic subgroup, that is, after the easy part of the final
     * exponentiation (Granger and Scott, "Faster squaring in the cyclotomic subgroup", §3.2).
     */
    Bn254Fp12 cyclotomicSquare() {
        Bn254Fp2 ya2 = y.b().square();
        Bn254Fp2 xa2 = x.a().square();
        Bn254Fp2 cross0 = y.b().plus(x.a()).square().minus(ya2).minus(xa2);
        Bn254Fp2 xc2 = x.c().square();
        Bn254Fp2 yb2 = y.a().square();
        Bn254Fp2 cross1 = x.c().plus(y.a()).square().minus(xc2).minus(yb2);
        Bn254Fp2 yc2 = y.c().square();
        Bn254Fp2 xb2 = x.b().square();
        Bn254Fp2 cross2 = y.c().plus(x.b()).square().minus(yc2).minus(xb2).timesXi();
        Bn254Fp2 t0 = ya2.timesXi().plus(xa2);
        Bn254Fp2 t1 = xc2.timesXi().plus(yb2);
        Bn254Fp2 t2 = yc2.timesXi().plus(xb2);
        return new Bn254Fp12(
                new Bn254Fp6(t0.thrice().minus(x.a().twice()), t1.thrice().minus(x.b().twice()),
                        t2.thrice().minus(x.c().twice())),
                new Bn254Fp6(cross2.thrice().plus(y.a().twice()),
                        cross0.thrice().plus(y.b().twice()),
                        cross1.thrice().plus(y.c().twice())));
    }

    /**
     * A power of an element of the cyclotomic subgroup, where inverses are free. The exponent is positive and
     * in non-adjacent form, the least digit first.
     */
    Bn254Fp12 cyclotomicPower(byte[] digits) {
        Bn254Fp12 inverse = conjugate();
        Bn254Fp12 result = this;
        for (int i = digits.length - 2; i >= 0; i--) {
            result = result.cyclotomicSquare();
            if (digits[i] != 0) {
                result = result.times(digits[i] > 0 ? this : inverse);
            }
        }
        return result;
    }
}
