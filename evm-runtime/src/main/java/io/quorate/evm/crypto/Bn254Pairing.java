package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The optimal ate pairing on alt_bn128 (Vercauteren, "Optimal pairings"), up to a fixed power prime to r. */
final class Bn254Pairing {
    /** The parameter u of this Barreto-Naehrig curve: p = 36u⁴ + 36u³ + 24u² + 6u + 1. */
    static final long U = 4_965_661_367_192_848_881L;
    private static final byte[] U_DIGITS = nonAdjacentForm(BigInteger.valueOf(U));
    /** 6u + 2 in non-adjacent form, the least significant digit first. */
    private static final byte[] LOOP = nonAdjacentForm(BigInteger.valueOf(U)
            .multiply(BigInteger.valueOf(6)).add(BigInteger.TWO));

    /** One argument of the pairing; neither point is infinity, and {@code p} is normalised. */
    record Pair(Bn254G1 p, Bn254G2 q) {}

    private Bn254Pairing() {}

    /** Digits of -1, 0 and 1, the least first, no two neighbours of which are other than 0. */
    static byte[] nonAdjacentForm(BigInteger number) {
        byte[] digits = new byte[number.bitLength() + 1];
        BigInteger rest = number;
        int length = 0;
        while (rest.signum() != 0) {
            int digit = rest.testBit(0) ? 2 - (rest.intValue() & 3) : 0;
            digits[length++] = (byte) digit;
            rest = rest.subtract(BigInteger.valueOf(digit)).shiftRight(1);
        }
        return Arrays.copyOf(digits, length);
    }

    /** Whether the product of the pairings is one. */
    static boolean isProductOne(List<Pair> pairs) {
        return finalExponentiation(millerLoop(pairs)).isEqual(Bn254Fp12.ONE);
    }

    /** All pairs in one loop, so that they share the squarings. */
    static Bn254Fp12 millerLoop(List<Pair> pairs) {
        var walks = new ArrayList<Bn254Walk>(pairs.size());
        for (Pair pair : pairs) {
            walks.add(new Bn254Walk(pair.q));
        }
        Bn254Fp12 f = Bn254Fp12.ONE;
        for (int i = LOOP.length - 2; i >= 0; i--) {
            f = f.square();
            for (int k = 0; k < pairs.size(); k++) {
                f = step(f, walks.get(k), pairs.get(k), LOOP[i]);
            }
        }
        for (int k = 0; k < pairs.size(); k++) {
            f = lastSteps(f, walks.get(k), pairs.get(k));
        }
        return f;
    }

    private static Bn254Fp12 step(Bn254Fp12 f, Bn254Walk walk, Pair pair, int digit) {
        walk.twice();
        Bn254Fp12 next = walk.timesLine(f, pair.p);
        if (digit == 0) {
            return next;
        }
        walk.plus(digit > 0 ? pair.q : pair.q.negated());
        return walk.timesLine(next, pair.p);
    }

    /** The lines through π(Q) and -π²(Q). */
    private static Bn254Fp12 lastSteps(Bn254Fp12 f, Bn254Walk walk, Pair pair) {
        Bn254G2 image = pair.q.frobenius();
        walk.plus(image);
        Bn254Fp12 next = walk.timesLine(f, pair.p);
        walk.plus(image.frobenius().negated());
        return walk.timesLine(next, pair.p);
    }

    /**
     * f to the power 2u(6u² + 3u + 1)·(p^12 - 1)/r. The easy part (p^6 - 1)(p² + 1), then the hard part after
     * Duquesne and Ghammam, "Memory-saving computation of the pairing final exponentiation on BN curves".
     */
    static Bn254Fp12 finalExponentiation(Bn254Fp12 value) {
        Bn254Fp12 g = value.conjugate().times(value.inverse());
        Bn254Fp12 f = g.frobenius().frobenius().times(g);
        Bn254Fp12 a = f.cyclotomicPower(U_DIGITS).conjugate().cyclotomicSquare();
        Bn254Fp12 b = a.cyclotomicSquare().times(a);
        Bn254Fp12 c = b.cyclotomicPower(U_DIGITS).conjugate();
        Bn254Fp12 d = c.times(b.conjugate());
        Bn254Fp12 e = d.times(c.cyclotomicSquare().cyclotomicPower(U_DIGITS));
        Bn254Fp12 h = a.times(e);
        Bn254Fp12 result = f.times(c).times(e).times(h.frobenius());
        result = result.times(e.frobenius().frobenius());
        return result.times(
                f.conjugate().times(h).frobenius().frobenius().frobenius());
    }
}
