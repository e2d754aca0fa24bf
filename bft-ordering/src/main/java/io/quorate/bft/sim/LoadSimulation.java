package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.VoteRouting;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** A cluster under load, with CPU, disks and wires that cost what they cost. Every invariant is watched. Used once. */
public final class LoadSimulation {
    private final LoadPlan plan;
    private final Quorums quorums;
    private final SimCluster cluster;
    private final LoadGenerator load;
    private final FaultSchedule faults;
    /** When each slot was first proposed; those of the last windows. */
    private final TreeMap<Long, Long> proposedMicros = new TreeMap<>();
    private final TreeMap<Integer, Long> proposals = new TreeMap<>();
    private final LatencyHistogram slotLatency = new LatencyHistogram();
    private long fast;
    private long slow;
    private long fetched;
    private long viewChanges;
    private long events;
    private int leader;
    private long decidedMax;
    private long decidedMaxMicros;
    private long pauseMicros;

    private LoadSimulation(LoadPlan plan, long seed) {
        this.plan = plan;
        this.quorums = Quorums.ofSize(plan.replicas());
        Performance costs = Performance.of(plan.regions(), plan.transactionBytes(),
                Suite.ofSize(plan.replicas()));
        this.cluster = new SimCluster(ClusterSetup
                .of(quorums, ReplicaConfig.WINDOW, seed)
                .performance(costs).lanes(plan.lanes()),
                this::count);
        this.load = new LoadGenerator(cluster, costs, plan.transactionsPerSecond());
        cluster.load(load);
        SimulationPlan trouble = new SimulationPlan(quorums, ReplicaConfig.WINDOW,
                plan.seconds() * 1_000L, 0, plan.faults(), VoteRouting.ofSize(quorums.n()),
                plan.lanes());
        this.faults = new FaultSchedule(trouble, cluster, cluster.random());
    }

    /**
     * The same plan and seed give the same result. An {@link IllegalStateException} says what was violated.
     *
     * @param progress told the virtual seconds done
     */
    public static LoadResult run(LoadPlan plan, long seed, LongConsumer progress) {
        return new LoadSimulation(plan, seed).run(progress);
    }

    private LoadResult run(LongConsumer progress) {
        faults.spare(plan.stopped());
        faults.choose();
        for (int i = 0; i < running(); i++) {
            cluster.start(i);
        }
        faults.plan();
        load.run(plan.seconds() * 1_000_000L);
        if (plan.leaderKilledAt() > 0) {
            cluster.events().at(plan.leaderKilledAt() * 1_000_000L, () -> cluster.crash(leader));
        }
        for (long second = 1; second <= plan.seconds(); second++) {
            while (cluster.events().runNext(second * 1_000_000)) {
                events++;
            }
            progress.accept(second);
        }
        return result();
    }

    private int running() {
        return plan.replicas() - plan.stopped();
    }

    private LoadResult result() {
        Wires wires = cluster.wires().orElseThrow();
        List<SimNode> nodes = cluster.nodes().subList(0, running());
        long messages = 0;
        long bytes = 0;
        long gossip = 0;
        long signed = 0;
        long verified = 0;
        long slots = 0;
        for (SimNode node : nodes) {
            messages += wires.messagesSent(node.index());
            bytes += wires.messageBytesSent(node.index());
            gossip += wires.bytesSent(node.index()) - wires.messageBytesSent(node.index());
            signed += node.signatures().signed();
            verified += node.signatures().verified();
            slots = Math.max(slots, node.application().applied().seq());
        }
        double shares = Math.max(1.0, (double) slots * nodes.size());
        TreeMap<String, Double> kinds = new TreeMap<>();
        wires.messagesByKind().forEach((kind, count) -> kinds.put(kind, count / shares));
        LatencyHistogram decide = load.decideLatency();
        LatencyHistogram execute = load.executeLatency();
        return new LoadResult(load.executedSteadily() / (plan.seconds() / 2.0),
                millis(decide, 50), millis(decide, 99), millis(execute, 50), millis(execute, 99),
                millis(slotLatency, 50), millis(slotLatency, 99),
                new NetworkFloor(quorums, plan.regions(), running())
                        .of(VoteRouting.ofSize(quorums.n()), proposals),
                pauseAt(plan.seconds() * 1_000_000L) / 1_000.0, slots, messages / shares,
                bytes / shares, gossip / shares, signed / shares,
                verified / shares,
                kinds, fast, slow, fetched, viewChanges, events, cluster.traceHash());
    }

    private static double millis(LatencyHistogram histogram, int percent) {
        return histogram.percentileMicros(percent) / 1_000.0;
    }

    private void count(long micros, int machine, Effect.Trace trace) {
        switch (trace.kind()) {
            case PROPOSED -> {
                proposedMicros.putIfAbsent(trace.seq().number(), micros);
                proposals.merge(machine, 1L, Long::sum);
                leader = machine;
                proposedMicros.headMap(trace.seq().number() - 4L * ReplicaConfig.WINDOW).clear();
            }
            case VIEW_ENTERED -> viewChanges++;
            case DECIDED_FAST -> {
                fast++;
                decided(micros, trace);
            }
            case DECIDED_SLOW -> {
                slow++;
                decided(micros, trace);
            }
            case DECIDED_FETCHED -> fetched++;
            default -> {
                // not counted
            }
        }
    }

    /** The longest time without a further decision, if there is none until {@code micros}. */
    private long pauseAt(long micros) {
        return Math.max(pauseMicros, micros - decidedMaxMicros);
    }

    private void decided(long micros, Effect.Trace trace) {
        if (trace.seq().number() > decidedMax) {
            pauseMicros = decidedMax == 0 ? 0 : pauseAt(micros);
            decidedMax = trace.seq().number();
            decidedMaxMicros = micros;
        }
        Long since = proposedMicros.get(trace.seq().number());
        if (since != null) {
            slotLatency.add(micros - since, 1);
        }
    }
}
