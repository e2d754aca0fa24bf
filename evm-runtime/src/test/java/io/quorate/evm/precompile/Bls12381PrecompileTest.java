package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** EIP-2537 by the generators, the laws of the groups, and two vectors of the execution spec tests. */
class Bls12381PrecompileTest {
    private static final long SEED = 381;
    private static final String PAD = "00".repeat(16);
    private static final String P = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
            + "1eabfffeb153ffffb9feffffffffaaab";
    private static final BigInteger ORDER = new BigInteger(
            "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);
    private static final Bytes G1 = Bytes.fromHexString(PAD
            + "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
            + "6c55e83ff97a1aeffb3af00adb22c6bb" + PAD
            + "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3ed"
            + "d03cc744a2888ae40caa232946c5e7e1");
    private static final Bytes G2 = Bytes.fromHexString(PAD
            + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
            + "0bac0326a805bbefd48056c8c121bdb8" + PAD
            + "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
            + "334cf11213945d57e5ac7d055d042b7e" + PAD
            + "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c"
            + "923ac9cc3baca289e193548608b82801" + PAD
            + "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab"
            + "3f370d275cec1da1aaa9075ff05f79be");
    /** (0, 2): on the curve of G1, but of order three. */
    private static final Bytes OUTSIDE = Bytes.concatenate(Bytes.wrap(new byte[127]), Bytes.of(2));
    private static final Bytes INFINITY_1 = Bytes.wrap(new byte[128]);
    private static final Bytes INFINITY_2 = Bytes.wrap(new byte[256]);
    private static final Bytes YES = Bytes32.leftPad(Bytes.of(1));

    private final Random random = new Random(SEED);

    @Test
    void msmIsTheSumOfItsProducts() {
        for (int count : new int[]{1, 2, 3, 40}) {
            Bytes input1 = Bytes.EMPTY;
            Bytes input2 = Bytes.EMPTY;
            Bytes sum1 = INFINITY_1;
            Bytes sum2 = INFINITY_2;
            for (int i = 0; i < count; i++) {
                Bytes p1 = times(Bls12381Precompile.G1_MSM, G1, number());
                Bytes p2 = times(Bls12381Precompile.G2_MSM, G2, number());
                BigInteger scalar = number();
                input1 = Bytes.concatenate(input1, p1, word(scalar));
                input2 = Bytes.concatenate(input2, p2, word(scalar));
                sum1 = add1(sum1, times(Bls12381Precompile.G1_MSM, p1, scalar));
                sum2 = run(Bls12381Precompile.G2_ADD, sum2,
                        times(Bls12381Precompile.G2_MSM, p2, scalar)).orElseThrow();
            }
            assertThat(run(Bls12381Precompile.G1_MSM, input1)).as("seed %s", SEED).contains(sum1);
            assertThat(run(Bls12381Precompile.G2_MSM, input2)).as("seed %s", SEED).contains(sum2);
        }
    }

    @Test
    void infinityIsNeutral() {
        assertThat(add1(G1, INFINITY_1)).isEqualTo(G1);
        assertThat(add1(INFINITY_1, INFINITY_1)).isEqualTo(INFINITY_1);
        assertThat(times(Bls12381Precompile.G1_MSM, G1, ORDER)).isEqualTo(INFINITY_1);
        assertThat(times(Bls12381Precompile.G2_MSM, G2, ORDER)).isEqualTo(INFINITY_2);
        assertThat(times(Bls12381Precompile.G1_MSM, INFINITY_1, BigInteger.TEN))
                .isEqualTo(INFINITY_1);
        Bytes minus = times(Bls12381Precompile.G1_MSM, G1, ORDER.subtract(BigInteger.ONE));
        assertThat(add1(G1, minus)).isEqualTo(INFINITY_1);
        assertThat(add1(G1, G1)).isEqualTo(times(Bls12381Precompile.G1_MSM, G1, BigInteger.TWO));
    }

    @Test
    void pairingIsBilinear() {
        BigInteger a = number();
        Bytes ap = times(Bls12381Precompile.G1_MSM, G1, a);
        Bytes minusAq = times(Bls12381Precompile.G2_MSM, G2, ORDER.subtract(a));
        assertThat(pairing(ap, G2, G1, minusAq)).contains(YES);
        assertThat(pairing(ap, G2, G1, minusAq, INFINITY_1, G2, G1, INFINITY_2)).contains(YES);
        assertThat(pairing(ap, G2, G1, G2)).contains(Bytes32.ZERO);
        assertThat(pairing(G1, G2)).contains(Bytes32.ZERO);
        assertThat(pairing(INFINITY_1, INFINITY_2)).contains(YES);
    }

    @Test
    void onlyAdditionTakesPointsOutsideTheSubgroup() {
        assertThat(run(Bls12381Precompile.G1_ADD, OUTSIDE, OUTSIDE)).isPresent();
        assertThat(run(Bls12381Precompile.G1_MSM, OUTSIDE, word(BigInteger.ONE))).isEmpty();
        assertThat(run(Bls12381Precompile.G1_MSM, OUTSIDE, word(BigInteger.ZERO))).isEmpty();
        assertThat(pairing(OUTSIDE, G2)).isEmpty();
        assertThat(pairing(OUTSIDE, INFINITY_2)).isEmpty();
    }

    @Test
    void refusesWhatIsNoEncoding() {
        Bytes offCurve = Bytes.concatenate(G1.slice(0, 127), Bytes.of(1));
        Bytes padded = Bytes.concatenate(Bytes.of(1), G1.slice(1));
        Bytes tooGreat = Bytes.concatenate(Bytes.fromHexString(PAD + P), G1.slice(64));
        for (Bytes wrong : new Bytes[]{offCurve, padded, tooGreat}) {
            assertThat(run(Bls12381Precompile.G1_ADD, wrong, G1)).isEmpty();
            assertThat(run(Bls12381Precompile.G1_ADD, G1, wrong)).isEmpty();
            assertThat(run(Bls12381Precompile.G1_MSM, wrong, word(BigInteger.ONE))).isEmpty();
        }
        assertThat(run(Bls12381Precompile.MAP_FP_TO_G1, Bytes.fromHexString(PAD + P))).isEmpty();
        for (Bls12381Precompile precompile : Bls12381Precompile.values()) {
            assertThat(precompile.execute(Bytes.EMPTY)).isEmpty();
            assertThat(precompile.execute(Bytes.wrap(new byte[1_000_001]))).isEmpty();
        }
    }

    @Test
    void mapsFieldElementsToTheGroups() {
        Bytes point1 = run(Bls12381Precompile.MAP_FP_TO_G1, Bytes.fromHexString(PAD
                + "0dd824886d2123a96447f6c56e3a3fa992fbfefdba17b6673f9f630ff19e4d32"
                + "6529db37e1c1be43f905bf9202e0278d")).orElseThrow();
        assertThat(Keccak256.hash(point1).toString()).isEqualTo(
                "0xacdb30b3a8e27882d84ffdc47be1bab0cbd22396d458e5628a583ab1917f38a3");
        Bytes point2 = run(Bls12381Precompile.MAP_FP2_TO_G2, Bytes.fromHexString(PAD
                + "03f80ce4ff0ca2f576d797a3660e3f65b274285c054feccc3215c879e2c0589d"
                + "376e83ede13f93c32f05da0f68fd6a10" + PAD
                + "006488a837c5413746d868d1efb7232724da10eca410b07d8b505b9363bdccf0"
                + "a1fc0029bad07d65b15ccfe6dd25e20d")).orElseThrow();
        assertThat(Keccak256.hash(point2).toString()).isEqualTo(
                "0x24a008ade140fd87e5faf1eab6c6c8669dcd60ed64ce1c0f7441515110ac7b8d");
    }

    @Test
    void chargesByTheTables() {
        assertThat(Bls12381Precompile.G1_ADD.gas(Bytes.EMPTY)).isEqualTo(375);
        assertThat(Bls12381Precompile.G1_MSM.gas(items(160, 0))).isZero();
        assertThat(Bls12381Precompile.G1_MSM.gas(items(160, 1))).isEqualTo(12_000);
        assertThat(Bls12381Precompile.G1_MSM.gas(items(160, 2))).isEqualTo(22_776);
        assertThat(Bls12381Precompile.G1_MSM.gas(items(160, 200))).isEqualTo(200 * 12 * 519);
        assertThat(Bls12381Precompile.G2_ADD.gas(Bytes.EMPTY)).isEqualTo(600);
        assertThat(Bls12381Precompile.G2_MSM.gas(items(288, 2))).isEqualTo(45_000);
        assertThat(Bls12381Precompile.G2_MSM.gas(items(288, 128)))
                .isEqualTo(128 * 22_500 * 524L / 1_000);
        assertThat(Bls12381Precompile.PAIRING_CHECK.gas(items(384, 3))).isEqualTo(135_500);
        assertThat(Bls12381Precompile.MAP_FP_TO_G1.gas(Bytes.EMPTY)).isEqualTo(5_500);
        assertThat(Bls12381Precompile.MAP_FP2_TO_G2.gas(Bytes.EMPTY)).isEqualTo(23_800);
    }

    private static Bytes items(int size, int count) {
        return Bytes.wrap(new byte[size * count]);
    }

    private static Optional<Bytes> pairing(Bytes... points) {
        return run(Bls12381Precompile.PAIRING_CHECK, points);
    }

    private static Bytes add1(Bytes a, Bytes b) {
        return run(Bls12381Precompile.G1_ADD, a, b).orElseThrow();
    }

    private static Bytes times(Precompile msm, Bytes point, BigInteger scalar) {
        return run(msm, point, word(scalar)).orElseThrow();
    }

    private static Optional<Bytes> run(Precompile precompile, Bytes... input) {
        return precompile.execute(Bytes.wrap(Bytes.concatenate(input).toArray()));
    }

    private static Bytes word(BigInteger number) {
        return Bytes32.leftPad(Bytes.fromHexStringLenient(number.toString(16)));
    }

    private BigInteger number() {
        return new BigInteger(256, random);
    }
}
