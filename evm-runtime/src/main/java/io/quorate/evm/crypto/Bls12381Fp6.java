package io.quorate.evm.crypto;

/** a + b·v + c·v² with v³ = ξ over {@link Bls12381Fp2}. */
record Bls12381Fp6(Bls12381Fp2 a, Bls12381Fp2 b, Bls12381Fp2 c) {
    static final Bls12381Fp6 ZERO = new Bls12381Fp6(Bls12381Fp2.ZERO, Bls12381Fp2.ZERO,
            Bls12381Fp2.ZERO);
    static final Bls12381Fp6 ONE = new Bls12381Fp6(Bls12381Fp2.ONE, Bls12381Fp2.ZERO,
            Bls12381Fp2.ZERO);

    boolean isEqual(Bls12381Fp6 other) {
        return a.isEqual(other.a) && b.isEqual(other.b) && c.isEqual(other.c);
    }

    Bls12381Fp6 plus(Bls12381Fp6 other) {
        return new Bls12381Fp6(a.plus(other.a), b.plus(other.b), c.plus(other.c));
    }

    Bls12381Fp6 minus(Bls12381Fp6 other) {
        return new Bls12381Fp6(a.minus(other.a), b.minus(other.b), c.minus(other.c));
    }

    Bls12381Fp6 negated() {
        return new Bls12381Fp6(a.negated(), b.negated(), c.negated());
    }

    Bls12381Fp6 twice() {
        return new Bls12381Fp6(a.twice(), b.twice(), c.twice());
    }

    Bls12381Fp6 times(Bls12381Fp6 other) {
        Bls12381Fp2 aa = a.times(other.a);
        Bls12381Fp2 bb = b.times(other.b);
        Bls12381Fp2 cc = c.times(other.c);
        Bls12381Fp2 bc = b.plus(c).times(other.b.plus(other.c)).minus(bb).minus(cc);
        Bls12381Fp2 ab = a.plus(b).times(other.a.plus(other.b)).minus(aa).minus(bb);
        Bls12381Fp2 ac = a.plus(c).times(other.a.plus(other.c)).minus(aa).minus(cc);
        return new Bls12381Fp6(aa.plus(bc.timesXi()), ab.plus(cc.timesXi()), ac.plus(bb));
    }

    /** Times d + e·v: five products in place of six. */
    Bls12381Fp6 timesSparse(Bls12381Fp2 d, Bls12381Fp2 e) {
        Bls12381Fp2 ad = a.times(d);
        Bls12381Fp2 be = b.times(e);
        Bls12381Fp2 ce = b.plus(c).times(e).minus(be);
        Bls12381Fp2 cross = a.plus(b).times(d.plus(e)).minus(ad).minus(be);
        Bls12381Fp2 cd = a.plus(c).times(d).minus(ad);
        return new Bls12381Fp6(ad.plus(ce.timesXi()), cross, cd.plus(be));
    }

    Bls12381Fp6 times(Bls12381Fp2 factor) {
        return new Bls12381Fp6(a.times(factor), b.times(factor), c.times(factor));
    }

    Bls12381Fp6 times(Bls12381Fp factor) {
        return new Bls12381Fp6(a.times(factor), b.times(factor), c.times(factor));
    }

    Bls12381Fp6 timesV() {
        return new Bls12381Fp6(c.timesXi(), a, b);
    }

    /** 1/z, or zero for zero. */
    Bls12381Fp6 inverse() {
        Bls12381Fp2 x = a.square().minus(b.times(c).timesXi());
        Bls12381Fp2 y = c.square().timesXi().minus(a.times(b));
        Bls12381Fp2 z = b.square().minus(a.times(c));
        Bls12381Fp2 norm = a.times(x).plus(c.times(y).plus(b.times(z)).timesXi()).inverse();
        return new Bls12381Fp6(x.times(norm), y.times(norm), z.times(norm));
    }
}
