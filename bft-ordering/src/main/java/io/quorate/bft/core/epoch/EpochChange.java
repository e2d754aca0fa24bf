package io.quorate.bft.core.epoch;

import io.quorate.bft.SeqNum;

/**
 * The end of an epoch and what follows it, as the application decided it: fixed once, by the execution of one slot.
 *
 * @param next starts at the epoch's last slot E, a multiple of {@link #GRID}
 */
public record EpochChange(EpochConfig next) {
    public static final int GRID = 256;

    /** E. */
    public SeqNum last() {
        return next.start();
    }

    /** The first slot that an epoch may end at if the execution of {@code seq} decides so: a multiple of 256, 2W ahead. */
    public static SeqNum earliestEnd(SeqNum seq, EpochConfig current) {
        long least = seq.number() + 2L * current.parameters().window();
        return new SeqNum((least + GRID - 1) / GRID * GRID);
    }

    /** Every correct replica decides the same change, so one that breaks the rules is a broken application: stop. */
    void check(EpochConfig current, SeqNum decidedAt) {
        boolean ahead = last().number() % GRID == 0
                && !last().isBefore(earliestEnd(decidedAt, current));
        if (!ahead || next.number() != current.number() + 1) {
            throw new IllegalStateException("the application ends epoch " + current.number()
                    + " by slot " + decidedAt + " at " + last() + " with epoch " + next.number()
                    + "; expected epoch " + (current.number() + 1) + " after a multiple of " + GRID
                    + " from " + earliestEnd(decidedAt, current) + " on");
        }
    }
}
