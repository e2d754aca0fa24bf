package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Virtual latency follows distance and cost; no time of this machine is looked at. */
class LoadSimulationTest {
    @Test
    void oneRegionCarriesItsLoadWithoutViewChange() {
        LoadResult result = LoadSimulation.run(new LoadPlan(4, Regions.ONE, 2_000, 180, 2, false),
                1,
                _ -> {});
        assertThat(result.viewChanges()).isZero();
        assertThat(result.throughputPerSecond()).isBetween(1_900.0, 2_100.0);
        assertThat(result.decideMillisP50()).isBetween(1.0, 20.0);
        assertThat(result.executeMillisP50()).isGreaterThan(result.decideMillisP50());
    }

    @Test
    void distanceCostsLatency() {
        LoadResult near = LoadSimulation.run(new LoadPlan(6, Regions.ONE, 200, 180, 2, false), 1,
                _ -> {});
        LoadResult far = LoadSimulation.run(new LoadPlan(6, Regions.EU6, 200, 180, 2, false), 1,
                _ -> {});
        assertThat(far.decideMillisP50()).isGreaterThan(near.decideMillisP50() + 10);
    }

    /** Row 30 of the test bar at a size that a test bears: one view change, and the backlog is worked off. */
    @Test
    void outlivesItsLeader() {
        LoadPlan plan = new LoadPlan(7, Regions.EU6, 500, 180, 6, true);
        LoadResult calm = LoadSimulation.run(plan, 1, _ -> {});
        LoadResult killed = LoadSimulation.run(plan.withLeaderKilledAt(1), 1, _ -> {});
        assertThat(calm.viewChanges()).isZero();
        assertThat(calm.longestPauseMillis()).isLessThan(500);
        assertThat(killed.viewChanges()).as("each of the six others enters one").isEqualTo(6);
        assertThat(killed.longestPauseMillis()).isBetween(1_000.0, 4_000.0);
        assertThat(killed.throughputPerSecond()).isGreaterThan(450);
    }

    @Test
    void replaysToTheLastEvent() {
        LoadPlan plan = new LoadPlan(4, Regions.EU6, 500, 180, 1, false);
        assertThat(LoadSimulation.run(plan, 7, _ -> {}))
                .isEqualTo(LoadSimulation.run(plan, 7, _ -> {}));
    }

    /** Computed sizes are those of the codec, for every message that runs with faults produce. */
    @Test
    void sizesAreThoseOfTheCodec() {
        SimCluster cluster = new SimCluster(ClusterSetup.of(new Quorums(4, 0), 8, 1),
                (_, _, _) -> {});
        var codec = ReplicaConfig.of(new ReplicaId(0), new Quorums(4, 0), 1).codec();
        List<Message> seen = new ArrayList<>();
        cluster.network().filter((_, _, message) -> seen.add(message));
        cluster.startAll();
        for (int i = 0; i < 30; i++) {
            cluster.submit();
            cluster.runUntil(cluster.events().nowMicros() + 100_000);
            if (i == 10) {
                cluster.crash(0);
            }
        }
        cluster.start(0);
        cluster.runUntil(cluster.events().nowMicros() + 10_000_000);
        MessageSize sizes = MessageSize.exact();
        assertThat(seen.stream().map(Message::getClass).distinct().count()).isGreaterThan(8);
        assertThat(seen).allSatisfy(
                m -> assertThat(sizes.of(m)).isEqualTo(codec.encode(m).size()));
    }
}
