package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.epoch.EpochConfig;
import java.util.List;

/** A stage on which members change by plans. */
final class EpochStage {
    static final long LIMIT = 120_000;

    private final Stage stage;
    private final SimCluster cluster;

    EpochStage(int n, int spares, Parts parts, long seed, ChangePlan... plans) {
        this(ClusterSetup.of(new Quorums(n, 0), 8, seed).parts(parts), spares, seed, plans);
    }

    private EpochStage(ClusterSetup setup, int spares, long seed, ChangePlan... plans) {
        stage = new Stage(setup.throughWire(seed % 4 == 0)
                .membership(new Membership(spares, List.of(plans))));
        cluster = stage.cluster();
    }

    static EpochStage withLanes(int n, int spares, long seed, ChangePlan... plans) {
        return new EpochStage(ClusterSetup.of(new Quorums(n, 0), 8, seed).lanes(true), spares,
                seed, plans);
    }

    static EpochStage of(int n, int spares, ChangePlan... plans) {
        EpochStage made = new EpochStage(n, spares, Parts.SOUND, 1, plans);
        made.stage.start();
        return made;
    }

    Stage stage() {
        return stage;
    }

    SimCluster cluster() {
        return cluster;
    }

    SimNode node(int machine) {
        return cluster.node(machine);
    }

    void ready(int machine) {
        cluster.submit(SimGovernance.readyItem(machine));
    }

    void ask(int plan) {
        cluster.submit(SimGovernance.planItem(plan));
    }

    /** Asks for a change and keeps working until everybody that runs is in the epoch after it. */
    EpochConfig change(int plan, long epoch) {
        ask(plan);
        return enter(epoch);
    }

    EpochConfig enter(long epoch) {
        stage.await("epoch " + epoch, LIMIT, () -> {
            cluster.submit();
            return cluster.nodes().stream().filter(node -> node.up() && !node.faulty())
                    .allMatch(node -> epochOf(node.index()) >= epoch);
        });
        stage.work(3, LIMIT);
        HandOverChain.verify(cluster, epoch);
        return cluster.checkers().epochs().get(epoch);
    }

    long epochOf(int machine) {
        return node(machine).epoch().orElseThrow().epoch().number();
    }

    boolean votes(int machine) {
        return node(machine).epoch().orElseThrow().learner().isEmpty();
    }

    /** Crashes it, takes its log away, and lets it come back. */
    void wipe(int machine, boolean applicationToo) {
        cluster.crash(machine);
        node(machine).wipe(applicationToo);
        cluster.start(machine);
        assertThat(votes(machine)).as("wiped machine votes").isFalse();
    }
}
