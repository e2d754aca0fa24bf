package io.quorate.evm.crypto;

/** a + b·v + c·v² with v³ = ξ over {@link Bn254Fp2}. */
record Bn254Fp6(Bn254Fp2 a, Bn254Fp2 b, Bn254Fp2 c) {
    static final Bn254Fp6 ZERO = new Bn254Fp6(Bn254Fp2.ZERO, Bn254Fp2.ZERO, Bn254Fp2.ZERO);
    static final Bn254Fp6 ONE = new Bn254Fp6(Bn254Fp2.ONE, Bn254Fp2.ZERO, Bn254Fp2.ZERO);

    boolean isEqual(Bn254Fp6 other) {
        return a.isEqual(other.a) && b.isEqual(other.b) && c.isEqual(other.c);
    }

    Bn254Fp6 plus(Bn254Fp6 other) {
        return new Bn254Fp6(a.plus(other.a), b.plus(other.b), c.plus(other.c));
    }

    Bn254Fp6 minus(Bn254Fp6 other) {
        return new Bn254Fp6(a.minus(other.a), b.minus(other.b), c.minus(other.c));
    }

    Bn254Fp6 negated() {
        return new Bn254Fp6(a.negated(), b.negated(), c.negated());
    }

    Bn254Fp6 twice() {
        return new Bn254Fp6(a.twice(), b.twice(), c.twice());
    }

    Bn254Fp6 times(Bn254Fp6 other) {
        Bn254Fp2 aa = a.times(other.a);
        Bn254Fp2 bb = b.times(other.b);
        Bn254Fp2 cc = c.times(other.c);
        Bn254Fp2 bc = b.plus(c).times(other.b.plus(other.c)).minus(bb).minus(cc);
        Bn254Fp2 ab = a.plus(b).times(other.a.plus(other.b)).minus(aa).minus(bb);
        Bn254Fp2 ac = a.plus(c).times(other.a.plus(other.c)).minus(aa).minus(cc);
        return new Bn254Fp6(aa.plus(bc.timesXi()), ab.plus(cc.timesXi()), ac.plus(bb));
    }

    /** Times d + e·v: five products in place of six. */
    Bn254Fp6 timesSparse(Bn254Fp2 d, Bn254Fp2 e) {
        Bn254Fp2 ad = a.times(d);
        Bn254Fp2 be = b.times(e);
        Bn254Fp2 ce = b.plus(c).times(e).minus(be);
        Bn254Fp2 cross = a.plus(b).times(d.plus(e)).minus(ad).minus(be);
        Bn254Fp2 cd = a.plus(c).times(d).minus(ad);
        return new Bn254Fp6(ad.plus(ce.timesXi()), cross, cd.plus(be));
    }

    Bn254Fp6 times(Bn254Fp2 factor) {
        return new Bn254Fp6(a.times(factor), b.times(factor), c.times(factor));
    }

    Bn254Fp6 times(Bn254Fp factor) {
        return new Bn254Fp6(a.times(factor), b.times(factor), c.times(factor));
    }

    Bn254Fp6 timesV() {
        return new Bn254Fp6(c.timesXi(), a, b);
    }

    /** 1/z, or zero for zero. */
    Bn254Fp6 inverse() {
        Bn254Fp2 x = a.square().minus(b.times(c).timesXi());
        Bn254Fp2 y = c.square().timesXi().minus(a.times(b));
        Bn254Fp2 z = b.square().minus(a.times(c));
        Bn254Fp2 norm = a.times(x).plus(c.times(y).plus(b.times(z)).timesXi()).inverse();
        return new Bn254Fp6(x.times(norm), y.times(norm), z.times(norm));
    }
}
