package io.quorate.evm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The portable implementation gives what the native one gives, to the bit, also for hostile input. */
class Bls12381BackendsTest {
    private static final long SEED = Long.getLong("quorate.seed", 2_537);
    private static final Bls12381Portable PORTABLE = new Bls12381Portable();
    private static final byte[] INFINITY_1 = new byte[Bls12381.G1_SIZE];
    private static final byte[] INFINITY_2 = new byte[Bls12381.G2_SIZE];
    private static final BigInteger P = Bls12381.MODULUS;
    private static final BigInteger R = Bls12381.ORDER;

    private final Random random = new Random(SEED);
    private Bls12381Native fast;

    @BeforeEach
    void load() {
        Optional<String> missing = Optional.empty();
        try {
            fast = Bls12381Native.load();
        } catch (NativeUnavailableException e) {
            missing = Optional.of(e.getMessage());
        }
        assumeThat(missing).as("blst").isEmpty();
    }

    @Test
    void sumsAgreeOnTheWholeCurve() {
        for (int i = 0; i < 25; i++) {
            byte[] p = curvePoint(Bls12381G1.GROUP);
            byte[] q = curvePoint(Bls12381G2.GROUP);
            for (byte[] other : List.of(p, negated(p), curvePoint(Bls12381G1.GROUP), INFINITY_1)) {
                assertSame(Bls12381Backend::g1Add, concat(p, other));
                assertSame(Bls12381Backend::g1Add, concat(other, p));
            }
            for (byte[] other : List.of(q, negated(q), curvePoint(Bls12381G2.GROUP), INFINITY_2)) {
                assertSame(Bls12381Backend::g2Add, concat(q, other));
                assertSame(Bls12381Backend::g2Add, concat(other, q));
            }
        }
        assertSame(Bls12381Backend::g1Add, concat(INFINITY_1, INFINITY_1));
        assertSame(Bls12381Backend::g2Add, concat(INFINITY_2, INFINITY_2));
    }

    @Test
    void mapsAgree() {
        for (int i = 0; i < 80; i++) {
            byte[] a = i == 0 ? new byte[Bls12381.FP_SIZE] : element();
            byte[] b = i % 20 == 0 ? new byte[Bls12381.FP_SIZE] : element();
            assertThat(assertSame(Bls12381Backend::mapFpToG1, a)).isPresent();
            assertThat(assertSame(Bls12381Backend::mapFp2ToG2, concat(a, b))).isPresent();
            assertThat(assertSame(Bls12381Backend::mapFp2ToG2, concat(b, a))).isPresent();
        }
        for (BigInteger u : exceptional()) {
            assertThat(assertSame(Bls12381Backend::mapFpToG1, encoded(u))).isPresent();
        }
        for (BigInteger u : List.of(P, P.subtract(BigInteger.ONE), P.add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(384), BigInteger.ONE.shiftLeft(511),
                BigInteger.ONE.shiftLeft(384).subtract(BigInteger.ONE))) {
            assertSame(Bls12381Backend::mapFpToG1, encoded(u));
            assertSame(Bls12381Backend::mapFp2ToG2, concat(encoded(u), element()));
            assertSame(Bls12381Backend::mapFp2ToG2, concat(element(), encoded(u)));
        }
    }

    /** Where Z²u⁴ + Zu² is zero: u = 0 and, as -1/Z is a square or not, u = ±√(-1/Z). */
    private static List<BigInteger> exceptional() {
        List<BigInteger> found = new ArrayList<>(List.of(BigInteger.ZERO));
        Bls12381Fp.of(BigInteger.valueOf(11)).negated().inverse().squareRoot()
                .ifPresent(root -> found.addAll(
                        List.of(root.toBigInteger(), root.negated().toBigInteger())));
        return found;
    }

    @Test
    void multiSumsAgree() {
        for (int count : new int[]{1, 2, 3, 7, 31, 32, 33, 128}) {
            assertSame(Bls12381Backend::g1Msm, g1Items(count));
            assertSame(Bls12381Backend::g2Msm, g2Items(count));
        }
        assertSame(Bls12381Backend::g1Msm, g1Items(400));
    }

