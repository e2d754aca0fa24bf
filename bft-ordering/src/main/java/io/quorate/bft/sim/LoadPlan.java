package io.quorate.bft.sim;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A run under load.
 *
 * @param transactionBytes of each transaction on the wire
 * @param lanes whether transactions travel in lanes instead of proposals
 * @param seconds virtual time under load
 * @param faults that strike meanwhile; how badly is drawn from the seed
 * @param stopped so many replicas, the last ones, do not run at all
 * @param leaderKilledAt whoever leads after so many seconds stops for good; 0 for nobody
 */
public record LoadPlan(int replicas, Regions regions, long transactionsPerSecond,
        int transactionBytes, int seconds, boolean lanes, Set<FaultKind> faults,
        int stopped, int leaderKilledAt) {
    public LoadPlan {
        if (transactionsPerSecond < 1 || transactionBytes < 1 || seconds < 1) {
            throw new IllegalArgumentException("load, size and time must be positive");
        }
        if (stopped < 0 || stopped > (replicas - 1) / 3) {
            throw new IllegalArgumentException("of " + replicas + " replicas 0 to "
                    + (replicas - 1) / 3 + " may stand still, not " + stopped);
        }
        if (leaderKilledAt < 0 || leaderKilledAt >= seconds) {
            throw new IllegalArgumentException("the leader cannot be killed after "
                    + leaderKilledAt + " of " + seconds + " seconds");
        }
        if (faults.contains(FaultKind.TWINS)) {
            throw new IllegalArgumentException("twins have no place among machines under load");
        }
        EnumSet<FaultKind> copy = EnumSet.noneOf(FaultKind.class);
        copy.addAll(faults);
        faults = Collections.unmodifiableSet(copy);
    }

    /** Without faults. */
    public LoadPlan(int replicas, Regions regions, long transactionsPerSecond,
            int transactionBytes, int seconds) {
        this(replicas, regions, transactionsPerSecond, transactionBytes, seconds, false);
    }

    /** Without faults, in lanes or not. */
    public LoadPlan(int replicas, Regions regions, long transactionsPerSecond,
            int transactionBytes, int seconds, boolean lanes) {
        this(replicas, regions, transactionsPerSecond, transactionBytes, seconds, lanes, Set.of(),
                0, 0);
    }

    public LoadPlan withFaults(Set<FaultKind> kinds) {
        return new LoadPlan(replicas, regions, transactionsPerSecond, transactionBytes, seconds,
                lanes, kinds, stopped, leaderKilledAt);
    }

    public LoadPlan withStopped(int count) {
        return new LoadPlan(replicas, regions, transactionsPerSecond, transactionBytes, seconds,
                lanes, faults, count, leaderKilledAt);
    }

    public LoadPlan withLeaderKilledAt(int second) {
        return new LoadPlan(replicas, regions, transactionsPerSecond, transactionBytes, seconds,
                lanes, faults, stopped, second);
    }
}
