package io.quorate.evm.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The portable arithmetic: field against {@link BigInteger}; curve and pairing by the laws that they obey. */
class Bls12381Properties {
    private static final long SEED = Long.getLong("quorate.seed", 381);
    private static final BigInteger P = Bls12381.MODULUS;
    private static final BigInteger R = Bls12381.ORDER;
    private static final BigInteger U = new BigInteger("d201000000010000", 16).negate();
    private static final Bls12381G1 G1 = Bls12381G1.GROUP;
    private static final Bls12381G2 G2 = Bls12381G2.GROUP;

    private final Random random = new Random(SEED);

    @Test
    void constantsFollowFromTheParameter() {
        assertThat(U.pow(4).subtract(U.pow(2)).add(BigInteger.ONE)).isEqualTo(R);
        assertThat(U.subtract(BigInteger.ONE).pow(2).multiply(R).divide(BigInteger.valueOf(3))
                .add(U)).isEqualTo(P);
    }

    @Test
    void fieldAgreesWithBigInteger() {
        BigInteger[] edges = {BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO,
                P.subtract(BigInteger.ONE), P.subtract(BigInteger.TWO), P.shiftRight(1),
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(320).subtract(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(384).mod(P),
                BigInteger.ONE.shiftLeft(384).modInverse(P).negate().mod(P)};
        for (BigInteger a : edges) {
            for (BigInteger b : edges) {
                checkField(a, b, a, b);
                checkField(a, b, P.subtract(BigInteger.ONE), b);
            }
        }
        for (int i = 0; i < 3_000; i++) {
            checkField(number(), number(), number(), number());
        }
    }

    private static void checkField(BigInteger a, BigInteger b, BigInteger c, BigInteger d) {
        Bls12381Fp x = Bls12381Fp.of(a);
        Bls12381Fp y = Bls12381Fp.of(b);
        assertThat(x.times(y).toBigInteger()).as("seed %s", SEED)
                .isEqualTo(a.multiply(b).mod(P));
        assertThat(Bls12381Fp.sumOfProducts(x, y, Bls12381Fp.of(c), Bls12381Fp.of(d))
                .toBigInteger()).isEqualTo(a.multiply(b).add(c.multiply(d)).mod(P));
        assertThat(x.plus(y).toBigInteger()).isEqualTo(a.add(b).mod(P));
        assertThat(x.minus(y).toBigInteger()).isEqualTo(a.subtract(b).mod(P));
        assertThat(x.twice().toBigInteger()).isEqualTo(a.shiftLeft(1).mod(P));
        assertThat(x.half().twice().isEqual(x)).isTrue();
        assertThat(x.negated().plus(x).isZero()).isTrue();
        assertThat(x.isOdd()).isEqualTo(a.testBit(0));
        assertThat(x.inverse().times(x).isEqual(Bls12381Fp.ONE)).isEqualTo(!x.isZero());
    }

    @Test
    void encodesNumbersBelowTheModulusOnly() {
        for (int i = 0; i < 1_000; i++) {
            BigInteger number = switch (i) {
                case 0 -> P;
                case 1 -> P.subtract(BigInteger.ONE);
                case 2 -> BigInteger.ONE.shiftLeft(384).subtract(BigInteger.ONE);
                default -> new BigInteger(i % 2 == 0 ? 384 : 381, random);
            };
            byte[] bytes = Bytes.fromHexString(String.format("%0102x", number)).toArray();
            Optional<Bls12381Fp> element = Bls12381Fp.read(bytes, 3);
            assertThat(element.map(Bls12381Fp::toBigInteger))
                    .isEqualTo(Optional.of(number).filter(n -> n.compareTo(P) < 0));
            byte[] written = new byte[51];
            element.ifPresent(e -> e.write(written, 3));
            assertThat(written).isEqualTo(element.isPresent() ? bytes : new byte[51]);
        }
    }

    @Test
    void squaresHaveRootsAndOnlySquares() {
        for (int i = 0; i < 50; i++) {
            Bls12381Fp a = fp();
            boolean isSquare = a.toBigInteger().modPow(P.shiftRight(1), P).equals(BigInteger.ONE);
            assertThat(a.squareRoot().map(root -> root.square().isEqual(a)))
                    .isEqualTo(isSquare ? Optional.of(true) : Optional.empty());
            checkRoot(fp2().square(), true);
            checkRoot(fp2().square().times(Bls12381Fp2.XI), false);
            checkRoot(new Bls12381Fp2(a, Bls12381Fp.ZERO), true); // all of Fp are squares in Fp2
            checkRoot(new Bls12381Fp2(Bls12381Fp.ZERO, a).square(), true);
        }
        checkRoot(Bls12381Fp2.ZERO, true);
    }

    private static void checkRoot(Bls12381Fp2 a, boolean isSquare) {
        assertThat(a.squareRoot().map(root -> root.square().isEqual(a))).as("seed %s", SEED)
                .isEqualTo(isSquare ? Optional.of(true) : Optional.empty());
    }

    @Test
    void towerHasInversesAndASparseProduct() {
        for (int i = 0; i < 20; i++) {
            Bls12381Fp12 f = fp12();
            Bls12381Fp12 g = fp12();
            assertThat(f.times(f.inverse()).isEqual(Bls12381Fp12.ONE)).isTrue();
            assertThat(f.square().isEqual(f.times(f))).isTrue();
            assertThat(f.times(g).times(f).isEqual(g.times(f.square()))).isTrue();
            Bls12381Fp2 d = fp2();
            Bls12381Fp2 e = fp2();
            Bls12381Fp2 h = fp2();
            Bls12381Fp12 line = new Bls12381Fp12(new Bls12381Fp6(d, e, Bls12381Fp2.ZERO),
                    new Bls12381Fp6(Bls12381Fp2.ZERO, h, Bls12381Fp2.ZERO));
            assertThat(f.timesLine(d, e, h).isEqual(f.times(line))).isTrue();
        }
    }

    @Test
    void frobeniusIsThePowerOfP() {
        Bls12381Fp12 f = fp12();
        assertThat(f.frobenius().isEqual(power(f, P))).isTrue();
        assertThat(f.conjugate().isEqual(power(f, P.pow(6)))).isTrue();
    }

    /** The hard part takes shortcuts that hold in the cyclotomic subgroup; plain powers take none. */
    @Test
    void finalExponentiationIsThePlainPower() {
        Bls12381Fp12 f = fp12();
        BigInteger exponent = P.pow(12).subtract(BigInteger.ONE).divide(R)
                .multiply(BigInteger.valueOf(3));
        assertThat(Bls12381Pairing.finalExponentiation(f).isEqual(power(f, exponent))).isTrue();
        Bls12381Fp12 easy = f.conjugate().times(f.inverse());
        Bls12381Fp12 cyclotomic = easy.frobenius().frobenius().times(easy);
        assertThat(cyclotomic.cyclotomicSquare().isEqual(cyclotomic.square())).isTrue();
        assertThat(cyclotomic.cyclotomicPower(Bls12381Point.ABSOLUTE_U)
                .isEqual(power(cyclotomic, U.negate()))).isTrue();
    }

    @Test
    void scalarsAddUpInBothGroups() {
        checkScalars(G1, Bls12381G1.generator());
        checkScalars(G2, Bls12381G2.generator());
    }

    private <F extends Bls12381Field<F>> void checkScalars(Bls12381Group<F> group,
            Bls12381Point<F> generator) {
        assertThat(group.isMember(generator)).isTrue();
        assertThat(times(group, generator, R).isInfinity()).isTrue();
        assertThat(times(group, generator, R.subtract(BigInteger.ONE))
                .isSame(generator.negated())).isTrue();
        for (int i = 0; i < 10; i++) {
            BigInteger a = number().mod(R);
            BigInteger b = number().mod(R);
            var sum = times(group, generator, a).plus(times(group, generator, b));
            assertThat(sum.isSame(times(group, generator, a.add(b).mod(R)))).isTrue();
            assertThat(sum.isSame(generator)).isFalse();
            assertThat(group.isMember(sum)).isTrue();
            var plain = doubleAndAdd(sum, b);
            assertThat(times(group, sum.normalized(), b).isSame(plain)).isTrue();
            assertThat(sum.plusNormalized(generator).isSame(sum.plus(generator))).isTrue();
        }
        var twice = generator.twice();
        assertThat(generator.plusNormalized(generator).isSame(twice)).isTrue();
        assertThat(generator.plus(generator.negated()).isInfinity()).isTrue();
        assertThat(twice.plus(twice.normalized().negated()).isInfinity()).isTrue();
        assertThat(twice.plusNormalized(twice.normalized().negated()).isInfinity()).isTrue();
        assertThat(group.infinity().twice().isInfinity()).isTrue();
        assertThat(group.infinity().isSame(generator)).isFalse();
    }

    /** Membership through an endomorphism is what it stands for: the order is r. */
    @Test
    void membersAreThePointsOfOrderR() {
        checkMembership(G1, Bls12381.FP_SIZE);
        checkMembership(G2, 2 * Bls12381.FP_SIZE);
    }

    private <F extends Bls12381Field<F>> void checkMembership(Bls12381Group<F> group, int size) {
        for (int found = 0; found < 20;) {
            byte[] bytes = new byte[size];
            for (int at = 0; at < size; at += Bls12381.FP_SIZE) {
                Bls12381Group.writeFp(fp(), bytes, at);
            }
            F x = group.readCoordinate(bytes, 0).orElseThrow();
            Optional<F> y = group.equation(x).squareRoot();
            if (y.isPresent()) {
                var point = group.affine(x, y.get());
                assertThat(group.isMember(point))
                        .isEqualTo(doubleAndAdd(point, R).isInfinity()).isFalse();
                var cleared = group.clearCofactor(point);
                assertThat(group.isMember(cleared))
                        .isEqualTo(doubleAndAdd(cleared, R).isInfinity()).isTrue();
                found++;
            }
        }
    }

    @Test
    void pairingIsBilinearAndNotDegenerate() {
        BigInteger a = number().mod(R);
        BigInteger b = number().mod(R);
        var p = Bls12381G1.generator();
        var q = Bls12381G2.generator();
        Bls12381Fp12 once = pairing(p, q);
        assertThat(once.isEqual(Bls12381Fp12.ONE)).isFalse();
        assertThat(power(once, R).isEqual(Bls12381Fp12.ONE)).isTrue();
        var ap = times(G1, p, a).normalized();
        var bq = times(G2, q, b).normalized();
        assertThat(pairing(ap, q).isEqual(power(once, a))).isTrue();
        assertThat(pairing(p, bq).isEqual(power(once, b))).isTrue();
        var abp = times(G1, ap, b).normalized();
        assertThat(Bls12381Pairing.isProductOne(List.of(new Bls12381Pairing.Pair(ap, bq),
                new Bls12381Pairing.Pair(abp.negated(), q)))).isTrue();
        assertThat(Bls12381Pairing.isProductOne(List.of(new Bls12381Pairing.Pair(ap, bq),
                new Bls12381Pairing.Pair(abp, q)))).isFalse();
    }

    private static Bls12381Fp12 pairing(Bls12381Point<Bls12381Fp> p,
            Bls12381Point<Bls12381Fp2> q) {
        return Bls12381Pairing.finalExponentiation(
                Bls12381Pairing.millerLoop(List.of(new Bls12381Pairing.Pair(p, q))));
    }

    private static <F extends Bls12381Field<F>> Bls12381Point<F> times(Bls12381Group<F> group,
            Bls12381Point<F> point, BigInteger scalar) {
        return Bls12381Msm.sum(group, List.of(point), List.of(scalar));
    }

    private static <F extends Bls12381Field<F>> Bls12381Point<F> doubleAndAdd(
            Bls12381Point<F> point, BigInteger scalar) {
        Bls12381Point<F> result = point;
        for (int bit = scalar.bitLength() - 2; bit >= 0; bit--) {
            result = result.twice();
            if (scalar.testBit(bit)) {
                result = result.plus(point);
            }
        }
        return result;
    }

    private static Bls12381Fp12 power(Bls12381Fp12 base, BigInteger exponent) {
        Bls12381Fp12 result = Bls12381Fp12.ONE;
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            result = result.times(result);
            if (exponent.testBit(bit)) {
                result = result.times(base);
            }
        }
        return result;
    }

    private BigInteger number() {
        return new BigInteger(450, random).mod(P);
    }

    private Bls12381Fp fp() {
        return Bls12381Fp.of(number());
    }

    private Bls12381Fp2 fp2() {
        return new Bls12381Fp2(fp(), fp());
    }

    private Bls12381Fp12 fp12() {
        return new Bls12381Fp12(new Bls12381Fp6(fp2(), fp2(), fp2()),
                new Bls12381Fp6(fp2(), fp2(), fp2()));
    }
}
