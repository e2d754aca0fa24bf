package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 23 of the ordering specification's scenarios: members change under load and faults, and every invariant holds. */
class EpochScenariosTest {
    private static final long LIMIT = EpochStage.LIMIT;

    @ParameterizedTest(name = "23 add n={0}")
    @ValueSource(ints = {4, 7})
    void joinerFollowsThenVotes(int n) {
        EpochStage stage = EpochStage.of(n, 1, ChangePlan.add(n));
        stage.stage().work(5, LIMIT);
        assertThat(stage.votes(n)).isFalse();
        stage.ready(n);
        assertThat(stage.change(0, 1).members()).hasSize(n + 1);
        assertThat(stage.votes(n)).isTrue();
    }

    @ParameterizedTest(name = "23 joiner absent n={0}")
    @ValueSource(ints = {4, 7})
    void changeWaitsForAJoinerThatIsNotReady(int n) {
        EpochStage stage = EpochStage.of(n, 1, ChangePlan.add(n));
        stage.cluster().crash(n);
        stage.ask(0);
        stage.stage().work(20, LIMIT);
        stage.stage().run(10_000);
        assertThat(stage.cluster().checkers().epochs()).hasSize(1);
        stage.cluster().start(n);
        stage.stage().awaitDone(LIMIT);
        stage.ready(n);
        stage.enter(1);
        assertThat(stage.votes(n)).isTrue();
    }

    @ParameterizedTest(name = "23 replace a dead one n={0}")
    @ValueSource(ints = {4, 7})
    void deadValidatorIsReplacedByAMachineThatFollowed(int n) {
        EpochStage stage = EpochStage.of(n, 1, ChangePlan.replace(n - 1, n));
        stage.cluster().crash(n - 1);
        stage.ready(n);
        stage.change(0, 1);
        assertThat(stage.votes(n)).isTrue();
        stage.cluster().start(n - 1); // it learns that it is out
        stage.stage().awaitDone(LIMIT);
        assertThat(stage.votes(n - 1)).isFalse();
    }

    @ParameterizedTest(name = "23 remove n={0}")
    @ValueSource(ints = {5, 7})
    void leaverLooksOn(int n) {
        EpochStage stage = EpochStage.of(n, 0, ChangePlan.remove(0));
        assertThat(stage.change(0, 1).members()).hasSize(n - 1);
        assertThat(stage.votes(0)).isFalse();
    }

    @ParameterizedTest(name = "23 rotate n={0}")
    @ValueSource(ints = {4, 7})
    void keysAreRotated(int n) {
        EpochStage stage = EpochStage.of(n, 0, ChangePlan.rotate(1, 1), ChangePlan.rotate(1, 2));
        stage.change(0, 1);
        stage.change(1, 2);
        assertThat(stage.votes(1)).isTrue();
    }

    /** A change asked for while another is under way waits for the next epoch. */
    @ParameterizedTest(name = "23 c n={0}")
    @ValueSource(ints = {6, 7})
    void slowReplicasAreAllowedAndForbiddenAgain(int n) {
        EpochStage stage = EpochStage.of(n, 0, ChangePlan.slowReplicas(1),
                ChangePlan.slowReplicas(0));
        stage.ask(0);
        stage.stage().work(1, EpochStage.LIMIT); // so that it is decided first
        stage.ask(1);
        assertThat(stage.enter(1).quorums().fast()).isEqualTo(n - 1);
        assertThat(stage.enter(2).quorums().fast()).isEqualTo(n);
    }

    @Test
    void committeeGrowsToTenAndShrinksAgain() {
        EpochStage stage = EpochStage.of(4, 6, ChangePlan.add(4, 5, 6), ChangePlan.add(7, 8, 9),
                ChangePlan.remove(0, 2, 4, 5, 7, 9));
        for (int joiner = 4; joiner < 10; joiner++) {
            stage.ready(joiner);
        }
        assertThat(stage.change(0, 1).quorums().f()).isEqualTo(2);
        assertThat(stage.change(1, 2).quorums().f()).isEqualTo(3);
        assertThat(stage.change(2, 3).members()).hasSize(4);
        for (int staying : new int[]{1, 3, 6, 8}) {
            assertThat(stage.votes(staying)).isTrue();
        }
    }

    @ParameterizedTest(name = "23 faulty n={0}")
    @ValueSource(ints = {4, 7})
    void changesWithLiars(int n) {
        for (Misbehaviour way : EnumSet.of(Misbehaviour.EQUIVOCATING,
                Misbehaviour.LYING_VIEW_CHANGE, Misbehaviour.SILENT, Misbehaviour.SHOUTING)) {
            EpochStage stage = new EpochStage(n, 1, Parts.SOUND, 3, ChangePlan.add(n),
                    ChangePlan.rotate(1, 1));
            for (int liar = 0; liar < (n - 1) / 3; liar++) {
                stage.cluster().corrupt(liar, EnumSet.of(way));
            }
            stage.stage().start();
            stage.ready(n);
            stage.change(0, 1);
            stage.change(1, 2);
            assertThat(stage.votes(n)).isTrue();
        }
    }

    /** Who was away for two epochs comes back through both of them, without anybody's seat in them. */
    @ParameterizedTest(name = "23 away n={0}")
    @ValueSource(ints = {4, 7})
    void replicaThatMissedTwoEpochsCatchesUp(int n) {
        EpochStage stage = EpochStage.of(n, 0, ChangePlan.rotate(1, 1), ChangePlan.rotate(2, 1));
        stage.stage().work(3, LIMIT);
        stage.cluster().crash(n - 1);
        stage.change(0, 1);
        stage.change(1, 2);
        stage.cluster().start(n - 1);
        stage.stage().awaitDone(LIMIT);
        assertThat(stage.epochOf(n - 1)).isEqualTo(2);
        stage.cluster().crash(0);
        stage.stage().work(3, LIMIT);
    }

    /** Every few points at which a record is written or a message leaves, from shortly before the end to after it. */
    @ParameterizedTest(name = "23 crash at the hand-over n={0}")
    @ValueSource(ints = {4, 7})
    void crashAtBoundariesOfTheHandOver(int n) {
        int crashed = 0;
        for (int boundary = 1; boundary < 120; boundary += n == 4 ? 5 : 29) {
            EpochStage stage = EpochStage.of(n, 0, ChangePlan.rotate(2, 1));
            stage.ask(0);
            SimNode victim = stage.node(1);
            stage.stage().await("near the end", LIMIT,
                    () -> victim.application().applied().seq() >= 250);
            victim.tripAt(boundary);
            stage.stage().run(200);
            crashed += victim.up() ? 0 : 1;
            victim.tripAt(Long.MAX_VALUE);
            stage.cluster().start(1);
            stage.enter(1);
            assertThat(stage.votes(1)).isTrue();
        }
        assertThat(crashed).isPositive();
    }

    @ParameterizedTest(name = "23 all crash at the hand-over n={0}")
    @ValueSource(ints = {4, 7})
    void allCrashAroundTheHandOver(int n) {
        for (long late = 0; late < 80; late += 16) {
            EpochStage stage = EpochStage.of(n, 0, ChangePlan.rotate(2, 1));
            stage.ask(0);
            stage.stage().await("near the end", LIMIT,
                    () -> stage.node(1).application().applied().seq() >= 250);
            stage.stage().run(late);
            for (int machine = 0; machine < n; machine++) {
                stage.cluster().crash(machine);
            }
            stage.cluster().startAll();
            stage.enter(1);
        }
    }
}
