package io.quorate.evm.crypto;

/**
 * A point that walks over the twist by doublings and additions, and the line of its last step. Mutable, owned
 * by the one computation that made it.
 *
 * <p>The point is in homogeneous coordinates, x = X/Z and y = Y/Z. The untwisted point is (x/w², y/w³), so that
 * a line at (xP, yP), times w³, is atVw + atV·xP·v + atOne·yP·v·w, up to a factor in Fp2. The final
 * exponentiation turns that factor and w³, whose square is in Fp2, into one. Formulas: Aranha and others,
 * "Faster explicit formulas for computing pairings over ordinary curves", §4.
 */
final class Bls12381Walk {
    private Bls12381Fp2 x;
    private Bls12381Fp2 y;
    private Bls12381Fp2 z = Bls12381Fp2.ONE;
    private Bls12381Fp2 atVw = Bls12381Fp2.ONE;
    private Bls12381Fp2 atV = Bls12381Fp2.ZERO;
    private Bls12381Fp2 atOne = Bls12381Fp2.ZERO;

    /** Starts at a normalised point. */
    Bls12381Walk(Bls12381Point<Bls12381Fp2> start) {
        x = start.x();
        y = start.y();
    }

    /** Doubles the point; the line is the tangent at it. */
    void twice() {
        Bls12381Fp2 a = x.times(y).half();
        Bls12381Fp2 b = y.square();
        Bls12381Fp2 c = z.square();
        Bls12381Fp2 e = c.thrice().twice().twice().timesXi();
        Bls12381Fp2 f = e.thrice();
        Bls12381Fp2 h = y.plus(z).square().minus(b).minus(c);
        Bls12381Fp2 xx = x.square();
        x = b.minus(f).times(a);
        y = b.plus(f).half().square().minus(e.square().thrice());
        z = b.times(h);
        atVw = h.negated();
        atV = xx.thrice();
        atOne = e.minus(b);
    }

    /** Adds {@code point}; the line goes through both. */
    void plus(Bls12381Point<Bls12381Fp2> point) {
        Bls12381Fp2 o = y.minus(point.y().times(z));
        Bls12381Fp2 l = x.minus(point.x().times(z));
        Bls12381Fp2 d = l.square();
        Bls12381Fp2 e = l.times(d);
        Bls12381Fp2 g = x.times(d);
        Bls12381Fp2 h = e.plus(z.times(o.square())).minus(g.twice());
        x = l.times(h);
        y = g.minus(h).times(o).minus(e.times(y));
        z = e.times(z);
        atVw = l;
        atV = o.negated();
        atOne = point.x().times(o).minus(l.times(point.y()));
    }

    /** {@code f} times the last line at the normalised point {@code at}. */
    Bls12381Fp12 timesLine(Bls12381Fp12 f, Bls12381Point<Bls12381Fp> at) {
        return f.timesLine(atOne, atV.times(at.x()), atVw.times(at.y()));
    }
}
