package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Polynomials whose commitments and proofs are known points of the setup: p(x) = 0, p(x) = 5, p(x) = x. */
class PointEvaluationTest {
    private static final String INFINITY = "c0" + "00".repeat(47);
    private static final String G1 = "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
            + "6c55e83ff97a1aeffb3af00adb22c6bb";
    /** τ·G1, {@code g1_monomial[1]} of the setup, which commits to p(x) = x. */
    private static final String TAU_G1 = "ad3eb50121139aa34db1d545093ac9374ab7bca2c0f3bf28e27c8dcd8fc7cb42"
            + "d25926fc0c97b336e9f0fb35e5a04c81";
    private static final String ORDER = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";
    private static final String ZERO = "00".repeat(32);
    private static final String Z = "00".repeat(29) + "c0ffee";
    private static final Bytes OUTPUT = Bytes.fromHexString("00".repeat(30) + "1000" + ORDER);

    private final PointEvaluation precompile = new PointEvaluation();

    @Test
    void acceptsTrueProofs() {
        assertThat(run(Z, ZERO, INFINITY, INFINITY)).isEqualTo(OUTPUT);
        assertThat(run(Z, Z, TAU_G1, G1)).isEqualTo(OUTPUT);
        assertThat(run(Z, "00".repeat(31) + "01", G1, INFINITY)).isEqualTo(OUTPUT);
    }

    @Test
    void refusesFalseProofs() {
        assertThat(run(Z, ZERO, TAU_G1, G1)).isEqualTo(Bytes.EMPTY);
        assertThat(run(ZERO, Z, TAU_G1, G1)).isEqualTo(Bytes.EMPTY);
        assertThat(run(Z, Z, TAU_G1, TAU_G1)).isEqualTo(Bytes.EMPTY);
        assertThat(run(Z, Z, TAU_G1, INFINITY)).isEqualTo(Bytes.EMPTY);
        assertThat(run(Z, Z, INFINITY, INFINITY)).isEqualTo(Bytes.EMPTY);
        assertThat(run(Z, ZERO, INFINITY, G1)).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void refusesNumbersAndPointsOutOfRange() {
        assertThat(run(ORDER, ZERO, INFINITY, INFINITY)).isEqualTo(Bytes.EMPTY);
        assertThat(run(Z, ORDER, INFINITY, INFINITY)).isEqualTo(Bytes.EMPTY);
        String noPoint = "80" + "00".repeat(46) + "03";
        String outside = "80" + "00".repeat(47); // x = 0, of order three
        assertThat(run(Z, ZERO, noPoint, INFINITY)).isEqualTo(Bytes.EMPTY);
        assertThat(run(Z, ZERO, INFINITY, outside)).isEqualTo(Bytes.EMPTY);
        assertThat(run(Z, ZERO, outside, INFINITY)).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void checksHashAndLength() {
        Bytes input = input(Z, Z, TAU_G1, G1);
        assertThat(precompile.execute(input)).contains(OUTPUT);
        assertThat(precompile.execute(input.slice(0, 191))).isEmpty();
        assertThat(precompile.execute(Bytes.concatenate(input, Bytes.of(0)))).isEmpty();
        assertThat(precompile.execute(Bytes.concatenate(Bytes.of(2), input.slice(1)))).isEmpty();
        assertThat(precompile.gas(input)).isEqualTo(50_000);
    }

    private Bytes run(String z, String y, String commitment, String proof) {
        return precompile.execute(input(z, y, commitment, proof)).orElse(Bytes.EMPTY);
    }

    private static Bytes input(String z, String y, String commitment, String proof) {
        byte[] hash = Sha256.digest(Bytes.fromHexString(commitment).toArray());
        hash[0] = 1;
        return Bytes.wrap(Bytes
                .concatenate(Bytes.wrap(hash), Bytes.fromHexString(z + y + commitment + proof))
                .toArray());
    }
}
