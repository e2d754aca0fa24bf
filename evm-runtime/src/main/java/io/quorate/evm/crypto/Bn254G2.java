package io.quorate.evm.crypto;

import java.math.BigInteger;

/**
 * A point (x, y) of alt_bn128's twist y² = x³ + 3/ξ that is not at infinity (EIP-197). Only
 * {@link #isInSubgroup} says whether it is one of G2.
 */
record Bn254G2(Bn254Fp2 x, Bn254Fp2 y) {
    /** 3/ξ. */
    static final Bn254Fp2 B = Bn254Fp2.XI.inverse().thrice();
    /** 6u² of the curve's parameter u: the eigenvalue of the endomorphism on G2. */
    private static final byte[] EIGENVALUE = Bn254Pairing.nonAdjacentForm(
            BigInteger.valueOf(Bn254Pairing.U).pow(2).multiply(BigInteger.valueOf(6)));

    boolean isOnCurve() {
        return y.square().isEqual(x.square().times(x).plus(B));
    }

    Bn254G2 negated() {
        return new Bn254G2(x, y.negated());
    }

    /** Untwist, raise to the p-th power, twist: an endomorphism of the twist, p times on G2. */
    Bn254G2 frobenius() {
        return new Bn254G2(x.conjugate().times(Bn254Fp12.frobeniusConstant(2)),
                y.conjugate().times(Bn254Fp12.frobeniusConstant(3)));
    }

    /**
     * Whether the endomorphism ψ multiplies by λ = 6u². As ψ² - tψ + p = 0 on the whole twist and λ = t - 1,
     * that makes p - t + 1 = r times the point infinity, and the points of order r over Fp2 are G2.
     *
     * <p>The steps have no case for equal points, but such a case makes Z zero for good: then the order is
     * smaller than any step of a point of G2 could show, and the point is refused.
     */
    boolean isInSubgroup() {
        Bn254Walk walk = new Bn254Walk(this);
        Bn254G2 negated = negated();
        for (int i = EIGENVALUE.length - 2; i >= 0; i--) {
            walk.twice();
            if (EIGENVALUE[i] != 0) {
                walk.plus(EIGENVALUE[i] > 0 ? this : negated);
            }
        }
        return walk.isAt(frobenius());
    }
}
