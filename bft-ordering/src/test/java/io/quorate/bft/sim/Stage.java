package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A cluster under a test's direction; every invariant is watched while it runs. */
final class Stage {
    private final SimCluster cluster;
    private final List<String> views = new ArrayList<>();
    private final List<String> transfers = new ArrayList<>();
    private long fast;
    private long slow;

    Stage(int replicas) {
        this(ClusterSetup.of(new Quorums(replicas, 0), 8, 1));
    }

    Stage(ClusterSetup setup) {
        cluster = new SimCluster(setup, (_, machine, trace) -> traced(machine, trace));
        cluster.watchClients();
    }

    private void traced(int machine, Effect.Trace trace) {
        switch (trace.kind()) {
            case VIEW_ENTERED -> views.add("r" + machine + " " + trace.view());
            case DECIDED_FAST -> fast++;
            case DECIDED_SLOW -> slow++;
            case TRANSFER -> transfers.add("r" + machine + " " + trace.detail());
            default -> {
                // not counted
            }
        }
    }

    SimCluster cluster() {
        return cluster;
    }

    long viewsEntered() {
        return views.stream().map(entry -> entry.split(" ")[1]).distinct().count();
    }

    /** What replicas told of snapshots that they fetched. */
    List<String> transfers() {
        return List.copyOf(transfers);
    }

    long fast() {
        return fast;
    }

    long slow() {
        return slow;
    }

    void forgetCounts() {
        fast = 0;
        slow = 0;
        views.clear();
    }

    Stage start() {
        cluster.startAll();
        run(20);
        return this;
    }

    void run(long millis) {
        cluster.runUntil(cluster.events().nowMicros() + millis * 1_000);
    }

    /** Submits one item after the other, each once the last was executed. */
    void work(int items, long millisEach) {
        for (int i = 0; i < items; i++) {
            cluster.submit();
            awaitDone(millisEach);
        }
    }

    void awaitDone(long millisMax) {
        await("all items executed", millisMax, this::done);
    }

    void await(String what, long millisMax, BooleanSupplier condition) {
        for (long waited = 0; !condition.getAsBoolean(); waited += 10) {
            assertThat(waited).as(what + " within virtual milliseconds").isLessThan(millisMax);
            run(10);
        }
    }

    boolean done() {
        return cluster.nodes().stream().filter(node -> node.up() && !node.faulty()).allMatch(
                node -> cluster.outstanding().stream().allMatch(node.application()::hasExecuted));
    }

    long executedMax() {
        return cluster.nodes().stream().mapToLong(node -> node.application().applied().seq())
                .max().orElseThrow();
    }

    void cut(int replica, boolean outbound, boolean inbound) {
        for (SimNode other : cluster.nodes()) {
            if (outbound) {
                cluster.network().block(replica, other.index());
            }
            if (inbound) {
                cluster.network().block(other.index(), replica);
            }
        }
    }
}
