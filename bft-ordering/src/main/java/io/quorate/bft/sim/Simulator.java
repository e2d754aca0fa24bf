package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.ReplicaStatus;
import java.util.List;
import java.util.Optional;

/** Runs a plan under a seed: first with faults, then healed, when all work must be done within a bound. */
public final class Simulator {
    /** Every so many seeds, messages also go through their wire form. */
    private static final int WIRE_EVERY = 8;
    /** More events than any finite run needs: a storm of messages is a failure too. */
    private static final long EVENTS_MAX = 5_000_000;
    private static final long STEP_MICROS = 20_000;

    private final SimulationPlan plan;
    private final long seed;
    private final SimCluster cluster;
    private long events;
    private long viewChanges;
    private long fast;
    private long slow;

    private Simulator(SimulationPlan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
        this.cluster = new SimCluster(plan.quorums(), plan.routing(), plan.window(), seed,
                Math.floorMod(seed, WIRE_EVERY) == 0,
                (micros, replica, trace) -> count(trace));
    }

    /** The same plan and seed give the same result, to the last event. */
    public static SimulationResult run(SimulationPlan plan, long seed) {
        return new Simulator(plan, seed).run();
    }

    /** The command line that replays a run. */
    public static String replayCommand(SimulationPlan plan, long seed) {
        return "./quorate simulate --seed " + seed + " --replicas " + plan.quorums().n();
    }

    private SimulationResult run() {
        Optional<String> failure = Optional.empty();
        long healedMillis = 0;
        try {
            if (plan.disksLie()) {
                cluster.letDisksLie();
            }
            cluster.startAll();
            new FaultSchedule(plan, cluster, cluster.random()).plan();
            runUntil(plan.safetyMillis() * 1_000);
            healedMillis = heal();
        } catch (IllegalStateException e) {
            failure = Optional.of("seed " + seed + " at " + cluster.events().nowMillis() + " ms: "
                    + e.getMessage()
                    + "\nreplay: " + replayCommand(plan, seed));
        }
        long slots = cluster.nodes().stream().mapToLong(node -> node.application().applied().seq())
                .max().orElse(0);
        return new SimulationResult(seed, cluster.traceHash(), events, slots, viewChanges, fast,
                slow, healedMillis,
                failure);
    }

    private long heal() {
        cluster.network().unblockAll();
        cluster.network().weather(SimNetwork.Weather.CALM);
        long start = cluster.events().nowMicros();
        List<SimNode> healed = cluster.nodes();
        int sparing = cluster.random().below(plan.quorums().f() + 1); // up to f stay as they are
        int first = cluster.random().below(plan.quorums().n());
        for (int i = 0; i < plan.quorums().n() - sparing; i++) {
            cluster.start((first + i) % plan.quorums().n());
        }
        cluster.submit();
        long deadline = start + plan.healMillis() * 1_000;
        while (!done(healed)) {
            if (cluster.events().nowMicros() >= deadline) {
                throw new InvariantViolation(
                        "L1: no progress " + plan.healMillis() + " ms after healing: " + report());
            }
            runUntil(cluster.events().nowMicros() + STEP_MICROS);
        }
        return (cluster.events().nowMicros() - start) / 1_000;
    }

    /** Every running replica executed all items, and certified what it executed. */
    private boolean done(List<SimNode> all) {
        return all.stream().filter(SimNode::up).allMatch(node -> {
            ReplicaStatus status = node.status().orElseThrow();
            return cluster.outstanding().stream().allMatch(node.application()::hasExecuted)
                    && !status.base().isBefore(status.executed());
        });
    }

    private String report() {
        StringBuilder text = new StringBuilder();
        for (SimNode node : cluster.nodes()) {
            text.append("\n  r").append(node.index()).append(' ')
                    .append(node.status().map(ReplicaStatus::toString).orElse("down"))
                    .append(", lacks ")
                    .append(cluster.outstanding().stream()
                            .filter(item -> !node.application().hasExecuted(item))
                            .count());
        }
        return text.toString();
    }

    private void runUntil(long micros) {
        while (cluster.events().runNext(micros)) {
            if (++events > EVENTS_MAX) {
                throw new InvariantViolation("more than " + EVENTS_MAX + " events: " + report());
            }
        }
    }

    private void count(Effect.Trace trace) {
        switch (trace.kind()) {
            case VIEW_ENTERED -> viewChanges++;
            case DECIDED_FAST -> fast++;
            case DECIDED_SLOW -> slow++;
            default -> {
                // not counted
            }
        }
    }
}
