package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs a plan under a seed: first with faults, then healed, when all work must be done within a bound. */
public final class Simulator {
    /** Every so many seeds, messages also go through their wire form. */
    private static final int WIRE_EVERY = 8;
    /** More events than any finite run needs: a storm of messages is a failure too. */
    private static final long EVENTS_MAX = 5_000_000;
    private static final long STEP_MICROS = 20_000;
    /** For those that stayed behind to fetch what the others have. */
    private static final long CATCH_UP_MILLIS = 10_000;
    /** For those that need a snapshot first: to notice it, to choose one, and to turn from sources that lie. */
    private static final long TRANSFER_MILLIS = 30_000;
    private static final long LIGHT_MILLIS = 100;

    private final SimulationPlan plan;
    private final long seed;
    private final SimCluster cluster;
    private final FaultSchedule faults;
    private final SimClients clients;
    private final FailedViews failedViews;
    private final EpochDraw epochs;
    private final boolean lying;
    private long events;
    private long viewChanges;
    private long fast;
    private long slow;
    private long fetched;
    private int unwell;
    private TreeSet<Integer> omitted = new TreeSet<>();

    private Simulator(SimulationPlan plan, long seed, Parts parts) {
        this.plan = plan;
        this.seed = seed;
        this.lying = plan.has(FaultKind.BYZANTINE) || plan.has(FaultKind.TWINS);
        SimRandom draw = new SimRandom(~seed);
        int twins = !plan.has(FaultKind.TWINS) ? 0
                : plan.has(FaultKind.BYZANTINE) ? draw.below(plan.quorums().f() + 1)
                        : draw.below(plan.quorums().f()) + 1;
        int firstTwin = draw.below(plan.quorums().n());
        this.epochs = new EpochDraw(plan, twins > 0, draw);
        ClusterSetup setup = ClusterSetup.of(plan.quorums(), plan.window(), seed)
                .routing(plan.routing()).lanes(plan.lanes())
                .throughWire(Math.floorMod(seed, WIRE_EVERY) == 0).parts(parts)
                .twins(firstTwin, twins).membership(epochs.membership());
        this.cluster = new SimCluster(setup, (_, machine, trace) -> count(machine, trace));
        this.clients = cluster.watchClients();
        this.failedViews = new FailedViews(cluster);
        this.faults = new FaultSchedule(plan, cluster, cluster.random());
    }

    /** The same plan and seed give the same result, to the last event. */
    public static SimulationResult run(SimulationPlan plan, long seed) {
        return run(plan, seed, Parts.SOUND);
    }

    /** Without some of the faults of its schedule, by number. */
    public static SimulationResult run(SimulationPlan plan, long seed, Set<Integer> omitted) {
        return omitting(plan, seed, Parts.SOUND, omitted).run();
    }

    static SimulationResult run(SimulationPlan plan, long seed, Parts parts) {
        return new Simulator(plan, seed, parts).run();
    }

    static Simulator omitting(SimulationPlan plan, long seed, Parts parts, Set<Integer> omitted) {
        Simulator simulator = new Simulator(plan, seed, parts);
        simulator.omitted = new TreeSet<>(omitted);
        simulator.faults.omit(simulator.omitted);
        return simulator;
    }

    /** What its clients were answered. */
    ClientHistory history() {
        return clients.history();
    }

    /** How many faults the schedule has; known after the run. */
    int faultCount() {
        return faults.planned();
    }

    /** The command line that replays a run. */
    public static String replayCommand(SimulationPlan plan, long seed) {
        return "./quorate simulate --seed " + seed + " --replicas " + plan.quorums().n()
                + " --faults " + plan.faultNames() + (plan.lanes() ? " --lanes" : "");
    }

    /** The same, without some faults. */
    public static String replayCommand(SimulationPlan plan, long seed, Set<Integer> omitted) {
        String all = replayCommand(plan, seed);
        return omitted.isEmpty() ? all
                : all + " --omit " + omitted.stream().map(String::valueOf)
                        .collect(Collectors.joining(","));
    }

    SimulationResult run() {
        Optional<String> failure = Optional.empty();
        long healedMillis = 0;
        try {
            faults.choose();
            cluster.startAll();
            faults.plan();
            epochs.plan(cluster, plan.safetyMillis() * 1_000);
            if (pruning()) {
                cluster.nodes().forEach(node -> node.application()
                        .keepSlots(SimSnapshots.INTERVAL + 2L * plan.window()));
            }
            runUntil(plan.safetyMillis() * 1_000);
            healedMillis = heal();
            includeInTime();
            requireWhatWasShown();
        } catch (IllegalStateException | IllegalArgumentException e) {
            failure = Optional.of("seed " + seed + " at " + cluster.events().nowMillis() + " ms: "
                    + e.getMessage()
                    + "\nreplay: " + replayCommand(plan, seed, omitted));
        }
        long slots = cluster.nodes().stream().mapToLong(node -> node.application().applied().seq())
                .max().orElse(0);
        return new SimulationResult(seed, cluster.traceHash(), events, slots, viewChanges, fast,
                slow, fetched, healedMillis, failure);
    }

