package io.quorate.node.doctor;

/**
 * How far a network is from standing still.
 *
 * @param n members that order
 * @param f liars that are borne
 * @param c members that may be slow without leaving the fast path
 * @param quorum how many a decision takes; {@code fastQuorum} by the fast path
 * @param voting members that run, vote and hear each other
 */
public record Margin(int n, int f, int c, int quorum, int fastQuorum, int voting) {
    /** How many more may fail; below 0 nothing is decided. */
    public int more() {
        return voting - quorum;
    }

    public boolean isLive() {
        return voting >= quorum;
    }
}
