package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.Optional;

/** G2, in the twist y² = x³ + 4(1 + i) over Fp2. */
final class Bls12381G2 extends Bls12381Group<Bls12381Fp2> {
    static final Bls12381G2 GROUP = new Bls12381G2();
    /** ξ^((1-p)/3) and ξ^((1-p)/2). */
    private static final Bls12381Fp2 PSI_X = Bls12381Fp12.frobeniusConstant(2).inverse();
    private static final Bls12381Fp2 PSI_Y = Bls12381Fp12.frobeniusConstant(3).inverse();
    private static final Bls12381Point<Bls12381Fp2> GENERATOR = GROUP.affine(
            new Bls12381Fp2(
                    Bls12381Fp.of("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
                            + "0bac0326a805bbefd48056c8c121bdb8"),
                    Bls12381Fp.of("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
                            + "334cf11213945d57e5ac7d055d042b7e")),
            new Bls12381Fp2(
                    Bls12381Fp.of("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c"
                            + "923ac9cc3baca289e193548608b82801"),
                    Bls12381Fp.of("0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab"
                            + "3f370d275cec1da1aaa9075ff05f79be")));

    private Bls12381G2() {
        super(Bls12381Fp2.XI.times(Bls12381Fp.of(BigInteger.valueOf(4))), Bls12381Fp2.ONE,
                Bls12381Isogeny.MAP_TO_G2);
    }

    static Bls12381Point<Bls12381Fp2> generator() {
        return GENERATOR;
    }

    @Override
    int coordinateSize() {
        return 2 * Bls12381.FP_SIZE;
    }

    @Override
    Optional<Bls12381Fp2> readCoordinate(byte[] input, int offset) {
        return readFp(input, offset).flatMap(a -> readFp(input, offset + Bls12381.FP_SIZE)
                .map(b -> new Bls12381Fp2(a, b)));
    }

    @Override
    void writeCoordinate(Bls12381Fp2 coordinate, byte[] out, int offset) {
        writeFp(coordinate.a(), out, offset);
        writeFp(coordinate.b(), out, offset + Bls12381.FP_SIZE);
    }

    /** Whether ψ multiplies by u: Scott, "A note on group membership tests…", §4. */
    @Override
    boolean isMember(Bls12381Point<Bls12381Fp2> point) {
        return psi(point).isSame(point.timesAbsoluteU().negated());
    }

    /** (u² - u - 1)P + (u - 1)ψ(P) + ψ²(2P): RFC 9380, appendix G.3, where u is negative. */
    @Override
    Bls12381Point<Bls12381Fp2> clearCofactor(Bls12381Point<Bls12381Fp2> point) {
        Bls12381Point<Bls12381Fp2> byU = point.timesAbsoluteU().negated();
        Bls12381Point<Bls12381Fp2> image = psi(point);
        // u(uP + ψP) - uP - P - ψP + ψ²(2P)
        return byU.plus(image).timesAbsoluteU().negated()
                .plus(byU.plus(point).plus(image).negated()).plus(psi(psi(point.twice())));
    }

    /** Untwist, raise to the p-th power, twist: an endomorphism of the twist, p times on G2. */
    private static Bls12381Point<Bls12381Fp2> psi(Bls12381Point<Bls12381Fp2> point) {
        return new Bls12381Point<>(point.x().conjugate().times(PSI_X),
                point.y().conjugate().times(PSI_Y), point.z().conjugate());
    }
}
