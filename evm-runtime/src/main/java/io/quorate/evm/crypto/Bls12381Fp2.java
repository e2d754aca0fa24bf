package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.Optional;

/** a + b·i with i² = -1: the quadratic extension of BLS12-381's base field. */
record Bls12381Fp2(Bls12381Fp a, Bls12381Fp b) implements Bls12381Field<Bls12381Fp2> {
    static final Bls12381Fp2 ZERO = new Bls12381Fp2(Bls12381Fp.ZERO, Bls12381Fp.ZERO);
    static final Bls12381Fp2 ONE = new Bls12381Fp2(Bls12381Fp.ONE, Bls12381Fp.ZERO);
    /** ξ = 1 + i, which has neither a square nor a cube root: the tower and the twist are built on it. */
    static final Bls12381Fp2 XI = new Bls12381Fp2(Bls12381Fp.ONE, Bls12381Fp.ONE);

    static Bls12381Fp2 of(long a, long b) {
        return new Bls12381Fp2(Bls12381Fp.of(BigInteger.valueOf(a)),
                Bls12381Fp.of(BigInteger.valueOf(b)));
    }

    @Override
    public boolean isZero() {
        return a.isZero() && b.isZero();
    }

    @Override
    public boolean isEqual(Bls12381Fp2 other) {
        return a.isEqual(other.a) && b.isEqual(other.b);
    }

    @Override
    public boolean isOdd() {
        return a.isZero() ? b.isOdd() : a.isOdd();
    }

    @Override
    public Bls12381Fp2 plus(Bls12381Fp2 other) {
        return new Bls12381Fp2(a.plus(other.a), b.plus(other.b));
    }

    @Override
    public Bls12381Fp2 minus(Bls12381Fp2 other) {
        return new Bls12381Fp2(a.minus(other.a), b.minus(other.b));
    }

    @Override
    public Bls12381Fp2 twice() {
        return new Bls12381Fp2(a.twice(), b.twice());
    }

    Bls12381Fp2 thrice() {
        return twice().plus(this);
    }

    Bls12381Fp2 half() {
        return new Bls12381Fp2(a.half(), b.half());
    }

    @Override
    public Bls12381Fp2 negated() {
        return new Bls12381Fp2(a.negated(), b.negated());
    }

    /** a - b·i, which is also the p-th power. */
    Bls12381Fp2 conjugate() {
        return new Bls12381Fp2(a, b.negated());
    }

    /** Four products but only two reductions: no dearer than Karatsuba's three of each, and fewer sums. */
    @Override
    public Bls12381Fp2 times(Bls12381Fp2 other) {
        return new Bls12381Fp2(Bls12381Fp.sumOfProducts(a, other.a, b.negated(), other.b),
                Bls12381Fp.sumOfProducts(a, other.b, b, other.a));
    }

    Bls12381Fp2 times(Bls12381Fp factor) {
        return new Bls12381Fp2(a.times(factor), b.times(factor));
    }

    @Override
    public Bls12381Fp2 square() {
        return new Bls12381Fp2(a.plus(b).times(a.minus(b)), a.twice().times(b));
    }

    /** Times ξ = 1 + i: (a - b) + (a + b)·i. */
    Bls12381Fp2 timesXi() {
        return new Bls12381Fp2(a.minus(b), a.plus(b));
    }

    @Override
    public Bls12381Fp2 inverse() {
        Bls12381Fp norm = norm().inverse();
        return new Bls12381Fp2(a.times(norm), b.times(norm).negated());
    }

    private Bls12381Fp norm() {
        return Bls12381Fp.sumOfProducts(a, a, b, b);
    }

    /**
     * With s² = a² + b², the root is x + b/(2x)·i where x² is (a + s)/2 or (a - s)/2. The product of these two
     * is -b²/4, no square as p = 3 mod 4, so just one of them is a square.
     */
    @Override
    public Optional<Bls12381Fp2> squareRoot() {
        if (b.isZero()) { // either a or -a is a square
            return a.squareRoot().map(root -> new Bls12381Fp2(root, Bls12381Fp.ZERO))
                    .or(() -> a.negated().squareRoot()
                            .map(root -> new Bls12381Fp2(Bls12381Fp.ZERO, root)));
        }
        return norm().squareRoot().map(s -> {
            Bls12381Fp x = a.plus(s).half().squareRoot()
                    .or(() -> a.minus(s).half().squareRoot())
                    .orElseThrow(() -> new IllegalStateException("neither half is a square"));
            return new Bls12381Fp2(x, b.times(x.twice().inverse()));
        });
    }

    /** Square and multiply; for constants and tests. */
    Bls12381Fp2 power(BigInteger exponent) {
        Bls12381Fp2 result = ONE;
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            result = result.square();
            if (exponent.testBit(bit)) {
                result = result.times(this);
            }
        }
        return result;
    }
}
