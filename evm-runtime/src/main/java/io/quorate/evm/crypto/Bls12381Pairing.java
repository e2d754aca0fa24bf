package io.quorate.evm.crypto;

import java.util.List;

/** The optimal ate pairing on BLS12-381 (Vercauteren, "Optimal pairings"), to the power of three. */
final class Bls12381Pairing {
    private static final long U = Bls12381Point.ABSOLUTE_U;

    /** One argument of the pairing; both points are normalised, and neither is infinity. */
    record Pair(Bls12381Point<Bls12381Fp> p, Bls12381Point<Bls12381Fp2> q) {}

    private Bls12381Pairing() {}

    /** Whether the product of the pairings is one: the third power changes nothing about that. */
    static boolean isProductOne(List<Pair> pairs) {
        return finalExponentiation(millerLoop(pairs)).isEqual(Bls12381Fp12.ONE);
    }

    /** All pairs in one loop, so that they share the squarings. */
    static Bls12381Fp12 millerLoop(List<Pair> pairs) {
        List<Bls12381Walk> walks = pairs.stream().map(pair -> new Bls12381Walk(pair.q)).toList();
        Bls12381Fp12 f = Bls12381Fp12.ONE;
        for (int bit = Long.SIZE - 2; bit >= 0; bit--) {
            f = f.square();
            boolean adds = (U >>> bit & 1) != 0;
            for (int k = 0; k < walks.size(); k++) {
                Bls12381Walk walk = walks.get(k);
                walk.twice();
                f = walk.timesLine(f, pairs.get(k).p);
                if (adds) {
                    walk.plus(pairs.get(k).q);
                    f = walk.timesLine(f, pairs.get(k).p);
                }
            }
        }
        return f.conjugate(); // u is negative
    }

    /**
     * f to the power 3(p^12 - 1)/r. The easy part (p^6 - 1)(p² + 1), then the hard part as
     * (u - 1)²(u + p)(u² + p² - 1) + 3: Hayashida and others, "Efficient final exponentiation via cyclotomic
     * structure for pairings over families of elliptic curves".
     */
    static Bls12381Fp12 finalExponentiation(Bls12381Fp12 value) {
        Bls12381Fp12 g = value.conjugate().times(value.inverse());
        Bls12381Fp12 f = g.frobenius().frobenius().times(g);
        Bls12381Fp12 a = toUMinusOne(toUMinusOne(f));
        Bls12381Fp12 b = toU(a).times(a.frobenius());
        Bls12381Fp12 c = toU(toU(b)).times(b.frobenius().frobenius()).times(b.conjugate());
        return c.times(f.cyclotomicSquare()).times(f);
    }

    private static Bls12381Fp12 toU(Bls12381Fp12 f) {
        return f.cyclotomicPower(U).conjugate();
    }

    private static Bls12381Fp12 toUMinusOne(Bls12381Fp12 f) {
        return f.cyclotomicPower(U).times(f).conjugate();
    }
}