    private boolean pruning() {
        return plan.has(FaultKind.PRUNING);
    }

    private long heal() {
        cluster.network().unblockAll();
        cluster.network().weather(SimNetwork.Weather.CALM);
        cluster.nodes().forEach(node -> {
            node.disk().fill(false);
            node.disk().slowDown(1);
        });
        long start = cluster.events().nowMicros();
        int failed = failedViews.max();
        int sparing = cluster.random().below(
                plan.quorums().f() - faults.unwell().size() + 1); // these stay as they are
        int first = cluster.random().below(plan.quorums().n());
        for (int i = 0; i < cluster.nodes().size(); i++) {
            if (i < plan.quorums().n() - sparing || i >= plan.quorums().n()) {
                cluster.start(i < plan.quorums().n() ? (first + i) % plan.quorums().n() : i);
            }
        }
        cluster.submit();
        unwell = sparing + faults.unwell().size();
        long limit = Liveness.boundMillis(timeouts(), failed, unwell, lying)
                + CATCH_UP_MILLIS + epochs.boundMillis(unwell)
                + (pruning() ? TRANSFER_MILLIS : 0);
        while (!done()) {
            if (cluster.events().nowMicros() >= start + limit * 1_000) {
                throw new InvariantViolation(
                        "L1: no progress " + limit + " ms after healing: " + report());
            }
            if (epochs.undecided(cluster)) {
                cluster.submit(); // a change that waits for another's end is decided by some slot after it
            }
            runUntil(cluster.events().nowMicros() + STEP_MICROS);
        }
        return (cluster.events().nowMicros() - start) / 1_000;
    }

    /** L3 under a light load: what one correct member was asked for is included, whoever leads. */
    private void includeInTime() {
        List<SimNode> judged = judged();
        List<SimNode> members = judged.stream()
                .filter(node -> node.epoch().orElseThrow().learner().isEmpty()).toList();
        SimNode asked = members.get(cluster.random().below(members.size()));
        long start = cluster.events().nowMillis();
        long limit = Liveness.inclusionMillis(timeouts(), unwell);
        long item = cluster.submitCensored(asked.index());
        while (!judged.stream().allMatch(node -> node.application().hasExecuted(item))) {
            if (cluster.events().nowMillis() - start >= limit) {
                throw new InvariantViolation("L3: r" + asked.replica() + " has waited " + limit
                        + " ms for item " + item + ": " + report());
            }
            cluster.submit();
            runUntil(cluster.events().nowMicros() + LIGHT_MILLIS * 1_000);
        }
    }

    /** Each is given the time to execute what others did a moment ago. */
    private void requireWhatWasShown() {
        long end = cluster.events().nowMillis() + CATCH_UP_MILLIS;
        Optional<String> lacking = clients.lacking(judged());
        while (lacking.isPresent()) {
            if (cluster.events().nowMillis() >= end) {
                throw new InvariantViolation(lacking.get());
            }
            runUntil(cluster.events().nowMicros() + STEP_MICROS);
            lacking = clients.lacking(judged());
        }
    }

    /** Every running correct replica executed all items, and certified what it executed. */
    private boolean done() {
        List<SimNode> judged = judged();
        return epochs.isOver(cluster, judged) && judged.stream().allMatch(node -> {
            ReplicaStatus status = node.status().orElseThrow();
            boolean certifies = node.epoch().orElseThrow().learner().isEmpty();
            return cluster.outstanding().stream().allMatch(node.application()::hasExecuted)
                    && (!certifies || !status.executed().isBefore(cluster.checkers().certified())
                            && !status.base().isBefore(status.executed()));
        });
    }

    /** With the longest round trip that any of them reckons with: what the weather was is forgotten slowly. */
    private Timeouts timeouts() {
        long rttMillis = judged().stream().flatMap(node -> node.status().stream())
                .mapToLong(ReplicaStatus::rttMillis).max().orElse(0);
        return cluster.setup().timeouts().withRtt(rttMillis);
    }

    private List<SimNode> judged() {
        List<SimNode> judged = new ArrayList<>(cluster.nodes());
        judged.removeIf(node -> faults.unwell().contains(node.replica()) || !node.up());
        return judged;
    }

    private String report() {
        StringBuilder text = new StringBuilder();
        for (SimNode node : cluster.nodes()) {
            text.append("\n  r").append(node.replica()).append(node.faulty() ? " faulty " : " ")
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

    private void count(int machine, Effect.Trace trace) {
        failedViews.traced(machine, trace);
        switch (trace.kind()) {
            case VIEW_ENTERED -> viewChanges++;
            case DECIDED_FAST -> fast++;
            case DECIDED_SLOW -> slow++;
            case DECIDED_FETCHED -> fetched++;
            default -> {
                // not counted
            }
        }
    }
}
