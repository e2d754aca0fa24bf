package io.quorate.bft.core.epoch;

/** So many things at once, and one more after each period. Mutable, one thread. */
final class Allowance {
    private final int max;
    private final long periodMillis;
    private int used;
    private long sinceMillis;

    Allowance(int max, long periodMillis) {
        this.max = max;
        this.periodMillis = periodMillis;
    }

    /** Takes nothing. */
    boolean hasRoom(long nowMillis) {
        long returned = (nowMillis - sinceMillis) / periodMillis;
        used = (int) Math.max(0, used - returned);
        sinceMillis += returned * periodMillis;
        return used < max;
    }

    void take() {
        used++;
    }
}
