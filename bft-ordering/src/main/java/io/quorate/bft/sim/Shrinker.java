package io.quorate.bft.sim;

import java.util.EnumSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes a failing run smaller: first whole kinds of faults go, then single faults of its schedule, as long as it still
 * fails; how it fails may change. What is left needs every kind and every fault.
 */
public final class Shrinker {
    private final long seed;
    private final Parts parts;
    private SimulationPlan plan;
    private TreeSet<Integer> omitted = new TreeSet<>();
    private SimulationResult result;
    private int faults;

    /**
     * The smallest failing run found.
     *
     * @param faults left in its schedule
     * @param command that replays it
     */
    public record Shrunk(SimulationPlan plan, int faults, String command,
            SimulationResult result) {}

    private Shrinker(SimulationPlan plan, long seed, Parts parts) {
        this.plan = plan;
        this.seed = seed;
        this.parts = parts;
    }

    /** Empty if the run passes. */
    public static Optional<Shrunk> shrink(SimulationPlan plan, long seed) {
        return shrink(plan, seed, Parts.SOUND);
    }

    static Optional<Shrunk> shrink(SimulationPlan plan, long seed, Parts parts) {
        return new Shrinker(plan, seed, parts).shrink();
    }

    private Optional<Shrunk> shrink() {
        if (!fails(plan, omitted)) {
            return Optional.empty();
        }
        for (FaultKind kind : plan.faults()) {
            EnumSet<FaultKind> fewer = EnumSet.copyOf(plan.faults());
            fewer.remove(kind);
            SimulationPlan smaller = new SimulationPlan(plan.quorums(), plan.window(),
                    plan.safetyMillis(), plan.items(), fewer, plan.routing(), plan.lanes());
            if (!fewer.isEmpty() && fails(smaller, omitted)) {
                plan = smaller;
            }
        }
        int all = faults;
        for (int number = 0; number < all; number++) {
            TreeSet<Integer> fewer = new TreeSet<>(omitted);
            fewer.add(number);
            if (fails(plan, fewer)) {
                omitted = fewer;
            }
        }
        return Optional.of(new Shrunk(plan, all - omitted.size(),
                Simulator.replayCommand(plan, seed, omitted), result));
    }

    /** Keeps what it learns of a run that fails. */
    private boolean fails(SimulationPlan candidate, TreeSet<Integer> without) {
        Simulator simulator = Simulator.omitting(candidate, seed, parts, without);
        SimulationResult outcome = simulator.run();
        if (!outcome.passed()) {
            result = outcome;
            faults = simulator.faultCount();
        }
        return !outcome.passed();
    }
}