    /** Equal points, opposite points and infinity meet in tables and in buckets. */
    @Test
    void multiSumsAgreeOnRepeatedPointsAndSmallScalars() {
        byte[] p = member1();
        byte[] q = member2();
        for (int count : new int[]{2, 5, 40, 90}) {
            for (int round = 0; round < 5; round++) {
                List<byte[]> items1 = new ArrayList<>();
                List<byte[]> items2 = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    byte[] scalar = word(specialScalar(random.nextInt(10)));
                    items1.add(pick(p, negated(p), INFINITY_1));
                    items1.add(scalar);
                    items2.add(pick(q, negated(q), INFINITY_2));
                    items2.add(scalar);
                }
                assertSame(Bls12381Backend::g1Msm, concat(items1));
                assertSame(Bls12381Backend::g2Msm, concat(items2));
            }
        }
    }

    private BigInteger specialScalar(int which) {
        return switch (which) {
            case 0 -> BigInteger.ZERO;
            case 1 -> R;
            case 2 -> R.subtract(BigInteger.ONE);
            case 3 -> BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
            case 4 -> BigInteger.ONE.shiftLeft(random.nextInt(256));
            case 5 -> BigInteger.ONE.shiftLeft(random.nextInt(256)).subtract(BigInteger.ONE);
            case 6 -> BigInteger.TWO;
            default -> BigInteger.ONE;
        };
    }

    private byte[] pick(byte[]... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Test
    void pairingChecksAgree() {
        for (int i = 0; i < 6; i++) {
            BigInteger a = number(R);
            BigInteger b = number(R);
            byte[] ap = times1(a);
            byte[] bq = times2(b);
            byte[] abp = times1(a.multiply(b).mod(R));
            byte[] q = times2(BigInteger.ONE);
            byte[] balanced = concat(ap, bq, negated(abp), q);
            assertThat(assertSame(Bls12381Backend::isPairingProductOne, balanced)).contains(true);
            assertThat(assertSame(Bls12381Backend::isPairingProductOne,
                    concat(balanced, INFINITY_1, bq, ap, INFINITY_2, balanced))).contains(true);
            assertThat(assertSame(Bls12381Backend::isPairingProductOne,
                    concat(ap, bq, abp, q))).contains(false);
            assertThat(assertSame(Bls12381Backend::isPairingProductOne, concat(ap, bq)))
                    .contains(false);
        }
        assertThat(assertSame(Bls12381Backend::isPairingProductOne, INFINITY_1, INFINITY_2))
                .contains(true);
    }

    @Test
    void pointsOutsideTheSubgroupAreRefusedByBoth() {
        byte[] one = word(BigInteger.ONE);
        for (int i = 0; i < 40; i++) {
            byte[] p = curvePoint(Bls12381G1.GROUP);
            byte[] q = curvePoint(Bls12381G2.GROUP);
            assertThat(assertSame(Bls12381Backend::g1Msm, p, one)).isEmpty();
            assertThat(assertSame(Bls12381Backend::g2Msm, q, one)).isEmpty();
            assertThat(assertSame(Bls12381Backend::isPairingProductOne, p, INFINITY_2)).isEmpty();
            assertThat(assertSame(Bls12381Backend::isPairingProductOne, INFINITY_1, q)).isEmpty();
        }
        for (byte[] small : smallOrderPoints()) {
            assertSame(Bls12381Backend::g1Add, small, small);
            assertThat(assertSame(Bls12381Backend::g1Msm, small, one)).isEmpty();
        }
    }

    /** (0, ±2) have order three; r times a curve point has an order that divides the cofactor. */
    private List<byte[]> smallOrderPoints() {
        List<byte[]> points = new ArrayList<>();
        points.add(concat(encoded(BigInteger.ZERO), encoded(BigInteger.TWO)));
        points.add(negated(points.getFirst()));
        for (int i = 0; i < 10; i++) {
            var p = Bls12381G1.GROUP.read(curvePoint(Bls12381G1.GROUP), 0).orElseThrow();
            var product = Bls12381Msm.sum(Bls12381G1.GROUP, List.of(p), List.of(R));
            points.add(Bls12381G1.GROUP.encoded(product));
        }
        return points;
    }

    /** Any bit of a valid input turned, any number put in place of a coordinate: both say the same. */
    @Test
    void damagedInputsAgree() {
        for (int i = 0; i < 80; i++) {
            assertSame(Bls12381Backend::g1Add, damaged(concat(member1(), member1())));
            assertSame(Bls12381Backend::g2Add, damaged(concat(member2(), member2())));
            assertSame(Bls12381Backend::g1Msm, damaged(g1Items(2)));
            assertSame(Bls12381Backend::g2Msm, damaged(g2Items(2)));
            assertSame(Bls12381Backend::isPairingProductOne, damaged(concat(member1(), member2())));
        }
    }

    private byte[] damaged(byte[] input) {
        byte[] out = input.clone();
        int coordinate = random.nextInt(input.length / Bls12381.FP_SIZE) * Bls12381.FP_SIZE;
        switch (random.nextInt(5)) {
            case 0 -> out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> out[coordinate + random.nextInt(16)] = 1;
            case 2 -> System.arraycopy(encoded(P), 0, out, coordinate, Bls12381.FP_SIZE);
            case 3 -> Arrays.fill(out, coordinate, coordinate + Bls12381.FP_SIZE, (byte) 0);
            default -> System.arraycopy(encoded(new BigInteger(384, random)), 0, out, coordinate,
                    Bls12381.FP_SIZE);
        }
        return out;
    }

    @Test
    void kzgProofsAgree() {
        for (int i = 0; i < 10; i++) {
            // of a constant polynomial, the proof is infinity
            BigInteger value = number(R);
            byte[] commitment = compressed(times1(value));
            byte[] proof = compressed(INFINITY_1);
            assertThat(assertSameKzg(commitment, number(R), value, proof)).isTrue();
            assertThat(assertSameKzg(commitment, number(R), value.xor(BigInteger.ONE), proof))
                    .isFalse();
            assertThat(assertSameKzg(commitment, number(R), value, compressed(member1())))
                    .isFalse();
            assertSameKzg(Bytes.random(48, random).toArray(), number(R), value, proof);
            byte[] damaged = commitment.clone();
            damaged[random.nextInt(48)] ^= (byte) (1 << random.nextInt(8));
            assertSameKzg(damaged, number(R), value, proof);
            byte[] outside = compressed(curvePoint(Bls12381G1.GROUP));
            assertThat(assertSameKzg(outside, number(R), value, proof)).isFalse();
        }
        assertThat(Bls12381G2.GROUP.readMember(KzgProof.TAU_G2, 0)).isPresent();
        byte[] infinity = compressed(INFINITY_1);
        assertThat(assertSameKzg(infinity, BigInteger.ONE, BigInteger.ZERO, infinity)).isTrue();
        for (int flags = 0; flags < 8; flags++) { // each set of flags, over zeros and over an x
            for (byte[] point : List.of(infinity, compressed(member1()))) {
                byte[] flagged = point.clone();
                flagged[0] = (byte) (flagged[0] & 0x1f | flags << 5);
                assertSameKzg(flagged, BigInteger.ONE, BigInteger.ZERO, infinity);
                assertSameKzg(infinity, BigInteger.ONE, BigInteger.ZERO, flagged);
                flagged[47] ^= 1;
                assertSameKzg(flagged, BigInteger.ONE, BigInteger.ZERO, infinity);
            }
        }
    }

    /** Proofs that others made, of polynomials that are no constants. */
    @Test
    void knownKzgProofsAreAccepted() {
        byte[] commitment = bytes("8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481b"
                + "c22f91b4aaffcca25f26936857bc3a7c2539ea8ec3a952b7");
        BigInteger z1 = R.subtract(BigInteger.ONE);
        BigInteger y1 = number("1522a4a7f34e1ea350ae07c29c96c7e79655aa926122e95fe69fcbd932ca49e9");
        byte[] proof1 = bytes("a62ad71d14c5719385c0686f1871430475bf3a00f0aa3f7b"
                + "8dd99a9abc2160744faf0070725e00b60ad9a026a15b1a8c");
        BigInteger z2 = number("564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306");
        BigInteger y2 = number("24d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1");
        byte[] proof2 = bytes("873033e038326e87ed3e1276fd140253fa08e9fc25fb2d9a"
                + "98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a");
        assertThat(assertSameKzg(commitment, z1, y1, proof1)).isTrue();
        assertThat(assertSameKzg(commitment, z2, y2, proof2)).isTrue();
        assertThat(assertSameKzg(commitment, z1, y1, proof2)).isFalse();
        assertThat(assertSameKzg(commitment, z2, y1, proof2)).isFalse();
        assertThat(assertSameKzg(commitment, z2, y2.add(BigInteger.ONE), proof2)).isFalse();
        assertThat(assertSameKzg(proof2, z2, y2, proof2)).isFalse();
    }

    private static byte[] bytes(String hex) {
        return Bytes.fromHexString(hex).toArray();
    }

    private static BigInteger number(String hex) {
        return new BigInteger(hex, 16);
    }

    private boolean assertSameKzg(byte[] commitment, BigInteger z, BigInteger y, byte[] proof) {
        boolean expected = fast.verifyKzgProof(commitment, z, y, proof);
        assertThat(PORTABLE.verifyKzgProof(commitment, z, y, proof))
                .as("seed %s commitment %s proof %s", SEED, Bytes.wrap(commitment),
                        Bytes.wrap(proof))
                .isEqualTo(expected);
        return expected;
    }

    /** Runs both and gives back what they agree on. */
    private <T> Optional<Object> assertSame(
            BiFunction<Bls12381Backend, byte[], Optional<T>> operation, byte[]... input) {
        byte[] whole = concat(input);
        Optional<Object> expected = operation.apply(fast, whole).map(Bls12381BackendsTest::value);
        assertThat(operation.apply(PORTABLE, whole).map(Bls12381BackendsTest::value))
                .as("seed %s input %s", SEED, Bytes.wrap(whole)).isEqualTo(expected);
        return expected;
    }

    private static Object value(Object result) {
        return result instanceof byte[] bytes ? Bytes.wrap(bytes) : result;
    }

    private byte[] g1Items(int count) {
        List<byte[]> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(member1());
            items.add(word(new BigInteger(256, random)));
        }
        return concat(items);
    }

    private byte[] g2Items(int count) {
        List<byte[]> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(member2());
            items.add(word(new BigInteger(256, random)));
        }
        return concat(items);
    }

    private byte[] member1() {
        return fast.mapFpToG1(element()).orElseThrow();
    }

    private byte[] member2() {
        return fast.mapFp2ToG2(concat(element(), element())).orElseThrow();
    }

    private byte[] times1(BigInteger scalar) {
        byte[] generator = Bls12381G1.GROUP.encoded(Bls12381G1.generator());
        return fast.g1Msm(concat(generator, word(scalar))).orElseThrow();
    }

    private byte[] times2(BigInteger scalar) {
        byte[] generator = Bls12381G2.GROUP.encoded(Bls12381G2.generator());
        return fast.g2Msm(concat(generator, word(scalar))).orElseThrow();
    }

    /** A point of the curve that is, all but never, not in the subgroup. */
    private <F extends Bls12381Field<F>> byte[] curvePoint(Bls12381Group<F> group) {
        while (true) {
            byte[] bytes = concat(element(), element());
            F x = group.readCoordinate(bytes, 0).orElseThrow();
            Optional<F> y = group.equation(x).squareRoot();
            if (y.isPresent()) {
                return group.encoded(
                        group.affine(x, random.nextBoolean() ? y.get() : y.get().negated()));
            }
        }
    }

    /** Turns each part of y to its negative. */
    private static byte[] negated(byte[] point) {
        byte[] out = point.clone();
        for (int at = point.length / 2; at < point.length; at += Bls12381.FP_SIZE) {
            BigInteger y = new BigInteger(1, point, at, Bls12381.FP_SIZE);
            System.arraycopy(encoded(P.subtract(y).mod(P)), 0, out, at, Bls12381.FP_SIZE);
        }
        return out;
    }

    private static byte[] compressed(byte[] point) {
        byte[] out = Arrays.copyOfRange(point, 16, 64);
        boolean isInfinity = Arrays.equals(point, INFINITY_1);
        BigInteger y = new BigInteger(1, point, 64, 64);
        boolean isGreater = y.compareTo(P.subtract(y)) > 0;
        out[0] |= (byte) (isInfinity ? 0xc0 : isGreater ? 0xa0 : 0x80);
        return out;
    }

    private byte[] element() {
        return encoded(number(P));
    }

    private BigInteger number(BigInteger bound) {
        return new BigInteger(bound.bitLength() + 64, random).mod(bound);
    }

    private static byte[] encoded(BigInteger number) {
        return Bytes.fromHexString(String.format("%0128x", number)).toArray();
    }

    private static byte[] word(BigInteger number) {
        return Bytes.fromHexString(String.format("%064x", number)).toArray();
    }

    private static byte[] concat(List<byte[]> parts) {
        return concat(parts.toArray(byte[][]::new));
    }

    private static byte[] concat(byte[]... parts) {
        return Bytes.concatenate(Arrays.stream(parts).map(Bytes::wrap).toList()).toArray();
    }
}
