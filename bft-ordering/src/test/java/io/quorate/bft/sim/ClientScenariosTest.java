package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.bft.core.Quorums;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 27: what clients see under each kind of fault is one history. It is checked in every random run besides. */
class ClientScenariosTest {
    private static final int SEEDS = 3;

    @ParameterizedTest(name = "27 {0}")
    @EnumSource(FaultKind.class)
    void clientsSeeOneHistoryUnder(FaultKind fault) {
        for (int n : new int[]{4, 7}) {
            requireOneHistory(SimulationPlan.of(Quorums.ofSize(n), EnumSet.of(fault)));
        }
    }

    @ParameterizedTest(name = "27 n={0}")
    @ValueSource(ints = {4, 7})
    void clientsSeeOneHistoryWhereReplicasWriteLanes(int n) {
        requireOneHistory(SimulationPlan.faulty(n).with(FaultKind.BYZANTINE).withLanes());
    }

    private static void requireOneHistory(SimulationPlan plan) {
        long acknowledged = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulator simulator = Simulator.omitting(plan, seed, Parts.SOUND, Set.of());
            assertThat(simulator.run().failure()).isEmpty();
            assertThat(simulator.history().reads()).isGreaterThan(plan.items());
            acknowledged += simulator.history().acknowledged();
        }
        // What a client's replica took over by snapshot has no place that it could be told.
        assertThat(acknowledged).isGreaterThan(SEEDS * plan.items() / 2);
    }

    /** A replica that shows what is decided, before it is executed and durable, forgets it in a crash. */
    @Test
    void findsReplicasThatAnswerBeforeTheyExecuted() {
        assertThat(firstFailure(Answering.DECIDED)).get().asString().contains("clients: ",
                "goes back");
    }

    /** A proposal that its view does not decide gives its place to another. */
    @Test
    void findsReplicasThatAnswerFromProposals() {
        assertThat(firstFailure(Answering.PROPOSED)).get().asString().contains("clients: ");
    }

    /** The history alone tells it, too: no other check looks at what a replica shows after a crash. */
    @Test
    void findsReplicasThatExecuteWithoutSync() {
        Stage stage = new Stage(ClusterSetup.of(new Quorums(4, 0), 8, 1)
                .parts(Mutant.executesTooEarly().parts())).start();
        SimApplication application = stage.cluster().node(1).application();
        stage.cluster().submit();
        while (application.executedCount() == 0) {
            assertThat(stage.cluster().events().runNext(1_000_000)).isTrue();
        }
        SimClients clients = stage.cluster().clients().orElseThrow();
        application.crash();

        assertThat(application.executedCount()).isZero();
        assertThat(catchThrowable(
                () -> clients.started(stage.cluster().node(1))))
                .hasMessageContaining("r1 goes back");
    }

    private static Optional<String> firstFailure(Answering answering) {
        Parts parts = Mutant.answers(answering).parts();
        SimulationPlan plan = SimulationPlan.faulty(4);
        for (long seed = 0; seed < 50; seed++) {
            Optional<String> failure = Simulator.run(plan, seed, parts).failure();
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }
}
