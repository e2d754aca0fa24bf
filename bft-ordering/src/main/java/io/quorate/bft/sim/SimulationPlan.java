package io.quorate.bft.sim;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.VoteRouting;

/**
 * What a simulated run goes through. How bad each fault is in one run is drawn from its seed, up to these bounds.
 *
 * @param safetyMillis virtual time with faults; only safety is demanded then
 * @param healMillis virtual time after it within which all pending work must be executed
 * @param items units of work submitted
 * @param crashes replica crashes, at most
 * @param partitions network partitions, one-way ones included, at most
 * @param disksLie a crash takes the whole log, synced or not: beyond what any replica survives, so that a run shows
 *     whether the checks would notice
 * @param routing who gets votes
 */
public record SimulationPlan(Quorums quorums, int window, long safetyMillis, long healMillis,
        int items, int crashes,
        int partitions, int lossPercentMax, int duplicatePercentMax, long delayMillisMax,
        boolean disksLie, VoteRouting routing) {
    /** Every kind of fault, for the committee size's usual quorums. */
    public static SimulationPlan faulty(int replicas) {
        return faulty(Quorums.ofSize(replicas));
    }

    /** Every kind of fault. */
    public static SimulationPlan faulty(Quorums quorums) {
        return new SimulationPlan(quorums, 8, 8_000, 120_000, 40, 6, 5, 30, 50, 100, false,
                VoteRouting.ofSize(quorums.n()));
    }

    /** The same with disks that forget. */
    public SimulationPlan withLyingDisks() {
        return new SimulationPlan(quorums, window, safetyMillis, healMillis, items, crashes,
                partitions, lossPercentMax, duplicatePercentMax, delayMillisMax, true, routing);
    }

    /** No faults. */
    public static SimulationPlan calm(int replicas) {
        return new SimulationPlan(Quorums.ofSize(replicas), 64, 2_000, 5_000, 100, 0, 0, 0, 0, 0,
                false, VoteRouting.ofSize(replicas));
    }

    /** The same with votes going another way than the committee's size suggests. */
    public SimulationPlan withRouting(VoteRouting other) {
        return new SimulationPlan(quorums, window, safetyMillis, healMillis, items, crashes,
                partitions, lossPercentMax, duplicatePercentMax, delayMillisMax, disksLie, other);
    }
}
