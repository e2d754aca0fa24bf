package io.quorate.evm.crypto;

/**
 * A point that walks over the twist by doublings and additions, and the line of its last step. Mutable, owned
 * by the one computation that made it.
 *
 * <p>The point is in homogeneous coordinates, x = X/Z and y = Y/Z. A line at (xP, yP) is
 * atOne·yP + atW·xP·w + atVw·v·w, up to a factor in Fp2, which the final exponentiation turns into one.
 * Formulas: Aranha and others, "Faster explicit formulas for computing pairings over ordinary curves", §4.
 */
final class Bn254Walk {
    private Bn254Fp2 x;
    private Bn254Fp2 y;
    private Bn254Fp2 z = Bn254Fp2.ONE;
    private Bn254Fp2 atOne = Bn254Fp2.ONE;
    private Bn254Fp2 atW = Bn254Fp2.ZERO;
    private Bn254Fp2 atVw = Bn254Fp2.ZERO;

    Bn254Walk(Bn254G2 start) {
        x = start.x();
        y = start.y();
    }

    /** Doubles the point; the line is the tangent at it. */
    void twice() {
        Bn254Fp2 a = x.times(y).half();
        Bn254Fp2 b = y.square();
        Bn254Fp2 c = z.square();
        Bn254Fp2 e = c.thrice().times(Bn254G2.B);
        Bn254Fp2 f = e.thrice();
        Bn254Fp2 h = y.plus(z).square().minus(b).minus(c);
        Bn254Fp2 xx = x.square();
        x = b.minus(f).times(a);
        y = b.plus(f).half().square().minus(e.square().thrice());
        z = b.times(h);
        atOne = h.negated();
        atW = xx.thrice();
        atVw = e.minus(b);
    }

    /** Adds {@code point}; the line goes through both. */
    void plus(Bn254G2 point) {
        Bn254Fp2 o = y.minus(point.y().times(z));
        Bn254Fp2 l = x.minus(point.x().times(z));
        Bn254Fp2 d = l.square();
        Bn254Fp2 e = l.times(d);
        Bn254Fp2 g = x.times(d);
        Bn254Fp2 h = e.plus(z.times(o.square())).minus(g.twice());
        x = l.times(h);
        y = g.minus(h).times(o).minus(e.times(y));
        z = e.times(z);
        atOne = l;
        atW = o.negated();
        atVw = point.x().times(o).minus(l.times(point.y()));
    }

    /** {@code f} times the last line at the normalised point {@code at}. */
    Bn254Fp12 timesLine(Bn254Fp12 f, Bn254G1 at) {
        return f.timesLine(atOne.times(at.y()), atW.times(at.x()), atVw);
    }

    /** Whether the walk stands at {@code point}; never after it has been at infinity. */
    boolean isAt(Bn254G2 point) {
        return !z.isZero() && x.isEqual(point.x().times(z)) && y.isEqual(point.y().times(z));
    }
}
