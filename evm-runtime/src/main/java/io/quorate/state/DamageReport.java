package io.quorate.state;

import io.quorate.state.storage.Space;

/** Hears what a check of stored data finds. Called by one thread. */
public interface DamageReport {
    /** Work on something else begins; {@code entries} is about how many entries it will look at. */
    void begins(String what, long entries);

    /** So many more entries were looked at. */
    void looked(long entries);

    /**
     * Something is not what it must be.
     *
     * @param where which entry, in words: a block, an account, a path
     * @param what what is there, and what was expected
     */
    void damage(Space space, String where, String what);
}
