package io.quorate.bft.core;

/** Who gets votes and execution shares. The same on all replicas of an epoch. */
public enum VoteRouting {
    /** Everybody, who then makes certificates himself: the fewest hops, for small committees. */
    DIRECT,
    /** A few collectors a slot, who send certificates to everybody: messages grow with n, not with its square. */
    COLLECTORS;

    /** Up to so many replicas, n² messages are cheaper than another hop. */
    private static final int DIRECT_COMMITTEE_MAX = 16;

    public static VoteRouting ofSize(int n) {
        return n <= DIRECT_COMMITTEE_MAX ? DIRECT : COLLECTORS;
    }
}
