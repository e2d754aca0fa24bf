package io.quorate.bft.sim;

/** SplitMix64: a seed gives the same numbers everywhere and for ever. Mutable, one thread. */
final class SimRandom {
    private long state;

    SimRandom(long seed) {
        state = seed;
    }

    long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** 0..bound-1. */
    int below(int bound) {
        return (int) Math.floorMod(nextLong(), (long) bound);
    }

    /** Both ends included. */
    long between(long least, long most) {
        return least + Math.floorMod(nextLong(), most - least + 1);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }
}
