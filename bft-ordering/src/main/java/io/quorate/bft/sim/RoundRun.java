package io.quorate.bft.sim;

import io.quorate.bft.core.Timeouts;
import java.util.EnumSet;
import java.util.Optional;

/** A short run under a {@link RoundSchedule}: some views as scheduled, then everybody hears everybody. Used once. */
final class RoundRun {
    /** Short timers: a view that leads nowhere ends soon. */
    private static final Timeouts QUICK = new Timeouts(1, 0, 60, 120, 120, 400, 20, 40, 5, 3_000);
    private static final int ITEMS = 3;
    private static final long VIEW_MICROS = 150_000;
    private static final long HEAL_MICROS = 20_000_000;
    private static final long EVENTS_MAX = 500_000;

    private final SimCluster cluster;
    private final int views;
    private long events;

    /** The setup's timers are replaced by short ones. */
    RoundRun(ClusterSetup setup, RoundSchedule schedule, int views) {
        this.cluster = new SimCluster(setup.timeouts(QUICK), (_, _, _) -> {});
        this.views = views;
        cluster.network().filter(schedule);
    }

    RoundRun corrupt(int replica, EnumSet<Misbehaviour> ways) {
        cluster.corrupt(replica, ways);
        return this;
    }

    long events() {
        return events;
    }

    /** What was violated. */
    Optional<String> failure() {
        try {
            run();
            return Optional.empty();
        } catch (IllegalStateException | IllegalArgumentException e) {
            return Optional.of("at " + cluster.events().nowMillis() + " ms: " + e.getMessage());
        }
    }

    private void run() {
        cluster.startAll();
        long scheduled = views * VIEW_MICROS;
        for (int i = 0; i < ITEMS; i++) {
            cluster.events().at(i * scheduled / ITEMS, cluster::submit);
        }
        runUntil(scheduled);
        cluster.network().filter((_, _, _) -> true);
        long limit = cluster.events().nowMicros() + HEAL_MICROS;
        while (!done()) {
            if (cluster.events().nowMicros() >= limit) {
                throw new InvariantViolation("L1: no progress after the scheduled views");
            }
            runUntil(cluster.events().nowMicros() + QUICK.statusMillis() * 1_000);
        }
    }

    private boolean done() {
        return cluster.nodes().stream().filter(node -> !node.faulty()).allMatch(
                node -> cluster.outstanding().stream().allMatch(node.application()::hasExecuted));
    }

    private void runUntil(long micros) {
        while (cluster.events().runNext(micros)) {
            if (++events > EVENTS_MAX) {
                throw new InvariantViolation("more than " + EVENTS_MAX + " events");
            }
        }
    }
}
