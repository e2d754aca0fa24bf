package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import java.util.function.LongConsumer;

/** A cluster under load, with CPU, disks and wires that cost what they cost. Every invariant is watched. Used once. */
public final class LoadSimulation {
    private final LoadPlan plan;
    private final SimCluster cluster;
    private final LoadGenerator load;
    private long fast;
    private long slow;
    private long fetched;
    private long viewChanges;
    private long events;

    private LoadSimulation(LoadPlan plan, long seed) {
        this.plan = plan;
        Timeouts usual = Timeouts.DEFAULT;
        Timeouts timeouts = new Timeouts(plan.regions().roundTripMillisMax(),
                usual.batchMillis(), usual.progressMillis(), usual.newViewMillis(),
                usual.silenceMillis(), usual.capMillis(), usual.statusMillis(),
                usual.idleStatusMillis(), usual.retransmitMillis(),
                usual.clockToleranceMillis());
        Performance costs = Performance.of(plan.regions(), plan.transactionBytes());
        this.cluster = new SimCluster(ClusterSetup
                .of(Quorums.ofSize(plan.replicas()), ReplicaConfig.WINDOW, seed)
                .timeouts(timeouts).performance(costs).lanes(plan.lanes()),
                (_, _, trace) -> count(trace));
        this.load = new LoadGenerator(cluster, costs, plan.transactionsPerSecond());
        cluster.load(load);
    }

    /**
     * The same plan and seed give the same result.
     *
     * @param progress told the virtual seconds done
     */
    public static LoadResult run(LoadPlan plan, long seed, LongConsumer progress) {
        return new LoadSimulation(plan, seed).run(progress);
    }

    private LoadResult run(LongConsumer progress) {
        long total = plan.seconds() * 1_000_000L;
        cluster.startAll();
        load.run(total);
        for (long second = 1; second <= plan.seconds(); second++) {
            while (cluster.events().runNext(second * 1_000_000)) {
                events++;
            }
            progress.accept(second);
        }
        return result();
    }

    private LoadResult result() {
        Wires wires = cluster.wires().orElseThrow();
        long messages = 0;
        long bytes = 0;
        long slots = 0;
        for (SimNode node : cluster.nodes()) {
            messages += wires.messagesSent(node.index());
            bytes += wires.bytesSent(node.index());
            slots = Math.max(slots, node.application().applied().seq());
        }
        double shares = Math.max(1.0, (double) slots * cluster.nodes().size());
        LatencyHistogram decide = load.decideLatency();
        LatencyHistogram execute = load.executeLatency();
        return new LoadResult((double) execute.weight() / plan.seconds(),
                decide.percentileMicros(50) / 1_000.0, decide.percentileMicros(99) / 1_000.0,
                execute.percentileMicros(50) / 1_000.0, execute.percentileMicros(99) / 1_000.0,
                slots, messages / shares, bytes / shares, fast, slow, fetched, viewChanges,
                events, cluster.traceHash());
    }

    private void count(Effect.Trace trace) {
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
