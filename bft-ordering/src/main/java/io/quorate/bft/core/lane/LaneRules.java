package io.quorate.bft.core.lane;

/**
 * The two rules on which the safety of lanes rests. Open to subclasses only so that tests can show that the simulator
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
}
