package io.quorate.bft.core.lane;

/**
 * The rules on which the safety of lanes rests, and one that keeps leaders from those who break them. Open to subclasses only so that tests can show that the simulator
 * catches any wrong rule; the product has one.
 */
public class LaneRules {
    public static final LaneRules PRODUCT = new LaneRules();

    /** Whether to vote for a value that cites lanes; {@code held}: all that it may execute is in the log. */
    public boolean votes(boolean held) {
        return held;
    }

    /** How far a lane is executed after a slot that cites it up to {@code tip} and took it up to {@code reached}. */
    public long after(long before, long tip, long reached) {
        return reached;
    }

    /** Whether a replica leaves a lane alone whose author was {@code caught}; no vote asks for this. */
    public boolean leavesOut(boolean caught) {
        return caught;
    }

    /**
     * The first slot that takes nothing of a lane whose freezing slot {@code decidedAt} decided. No slot beyond two
     * windows above what is executed is handed over, so each replica knows by then.
     */
    public long frozenFrom(long decidedAt, int window) {
        return decidedAt + 2L * window + 1;
    }
}
