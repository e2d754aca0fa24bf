package io.quorate.evm.crypto;

import java.util.List;
import java.util.Optional;

/**
 * A field element to a point of a curve y² = x³ + b, by the simplified SWU map to an isogenous curve
 * y² = x³ + Ax + B and the isogeny from there (RFC 9380 §6.6.3).
 */
final class Bls12381SwuMap<F extends Bls12381Field<F>> {
    private final F a;
    private final F b;
    private final F z;
    private final F one;
    private final F minusBOverA;
    private final F exceptionalX;
    private final Isogeny<F> isogeny;

    /** Numerator and denominator of x, then of y, each as coefficients from the constant one up. */
    record Isogeny<F>(List<F> xNumerator, List<F> xDenominator, List<F> yNumerator,
            List<F> yDenominator) {
        Isogeny {
            xNumerator = List.copyOf(xNumerator);
            xDenominator = List.copyOf(xDenominator);
            yNumerator = List.copyOf(yNumerator);
            yDenominator = List.copyOf(yDenominator);
        }
    }

    /** {@code z} is the non-square that fixes the map. */
    Bls12381SwuMap(F a, F b, F z, F one, Isogeny<F> isogeny) {
        this.a = a;
        this.b = b;
        this.z = z;
        this.one = one;
        this.minusBOverA = b.negated().times(a.inverse());
        this.exceptionalX = b.times(z.times(a).inverse());
        this.isogeny = isogeny;
    }

    /** A point of the curve, not of its subgroup yet. */
    Bls12381Point<F> apply(F u) {
        F zuu = u.square().times(z);
        F t = zuu.square().plus(zuu).inverse();
        F x1 = t.isZero() ? exceptionalX : minusBOverA.times(one.plus(t));
        Optional<F> y1 = equation(x1).squareRoot();
        F x = y1.isPresent() ? x1 : zuu.times(x1);
        F y = y1.or(() -> equation(x).squareRoot()).orElseThrow(
                () -> new IllegalStateException("neither candidate is on the curve"));
        return throughIsogeny(x, y.isOdd() == u.isOdd() ? y : y.negated());
    }

    private F equation(F x) {
        return x.square().plus(a).times(x).plus(b);
    }

    /** x = n/d and y·m/e as Jacobian coordinates with Z = d·e, which is infinity where d or e is zero. */
    private Bls12381Point<F> throughIsogeny(F x, F y) {
        F d = at(isogeny.xDenominator, x);
        F e = at(isogeny.yDenominator, x);
        F dee = e.square().times(d);
        return new Bls12381Point<>(at(isogeny.xNumerator, x).times(dee),
                at(isogeny.yNumerator, x).times(y).times(dee).times(d.square()), d.times(e));
    }

    /** Horner's rule. */
    private F at(List<F> coefficients, F x) {
        F result = coefficients.getLast();
        for (int i = coefficients.size() - 2; i >= 0; i--) {
            result = result.times(x).plus(coefficients.get(i));
        }
        return result;
    }
}
