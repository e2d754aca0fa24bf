package io.quorate.evm.crypto;

/**
 * A point of y² = x³ + b over Fp (G1's curve) or Fp2 (G2's) in Jacobian coordinates: x = X/Z², y = Y/Z³, and
 * Z = 0 at infinity. No formula needs b, so {@link Bls12381Group} has it.
 */
record Bls12381Point<F extends Bls12381Field<F>>(F x, F y, F z) {
    /** |u| of the curve's parameter u = -0xd201000000010000, from which p and r are computed. */
    static final long ABSOLUTE_U = 0xd201000000010000L;

    boolean isInfinity() {
        return z.isZero();
    }

    /** With Z = 1, or infinity unchanged. */
    Bls12381Point<F> normalized() {
        if (isInfinity()) {
            return this;
        }
        F inverse = z.inverse();
        F square = inverse.square();
        return new Bls12381Point<>(x.times(square), y.times(square).times(inverse),
                z.times(inverse));
    }

    Bls12381Point<F> negated() {
        return new Bls12381Point<>(x, y.negated(), z);
    }

    boolean isSame(Bls12381Point<F> other) {
        if (isInfinity() || other.isInfinity()) {
            return isInfinity() && other.isInfinity();
        }
        F zz = z.square();
        F otherZz = other.z.square();
        return x.times(otherZz).isEqual(other.x.times(zz))
                && y.times(otherZz).times(other.z).isEqual(other.y.times(zz).times(z));
    }

    /** The formulas dbl-2009-l of the Explicit-Formulas Database. */
    Bls12381Point<F> twice() {
        F xx = x.square();
        F yy = y.square();
        F yyyy = yy.square();
        F d = x.plus(yy).square().minus(xx).minus(yyyy).twice();
        F e = xx.twice().plus(xx);
        F x3 = e.square().minus(d.twice());
        F y3 = e.times(d.minus(x3)).minus(yyyy.twice().twice().twice());
        return new Bls12381Point<>(x3, y3, y.times(z).twice());
    }

    /** The formulas add-2007-bl of the Explicit-Formulas Database, with the cases that they leave out. */
    Bls12381Point<F> plus(Bls12381Point<F> other) {
        if (isInfinity()) return other;
        if (other.isInfinity()) return this;
        F zz = z.square();
        F otherZz = other.z.square();
        F u1 = x.times(otherZz);
        F h = other.x.times(zz).minus(u1);
        F s1 = y.times(other.z).times(otherZz);
        F r = other.y.times(z).times(zz).minus(s1).twice();
        if (h.isZero()) {
            return r.isZero() ? twice() : infinity();
        }
        F i = h.twice().square();
        F j = h.times(i);
        F v = u1.times(i);
        F x3 = r.square().minus(j).minus(v.twice());
        F y3 = r.times(v.minus(x3)).minus(s1.times(j).twice());
        F z3 = z.plus(other.z).square().minus(zz).minus(otherZz).times(h);
        return new Bls12381Point<>(x3, y3, z3);
    }

    /** The same for a normalised {@code other} that is not at infinity: madd-2007-bl. */
    Bls12381Point<F> plusNormalized(Bls12381Point<F> other) {
        if (isInfinity()) return other;
        F zz = z.square();
        F h = other.x.times(zz).minus(x);
        F r = other.y.times(z).times(zz).minus(y).twice();
        if (h.isZero()) {
            return r.isZero() ? twice() : infinity();
        }
        F hh = h.square();
        F i = hh.twice().twice();
        F j = h.times(i);
        F v = x.times(i);
        F x3 = r.square().minus(j).minus(v.twice());
        F y3 = r.times(v.minus(x3)).minus(y.times(j).twice());
        F z3 = z.plus(h).square().minus(zz).minus(hh);
        return new Bls12381Point<>(x3, y3, z3);
    }

    private Bls12381Point<F> infinity() {
        return new Bls12381Point<>(x, y, z.minus(z));
    }

    /** This point |u| times. */
    Bls12381Point<F> timesAbsoluteU() {
        Bls12381Point<F> result = this;
        for (int bit = Long.SIZE - 2; bit >= 0; bit--) {
            result = result.twice();
            if ((ABSOLUTE_U >>> bit & 1) != 0) {
                result = result.plus(this);
            }
        }
        return result;
    }
}
