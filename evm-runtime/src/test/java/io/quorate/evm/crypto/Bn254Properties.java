package io.quorate.evm.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Field arithmetic against {@link BigInteger}; curve and pairing by the laws that they obey. */
class Bn254Properties {
    private static final long SEED = 254;
    private static final BigInteger P = Bn254Fp.MODULUS;
    private static final BigInteger R = Bn254G1.ORDER;
    static final Bn254G1 G1 = Bn254G1.affine(fp("1"), fp("2"));
    static final Bn254G2 G2 = new Bn254G2(
            new Bn254Fp2(
                    fp("10857046999023057135944570762232829481370756359578518086990519993285655852781"),
                    fp("11559732032986387107991004021392285783925812861821192530917403151452391805634")),
            new Bn254Fp2(
                    fp("8495653923123431417604973247489272438418190587263600148770280649306958101930"),
                    fp("4082367875863433681332203403145435568316851327593401208105741076214120093531")));

    private final Random random = new Random(SEED);

    @Test
    void fieldAgreesWithBigInteger() {
        BigInteger[] edges = {BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO,
                P.subtract(BigInteger.ONE), P.subtract(BigInteger.TWO), P.shiftRight(1),
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(192).subtract(BigInteger.ONE)};
        for (BigInteger a : edges) {
            for (BigInteger b : edges) {
                checkField(a, b);
            }
        }
        for (int i = 0; i < 5_000; i++) {
            checkField(number(), number());
        }
    }

    private static void checkField(BigInteger a, BigInteger b) {
        Bn254Fp x = Bn254Fp.of(a);
        Bn254Fp y = Bn254Fp.of(b);
        assertThat(x.times(y).toBigInteger()).isEqualTo(a.multiply(b).mod(P));
        assertThat(x.plus(y).toBigInteger()).isEqualTo(a.add(b).mod(P));
        assertThat(x.minus(y).toBigInteger()).isEqualTo(a.subtract(b).mod(P));
        assertThat(x.twice().toBigInteger()).isEqualTo(a.shiftLeft(1).mod(P));
        assertThat(x.half().twice().isEqual(x)).isTrue();
        assertThat(x.negated().plus(x).isZero()).isTrue();
        assertThat(x.inverse().times(x).isEqual(Bn254Fp.ONE)).isEqualTo(!x.isZero());
    }

    @Test
    void encodesNumbersBelowTheModulusOnly() {
        byte[] bytes = new byte[40];
        Bn254Fp element = Bn254Fp.of(number());
        element.write(bytes, 3);
        assertThat(Bn254Fp.read(bytes, 3).orElseThrow().isEqual(element)).isTrue();
        for (int i = 0; i < 1_000; i++) {
            BigInteger number = i == 0 ? P : i == 1 ? P.subtract(BigInteger.ONE)
                    : new BigInteger(256, random);
            byte[] plain = number.toByteArray();
            byte[] padded = new byte[32];
            int length = Math.min(32, plain.length);
            System.arraycopy(plain, plain.length - length, padded, 32 - length, length);
            assertThat(Bn254Fp.read(padded, 0).map(Bn254Fp::toBigInteger))
                    .isEqualTo(Optional.of(number).filter(n -> n.compareTo(P) < 0));
        }
    }

    @Test
    void towerHasInversesAndASparseProduct() {
        for (int i = 0; i < 20; i++) {
            Bn254Fp12 f = fp12();
            Bn254Fp12 g = fp12();
            assertThat(f.times(f.inverse()).isEqual(Bn254Fp12.ONE)).isTrue();
            assertThat(f.square().isEqual(f.times(f))).isTrue();
            assertThat(f.times(g).times(f).isEqual(g.times(f.square()))).isTrue();
            Bn254Fp2 d = fp2();
            Bn254Fp2 e = fp2();
            Bn254Fp2 h = fp2();
            Bn254Fp12 line = new Bn254Fp12(new Bn254Fp6(d, Bn254Fp2.ZERO, Bn254Fp2.ZERO),
                    new Bn254Fp6(e, h, Bn254Fp2.ZERO));
            assertThat(f.timesLine(d, e, h).isEqual(f.times(line))).isTrue();
        }
    }

    @Test
    void frobeniusIsThePowerOfP() {
        Bn254Fp12 f = fp12();
        assertThat(f.frobenius().isEqual(power(f, P))).isTrue();
        assertThat(f.conjugate().isEqual(power(f, P.pow(6)))).isTrue();
    }

    @Test
    void cyclotomicSquareIsTheSquare() {
        Bn254Fp12 f = fp12();
        Bn254Fp12 easy = f.conjugate().times(f.inverse());
        Bn254Fp12 cyclotomic = easy.frobenius().frobenius().times(easy);
        assertThat(cyclotomic.cyclotomicSquare().isEqual(cyclotomic.square())).isTrue();
        assertThat(cyclotomic
                .cyclotomicPower(Bn254Pairing.nonAdjacentForm(BigInteger.valueOf(1_000_003)))
                .isEqual(power(cyclotomic, BigInteger.valueOf(1_000_003)))).isTrue();
    }

