package io.quorate.bft.sim;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.VoteRouting;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a simulated run goes through. How bad each fault is in one run is drawn from its seed.
 *
 * @param window W; a small one is crossed often
 * @param safetyMillis virtual time with faults; only safety is demanded then
 * @param items units of work submitted in that time
 * @param routing who gets votes
 * @param lanes whether proposals cite lanes
 */
public record SimulationPlan(Quorums quorums, int window, long safetyMillis, int items,
        Set<FaultKind> faults, VoteRouting routing, boolean lanes) {
    public SimulationPlan {
        EnumSet<FaultKind> copy = EnumSet.noneOf(FaultKind.class);
        copy.addAll(faults);
        faults = Collections.unmodifiableSet(copy); // in the order of the enum: part of the replay
    }

    /** Machines and network misbehave, replicas do not; for the committee size's usual quorums. */
    public static SimulationPlan faulty(int replicas) {
        return faulty(Quorums.ofSize(replicas));
    }

    /** Machines and network misbehave, replicas do not. */
    public static SimulationPlan faulty(Quorums quorums) {
        return of(quorums, EnumSet.of(FaultKind.CRASH, FaultKind.PARTITION, FaultKind.LOSS));
    }

    /** Any mix of faults. */
    public static SimulationPlan of(Quorums quorums, Set<FaultKind> faults) {
        VoteRouting routing = VoteRouting.ofSize(quorums.n());
        int items = faults.contains(FaultKind.PRUNING) ? 240 : 40; // enough to be left behind by
        return faults.isEmpty()
                ? new SimulationPlan(quorums, 64, 2_000, 100, faults, routing, false)
                : new SimulationPlan(quorums, 8, 8_000, items, faults, routing, false);
    }

    /** No faults. */
    public static SimulationPlan calm(int replicas) {
        return of(Quorums.ofSize(replicas), Set.of());
    }

    /** The same with other faults. */
    public SimulationPlan with(FaultKind... kinds) {
        EnumSet<FaultKind> all = EnumSet.noneOf(FaultKind.class);
        all.addAll(faults);
        all.addAll(Set.of(kinds));
        return new SimulationPlan(quorums, window, safetyMillis, items, all, routing, lanes);
    }

    /** The same with votes going another way than the committee's size suggests. */
    public SimulationPlan withRouting(VoteRouting other) {
        return new SimulationPlan(quorums, window, safetyMillis, items, faults, other,
                lanes);
    }

    /** The same with transactions that travel in lanes. */
    public SimulationPlan withLanes() {
        return new SimulationPlan(quorums, window, safetyMillis, items, faults, routing, true);
    }

    boolean has(FaultKind kind) {
        return faults.contains(kind);
    }

    /** As the command line spells the mix. */
    public String faultNames() {
        return faults.isEmpty() ? "none"
                : faults.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
    }
}
