package io.quorate.bft.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Draws a run's faults from its seed and plans them. Used once. */
final class FaultSchedule {
    private static final int CRASHES_MAX = 6;
    private static final int PARTITIONS_MAX = 5;
    private static final int LOSS_PERCENT_MAX = 30;
    private static final int DUPLICATE_PERCENT_MAX = 50;
    private static final long DELAY_MICROS_MAX = 100_000;
    private static final int CLOCK_MILLIS_MAX = 10_000;

    private final SimulationPlan plan;
    private final SimCluster cluster;
    private final SimRandom random;
    private final long endMicros;
    private final List<Integer> unwell = new ArrayList<>();
    private int stopped;
    private Set<Integer> omitted = Set.of();
    private int planned;

    FaultSchedule(SimulationPlan plan, SimCluster cluster, SimRandom random) {
        this.plan = plan;
        this.cluster = cluster;
        this.random = random;
        this.endMicros = plan.safetyMillis() * 1_000;
    }

    /** Replicas on which nothing depends: the faulty and those with a wrong clock; f at most. */
    List<Integer> unwell() {
        return unwell;
    }

    /** Events left out, by number: the others happen when they would have. */
    void omit(Set<Integer> numbers) {
        omitted = numbers;
    }

    /** How many events there are to omit from. */
    int planned() {
        return planned;
    }

    /** So many replicas, the last ones, stand still: they count among the f. */
    void spare(int count) {
        stopped = count;
        for (int i = 0; i < count; i++) {
            unwell.add(plan.quorums().n() - 1 - i);
        }
    }

    /** Before the cluster starts: who lies, and whose clock is wrong. */
    void choose() {
        for (int i = 0; i < plan.quorums().n(); i++) {
            if (cluster.isFaulty(i)) {
                unwell.add(i);
            }
        }
        int left = plan.quorums().f() - unwell.size();
        if (plan.has(FaultKind.BYZANTINE) && left > 0) {
            for (int i = random.below(left) + 1; i > 0; i--) {
                cluster.corrupt(pick(), ways());
            }
        }
        left = plan.quorums().f() - unwell.size();
        if (plan.has(FaultKind.CLOCK) && left > 0) {
            for (int i = random.below(left + 1); i > 0; i--) {
                cluster.node(pick()).skewClock(random.between(-CLOCK_MILLIS_MAX, CLOCK_MILLIS_MAX));
            }
        }
    }

    private int pick() {
        int replica;
        do {
            replica = random.below(plan.quorums().n());
        } while (unwell.contains(replica));
        unwell.add(replica);
        return replica;
    }

    private EnumSet<Misbehaviour> ways() {
        EnumSet<Misbehaviour> ways = EnumSet.noneOf(Misbehaviour.class);
        List<Misbehaviour> all = plan.lanes() ? List.of(Misbehaviour.values())
                : Misbehaviour.withoutLanes();
        for (int i = random.below(4) + 1; i > 0; i--) {
            ways.add(all.get(random.below(all.size())));
        }
        return ways;
    }

    void plan() {
        for (int i = 0; i < plan.items(); i++) {
            cluster.events().at(random.between(0, endMicros), cluster::submit);
        }
        several(FaultKind.CRASH, CRASHES_MAX, this::crash);
        several(FaultKind.PARTITION, PARTITIONS_MAX, this::partition);
        several(FaultKind.DISK, CRASHES_MAX, this::troubleDisk);
        if (plan.has(FaultKind.LOSS)) {
            several(FaultKind.LOSS, 3, this::changeWeather);
            changeWeather();
        }
    }

    private void several(FaultKind kind, int most, Runnable fault) {
        if (plan.has(kind)) {
            for (int i = random.below(most + 1); i > 0; i--) {
                long at = random.between(0, endMicros);
                if (!omitted.contains(planned++)) {
                    cluster.events().at(at, fault);
                }
            }
        }
    }

    private void changeWeather() {
        boolean calm = random.chance(40);
        cluster.network().weather(calm ? SimNetwork.Weather.CALM
                : new SimNetwork.Weather(random.below(LOSS_PERCENT_MAX + 1),
                        random.below(DUPLICATE_PERCENT_MAX + 1), 200,
                        random.between(300, 300 + DELAY_MICROS_MAX)));
    }

    /** One replica, or all at once; down for a moment or for long. */
    private void crash() {
        boolean all = random.chance(15);
        int victim = random.below(cluster.nodes().size());
        for (int i = 0; i < cluster.nodes().size(); i++) {
            if (all || i == victim) {
                cluster.crash(i);
                startLater(i);
            }
        }
    }

    private void startLater(int index) {
        long downMicros = random.chance(50) ? random.between(100, 20_000)
                : random.between(20_000, 4_000_000);
        cluster.events().after(downMicros, () -> start(index));
    }

    private void start(int index) {
        if (index < plan.quorums().n() - stopped || index >= plan.quorums().n()) {
            cluster.start(index);
        }
    }

    private void troubleDisk() {
        int victim = random.below(cluster.nodes().size());
        SimNode node = cluster.node(victim);
        switch (random.below(3)) {
            case 0 -> {
                node.disk().slowDown(random.below(500) + 1);
                cluster.events().after(random.between(10_000, 3_000_000),
                        () -> node.disk().slowDown(1));
            }
            case 1 -> {
                node.disk().fill(true);
                cluster.events().after(random.between(10_000, 3_000_000), () -> {
                    node.disk().fill(false);
                    start(victim);
                });
            }
            default -> rot(node);
        }
    }

    private void rot(SimNode node) {
        boolean allowed = unwell.contains(node.replica())
                || unwell.size() < plan.quorums().f();
        if (allowed) {
            if (!unwell.contains(node.replica())) {
                unwell.add(node.replica());
            }
            cluster.crash(node.index());
            cluster.markFaulty(node.replica());
            node.disk().rot(random);
            startLater(node.index());
        }
    }

    private void partition() {
        int machines = cluster.nodes().size();
        switch (random.below(3)) {
            case 0 -> { // two sides
                long side = random.nextLong();
                for (int from = 0; from < machines; from++) {
                    for (int to = 0; to < machines; to++) {
                        if ((side >>> from & 1) != (side >>> to & 1)) {
                            cluster.network().block(from, to);
                        }
                    }
                }
            }
            case 1 -> { // one replica, one way
                int victim = random.below(machines);
                boolean outbound = random.chance(50);
                for (int other = 0; other < machines; other++) {
                    cluster.network().block(outbound ? victim : other, outbound ? other : victim);
                }
            }
            default -> { // single links
                for (int i = random.below(machines * machines); i > 0; i--) {
                    cluster.network().block(random.below(machines), random.below(machines));
                }
            }
        }
        cluster.events().after(random.between(10_000, 3_000_000),
                () -> cluster.network().unblockAll());
    }
}