    @Test
    void scalarsAddUp() {
        for (int i = 0; i < 20; i++) {
            BigInteger a = number();
            BigInteger b = number();
            assertSame(G1.times(a).plus(G1.times(b)), G1.times(a.add(b)));
            assertSame(G1.times(a).times(b), G1.times(a.multiply(b)));
        }
        assertSame(G1.plus(G1), G1.twice());
        assertThat(G1.times(R).isInfinity()).isTrue();
        assertThat(G1.plus(G1.times(R.subtract(BigInteger.ONE))).isInfinity()).isTrue();
        assertThat(G1.times(R.subtract(BigInteger.ONE)).twice().plus(G1.twice()).isInfinity())
                .isTrue();
        assertSame(G1.plus(Bn254G1.INFINITY), G1);
        assertSame(Bn254G1.INFINITY.plus(G1), G1);
    }

    @Test
    void theGeneratorIsInItsGroupAndOtherTwistPointsAreNot() {
        assertThat(G2.isOnCurve()).isTrue();
        assertThat(G2.isInSubgroup()).isTrue();
        assertThat(G2.negated().isInSubgroup()).isTrue();
        assertThat(G2.frobenius().isInSubgroup()).isTrue();
        int outside = 0;
        for (int i = 1; outside < 5; i++) {
            Bn254Fp2 x = Bn254Fp2.of(BigInteger.valueOf(i), BigInteger.ONE);
            Bn254Fp2 y2 = x.square().times(x).plus(Bn254G2.B);
            Bn254Fp2 y = squareRoot(y2);
            if (y.square().isEqual(y2)) {
                Bn254G2 point = new Bn254G2(x, y);
                assertThat(point.isOnCurve()).isTrue();
                assertThat(point.isInSubgroup()).isFalse();
                outside++;
            }
        }
    }

    /** For p = 3 mod 4: Adj and Rodríguez-Henríquez, "Square root computation over even extension fields". */
    private static Bn254Fp2 squareRoot(Bn254Fp2 square) {
        Bn254Fp2 a = square.power(P.subtract(BigInteger.valueOf(3)).shiftRight(2));
        Bn254Fp2 root = a.times(square);
        Bn254Fp2 alpha = a.times(root);
        if (alpha.isEqual(Bn254Fp2.ONE.negated())) {
            return new Bn254Fp2(root.b().negated(), root.a());
        }
        return alpha.plus(Bn254Fp2.ONE)
                .power(P.subtract(BigInteger.ONE).shiftRight(1)).times(root);
    }

    @Test
    void pairingIsBilinearAndNotDegenerate() {
        BigInteger a = number();
        BigInteger b = number();
        Bn254Fp12 once = pairing(G1, G2);
        assertThat(once.isEqual(Bn254Fp12.ONE)).isFalse();
        assertThat(power(once, R).isEqual(Bn254Fp12.ONE)).isTrue();
        assertThat(pairing(G1.times(a).normalized(), G2).isEqual(power(once, a))).isTrue();
        assertThat(pairing(G1, times(G2, b)).isEqual(power(once, b))).isTrue();
        assertThat(Bn254Pairing.isProductOne(
                List.of(new Bn254Pairing.Pair(G1.times(a).normalized(), times(G2, b)),
                        new Bn254Pairing.Pair(
                                G1.times(a.multiply(b)).negated().normalized(), G2))))
                .isTrue();
        assertThat(Bn254Pairing.isProductOne(
                List.of(new Bn254Pairing.Pair(G1.times(a).normalized(), times(G2, b)),
                        new Bn254Pairing.Pair(G1.times(a.multiply(b)).normalized(), G2))))
                .isFalse();
    }

    private static Bn254Fp12 pairing(Bn254G1 p, Bn254G2 q) {
        return Bn254Pairing.finalExponentiation(
                Bn254Pairing.millerLoop(List.of(new Bn254Pairing.Pair(p, q))));
    }

    private static void assertSame(Bn254G1 a, Bn254G1 b) {
        Bn254G1 x = a.normalized();
        Bn254G1 y = b.normalized();
        assertThat(x.x().isEqual(y.x()) && x.y().isEqual(y.y())).as("seed %s", SEED).isTrue();
    }

    /** Schoolbook multiplication on affine coordinates. */
    static Bn254G2 times(Bn254G2 point, BigInteger scalar) {
        BigInteger reduced = scalar.mod(R);
        Bn254G2 result = point;
        for (int bit = reduced.bitLength() - 2; bit >= 0; bit--) {
            Bn254Fp2 tangent = result.x().square().thrice()
                    .times(result.y().twice().inverse());
            result = next(result, result, tangent);
            if (reduced.testBit(bit)) {
                Bn254Fp2 chord = result.y().minus(point.y())
                        .times(result.x().minus(point.x()).inverse());
                result = next(result, point, chord);
            }
        }
        return result;
    }

    private static Bn254G2 next(Bn254G2 a, Bn254G2 b, Bn254Fp2 slope) {
        Bn254Fp2 x = slope.square().minus(a.x()).minus(b.x());
        return new Bn254G2(x, slope.times(a.x().minus(x)).minus(a.y()));
    }

    private static Bn254Fp12 power(Bn254Fp12 base, BigInteger exponent) {
        Bn254Fp12 result = Bn254Fp12.ONE;
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            result = result.times(result);
            if (exponent.testBit(bit)) {
                result = result.times(base);
            }
        }
        return result;
    }

    private static Bn254Fp fp(String decimal) {
        return Bn254Fp.of(new BigInteger(decimal));
    }

    private BigInteger number() {
        return new BigInteger(260, random).mod(P);
    }

    private Bn254Fp2 fp2() {
        return Bn254Fp2.of(number(), number());
    }

    private Bn254Fp12 fp12() {
        return new Bn254Fp12(new Bn254Fp6(fp2(), fp2(), fp2()),
                new Bn254Fp6(fp2(), fp2(), fp2()));
    }
}
