package io.quorate.bft.sim;

/** Draws a run's faults from its seed and plans them. Used once. */
final class FaultSchedule {
    private final SimulationPlan plan;
    private final SimCluster cluster;
    private final SimRandom random;
    private final long endMicros;

    FaultSchedule(SimulationPlan plan, SimCluster cluster, SimRandom random) {
        this.plan = plan;
        this.cluster = cluster;
        this.random = random;
        this.endMicros = plan.safetyMillis() * 1_000;
    }

    void plan() {
        for (int i = 0; i < plan.items(); i++) {
            cluster.events().at(random.between(0, endMicros), cluster::submit);
        }
        for (int i = random.below(plan.crashes() + 1); i > 0; i--) {
            cluster.events().at(random.between(0, endMicros), this::crash);
        }
        for (int i = random.below(plan.partitions() + 1); i > 0; i--) {
            cluster.events().at(random.between(0, endMicros), this::partition);
        }
        for (int i = random.below(4); i > 0; i--) {
            cluster.events().at(random.between(0, endMicros), this::changeWeather);
        }
        changeWeather();
    }

    private void changeWeather() {
        boolean calm = random.chance(40);
        cluster.network().weather(calm ? SimNetwork.Weather.CALM
                : new SimNetwork.Weather(random.below(plan.lossPercentMax() + 1),
                        random.below(plan.duplicatePercentMax() + 1), 200,
                        random.between(300, 300 + plan.delayMillisMax() * 1_000)));
    }

    /** One replica, or all at once; down for a moment or for long. */
    private void crash() {
        boolean all = random.chance(15);
        int victim = random.below(plan.quorums().n());
        for (int i = 0; i < plan.quorums().n(); i++) {
            if (all || i == victim) {
                int index = i;
                cluster.crash(index);
                long downMicros = random.chance(50) ? random.between(100, 20_000)
                        : random.between(20_000, 4_000_000);
                cluster.events().after(downMicros, () -> cluster.start(index));
            }
        }
    }

    private void partition() {
        int n = plan.quorums().n();
        switch (random.below(3)) {
            case 0 -> { // two sides
                long side = random.nextLong();
                for (int from = 0; from < n; from++) {
                    for (int to = 0; to < n; to++) {
                        if ((side >>> from & 1) != (side >>> to & 1)) {
                            cluster.network().block(from, to);
                        }
                    }
                }
            }
            case 1 -> { // one replica, one way
                int victim = random.below(n);
                boolean outbound = random.chance(50);
                for (int other = 0; other < n; other++) {
                    cluster.network().block(outbound ? victim : other, outbound ? other : victim);
                }
            }
            default -> { // single links
                for (int i = random.below(n * n); i > 0; i--) {
                    cluster.network().block(random.below(n), random.below(n));
                }
            }
        }
        cluster.events().after(random.between(10_000, 3_000_000),
                () -> cluster.network().unblockAll());
    }
}
