package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 23 of the ordering specification's scenarios: members change under load and faults, and every invariant holds. */
class EpochScenariosTest {
    private static final long LIMIT = 120_000;

    private static Stage stage(int n, int spares, ChangePlan... plans) {
        return new Stage(ClusterSetup.of(new Quorums(n, 0), 8, 1)
                .membership(new Membership(spares, List.of(plans)))).start();
    }

    /** Asks for a change and keeps working until everybody that runs is in the epoch after it. */
    private static void change(Stage stage, int plan, long epoch) {
        stage.cluster().submit(SimGovernance.planItem(plan));
        stage.await("epoch " + epoch, LIMIT, () -> {
            stage.cluster().submit();
            return stage.cluster().nodes().stream().filter(node -> node.up() && !node.faulty())
                    .allMatch(node -> node.epoch().orElseThrow().epoch().number() >= epoch);
        });
        stage.work(3, LIMIT);
        HandOverChain.verify(stage.cluster(), epoch);
    }

    private static boolean votes(Stage stage, int machine) {
        return stage.cluster().node(machine).epoch().orElseThrow().learner().isEmpty();
    }

    @ParameterizedTest(name = "23 add n={0}")
    @ValueSource(ints = {4, 7})
    void joinerFollowsThenVotes(int n) {
        Stage stage = stage(n, 1, ChangePlan.add(n));
        stage.work(5, LIMIT);
        assertThat(votes(stage, n)).isFalse();
        stage.cluster().submit(SimGovernance.readyItem(n));
        change(stage, 0, 1);
        assertThat(votes(stage, n)).isTrue();
        assertThat(stage.cluster().checkers().epochs().get(1L).members()).hasSize(n + 1);
    }

    @ParameterizedTest(name = "23 joiner absent n={0}")
    @ValueSource(ints = {4, 7})
    void changeWaitsForAJoinerThatIsNotReady(int n) {
        Stage stage = stage(n, 1, ChangePlan.add(n));
        stage.cluster().crash(n);
        stage.cluster().submit(SimGovernance.planItem(0));
        stage.work(20, LIMIT);
        stage.run(10_000);
        assertThat(stage.cluster().checkers().epochs()).hasSize(1);
        stage.cluster().start(n);
        stage.awaitDone(LIMIT);
        stage.cluster().submit(SimGovernance.readyItem(n));
        stage.await("epoch 1", LIMIT, () -> votes(stage, n));
        stage.work(3, LIMIT);
    }

    @ParameterizedTest(name = "23 replace a dead one n={0}")
    @ValueSource(ints = {4, 7})
    void deadValidatorIsReplacedByAMachineThatFollowed(int n) {
        Stage stage = stage(n, 1, ChangePlan.replace(n - 1, n));
        stage.cluster().crash(n - 1);
        stage.cluster().submit(SimGovernance.readyItem(n));
        change(stage, 0, 1);
        assertThat(votes(stage, n)).isTrue();
        stage.cluster().start(n - 1); // it learns that it is out
        stage.awaitDone(LIMIT);
        assertThat(votes(stage, n - 1)).isFalse();
    }

    @ParameterizedTest(name = "23 remove n={0}")
    @ValueSource(ints = {5, 7})
    void leaverLooksOn(int n) {
        Stage stage = stage(n, 0, ChangePlan.remove(0));
        change(stage, 0, 1);
        assertThat(votes(stage, 0)).isFalse();
        assertThat(stage.cluster().checkers().epochs().get(1L).members()).hasSize(n - 1);
    }

    @ParameterizedTest(name = "23 rotate n={0}")
    @ValueSource(ints = {4, 7})
    void keysAreRotated(int n) {
        Stage stage = stage(n, 0, ChangePlan.rotate(1, 1), ChangePlan.rotate(1, 2));
        change(stage, 0, 1);
        change(stage, 1, 2);
        assertThat(votes(stage, 1)).isTrue();
    }
}
