package io.quorate.bft;

/**
 * What an application notes about one admitted item that is not ordered yet: when to push it to the others, and
 * whether a leader leaves it out. A leader does if for {@link #CENSOR_MILLIS} it fills slots that have room for the
 * item with others, or with nothing. Slots that are full are no fault of their leader, so while they are the more
 * frequent ones nobody is blamed: a flood must not depose leaders. Mutable, one thread.
 */
public final class Inclusion {
    /** T_incl: how long an item may wait before it is pushed. */
    public static final long PUSH_MILLIS = 1_000;
    /** T_censor: how long a leader may leave it out after that. */
    public static final long CENSOR_MILLIS = 3_000;
    private static final int PUSH_DOUBLINGS_MAX = 5;
    private static final int NOBODY = -1;

    private final long heldSinceMillis;
    private long pushedMillis;
    private int pushes;
    private boolean passedOver;
    private int proposer = NOBODY;
    private long leftOutSinceMillis;
    private long leftOutSlots;
    private long fullSlotsBefore;

    public Inclusion(long nowMillis) {
        heldSinceMillis = nowMillis;
        pushedMillis = nowMillis;
    }

    /**
     * Whether it is time to send the item to the others, which restarts the wait and doubles it. Who got the item from
     * a client does so in any case, others only once a slot passed it over: in a flood it would only add to it.
     */
    public boolean pushDue(boolean isOwn, long nowMillis) {
        long wait = PUSH_MILLIS << Math.min(pushes, PUSH_DOUBLINGS_MAX);
        if (!isOwn && !passedOver || nowMillis - pushedMillis < wait) {
            return false;
        }
        pushedMillis = nowMillis;
        pushes++;
        return true;
    }

    /**
     * A slot of {@code slotProposer} that had room for the item was executed, and the item was not in it.
     *
     * @param fullSlots slots executed so far that had no room for more
     * @return whether that proposer has left it out for T_censor by now
     */
    public boolean leftOut(int slotProposer, long fullSlots, long nowMillis) {
        if (nowMillis - heldSinceMillis < PUSH_MILLIS) {
            return false;
        }
        passedOver = true;
        if (pushes == 0) {
            return false; // it may not know the item
        }
        if (slotProposer != proposer) {
            proposer = slotProposer;
            leftOutSinceMillis = nowMillis;
            leftOutSlots = 0;
            fullSlotsBefore = fullSlots;
        }
        leftOutSlots++;
        return nowMillis - leftOutSinceMillis >= CENSOR_MILLIS
                && leftOutSlots > fullSlots - fullSlotsBefore;
    }
}
