package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.ViewChange;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ordering specification's named scenarios that fit the protocol of today, each under all invariants. Scenario 18
 * is {@link TwinsTest}, 1 and 15 are in {@link ReplicaSimTest} and {@link SimulatorMutantTest}; 19 and 20 need
 * collectors and a roster, 21 lanes, 12's ceremony, 23, 24 and 26 epochs and several versions.
 */
class FaultScenariosTest {
    private static final long LIMIT = 60_000;

    @ParameterizedTest(name = "02 n={0}")
    @ValueSource(ints = {4, 7})
    void fastPathEndsWithAMissingReplicaAndReturnsWithIt(int n) {
        Stage stage = new Stage(n).start();
        stage.cluster().crash(n - 1);
        stage.work(5, LIMIT);
        assertThat(stage.fast()).isZero();
        assertThat(stage.slow()).isPositive();
        stage.cluster().start(n - 1);
        stage.run(2_000);
        stage.forgetCounts();
        stage.work(20, LIMIT);
        assertThat(stage.fast()).as("L2: back well within 128 slots").isGreaterThan(stage.slow());
        assertThat(stage.viewsEntered()).isZero();
    }

    @ParameterizedTest(name = "03 n={0}")
    @ValueSource(ints = {4, 7})
    void oneViewChangeForEachDeadLeaderInARow(int n) {
        int f = new Quorums(n, 0).f();
        Stage stage = new Stage(n).start();
        for (int dead = 0; dead < f; dead++) {
            stage.cluster().crash(dead);
        }
        stage.work(3, LIMIT);
        assertThat(stage.viewsEntered()).isEqualTo(1);
        for (SimNode node : stage.cluster().nodes()) {
            node.status().ifPresent(s -> assertThat(s.view().number()).isEqualTo(f));
        }
    }

    @ParameterizedTest(name = "04 n={0}")
    @ValueSource(ints = {4, 7})
    void leaderCutOneWayIsReplacedAndRejoins(int n) {
        for (boolean outbound : new boolean[]{true, false}) {
            Stage stage = new Stage(n).start();
            stage.cut(0, outbound, !outbound);
            stage.cluster().submit();
            stage.await("others execute", LIMIT,
                    () -> stage.cluster().node(1).application().hasExecuted(1));
            stage.cluster().network().unblockAll();
            stage.awaitDone(LIMIT);
            // one that is heard but hears nothing may lead as long as the others decide without its votes
            assertThat(stage.viewsEntered()).isBetween(outbound ? 1L : 0L, 1L);
        }
    }

    @ParameterizedTest(name = "05 n={0}")
    @ValueSource(ints = {4, 7})
    void isolatedReplicaSuspectsAloneAndMovesNobody(int n) {
        Stage stage = new Stage(n).start();
        stage.cut(n - 1, true, true);
        stage.run(20_000);
        stage.cluster().network().unblockAll();
        stage.work(3, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
    }

    @ParameterizedTest(name = "06 n={0}")
    @ValueSource(ints = {4, 7})
    void followersThatReachOnlyTheLeaderConverge(int n) {
        Stage stage = new Stage(n).start();
        for (int from = 1; from < n; from++) {
            for (int to = 1; to < n; to++) {
                stage.cluster().network().block(from, to);
            }
        }
        stage.cluster().submit();
        stage.run(10_000);
        stage.cluster().network().unblockAll();
        stage.awaitDone(LIMIT);
    }

    @ParameterizedTest(name = "07 n={0}")
    @ValueSource(ints = {4, 7})
    void halfTheMessagesLostThenFastAgain(int n) {
        Stage stage = new Stage(n).start();
        stage.cluster().network().weather(new SimNetwork.Weather(50, 0, 200, 600));
        stage.cluster().submit();
        stage.cluster().crash(0);
        stage.run(10_000);
        stage.cluster().network().weather(SimNetwork.Weather.CALM);
        stage.cluster().start(0);
        stage.awaitDone(LIMIT);
        stage.run(1_000);
        stage.forgetCounts();
        stage.work(20, LIMIT);
        assertThat(stage.fast()).isGreaterThan(stage.slow());
    }

    @ParameterizedTest(name = "07b n={0}")
    @ValueSource(ints = {4, 7})
    void exactlyOneViewChangeLostDelaysButDoesNotStop(int n) {
        Stage stage = new Stage(n).start();
        boolean[] lost = new boolean[1];
        stage.cluster().network().filter((_, to, message) -> {
            boolean loses = !lost[0] && message instanceof ViewChange && to.index() == 1;
            lost[0] |= loses;
            return !loses;
        });
        stage.cluster().crash(0);
        stage.work(2, LIMIT);
        assertThat(lost[0]).isTrue();
    }

    @ParameterizedTest(name = "08 n={0}")
    @ValueSource(ints = {4, 7})
    void haltsBeyondFAndResumesUnaided(int n) {
        Stage stage = new Stage(n).start();
        int f = new Quorums(n, 0).f();
        for (int down = 0; down <= f; down++) {
            stage.cluster().crash(n - 1 - down);
        }
        stage.cluster().submit();
        stage.run(20_000);
        assertThat(stage.executedMax()).isZero();
        for (int down = f; down >= 0; down--) {
            stage.cluster().start(n - 1 - down);
            stage.run(500);
        }
        stage.awaitDone(2 * LIMIT);
    }

    @ParameterizedTest(name = "09 n={0}")
    @ValueSource(ints = {4, 7})
    void replicasThatDriftedApartMeetAgain(int n) {
        Stage stage = new Stage(n).start();
        for (int from = 0; from < n; from++) {
            for (int to = 0; to < n; to++) {
                if (from % 2 != to % 2) {
                    stage.cluster().network().block(from, to);
                }
            }
        }
        stage.cluster().submit();
        stage.run(120_000);
        stage.cluster().network().unblockAll();
        stage.awaitDone(2 * 30_000 + 10_000);
    }

    /** Every point at which a record is written or a message leaves, for leader and follower, until none is left. */
    @ParameterizedTest(name = "10 n={0}")
    @ValueSource(ints = {4, 7})
    void crashAtEachBoundaryOfOneSlot(int n) {
        int runs = 0;
        for (int victim : new int[]{0, 1}) {
            boolean reached = true;
            for (int boundary = 1; reached; boundary++) {
                Stage stage = new Stage(n).start();
                SimNode node = stage.cluster().node(victim);
                node.tripAt(boundary);
                stage.cluster().submit();
                stage.run(30);
                reached = node.tripped();
                stage.cluster().start(victim);
                stage.awaitDone(LIMIT);
                stage.work(1, LIMIT);
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(20);
    }

    @ParameterizedTest(name = "10b n={0}")
    @ValueSource(ints = {4, 7})
    void rollingRestartAndAllAtOnce(int n) {
        Stage stage = new Stage(n).start();
        for (int i = 0; i < n; i++) {
            stage.cluster().submit();
            stage.run(2);
            stage.cluster().crash(i);
            stage.run(100);
            stage.cluster().start(i);
            stage.awaitDone(LIMIT);
        }
        stage.cluster().submit();
        stage.run(2);
        for (int i = 0; i < n; i++) {
            stage.cluster().crash(i);
        }
        stage.cluster().startAll();
        stage.awaitDone(LIMIT);
    }

    @ParameterizedTest(name = "11 n={0}")
    @ValueSource(ints = {4, 7})
    void oneRottenSlowOrFullDiskIsSurvived(int n) {
        Stage stage = new Stage(n).start();
        stage.work(3, LIMIT);
        stage.cluster().node(n - 1).disk().slowDown(400);
        stage.work(3, LIMIT);
        stage.cluster().node(n - 1).disk().slowDown(1);
        stage.cluster().node(n - 1).disk().fill(true);
        stage.work(3, LIMIT);
        stage.cluster().node(n - 1).disk().fill(false);
        stage.cluster().start(n - 1);
        stage.awaitDone(LIMIT);
        stage.cluster().crash(n - 1);
        stage.cluster().markFaulty(n - 1);
        stage.cluster().node(n - 1).disk().rot(new SimRandom(1));
        stage.cluster().start(n - 1);
        stage.work(3, LIMIT);
    }

    /** A wiped replica must not vote, so it stays away: up to f may, with more the chain halts. */
    @ParameterizedTest(name = "12 n={0}")
    @ValueSource(ints = {4, 7})
    void moreThanFWipedDisksHaltTheChain(int n) {
        int f = new Quorums(n, 0).f();
        Stage stage = new Stage(n).start();
        stage.work(2, LIMIT);
        for (int wiped = 0; wiped < f; wiped++) {
            stage.cluster().crash(n - 1 - wiped);
            stage.cluster().node(n - 1 - wiped).disk().wipe();
        }
        stage.work(2, LIMIT);
        stage.cluster().crash(n - 1 - f);
        long before = stage.executedMax();
        stage.cluster().submit();
        stage.run(30_000);
        assertThat(stage.executedMax()).isEqualTo(before);
    }

    @ParameterizedTest(name = "13 n={0}")
    @ValueSource(ints = {4, 7})
    void replicaThatMissedTwoViewsCatchesUpThroughAnotherViewChange(int n) {
        Stage stage = new Stage(n).start();
        stage.cluster().crash(n - 1);
        for (int leader = 0; leader < 2; leader++) {
            stage.cut(leader, true, true);
            if (n == 4) {
                stage.cluster().start(n - 1); // else there is no quorum
            }
            stage.cluster().submit();
            stage.run(6_000);
            stage.cluster().network().unblockAll();
            stage.awaitDone(LIMIT);
        }
        for (int i = 0; i < 20; i++) {
            stage.work(1, LIMIT);
        }
        stage.cluster().start(n - 1);
        stage.run(3);
        stage.cluster().crash(2); // the next leader, while the late one fetches
        stage.cluster().submit();
        stage.run(4_000);
        stage.cluster().start(2);
        stage.awaitDone(2 * LIMIT);
    }

    @ParameterizedTest(name = "14 n={0}")
    @ValueSource(ints = {4, 7})
    void someAheadByACertificateAtAViewChange(int n) {
        int f = new Quorums(n, 0).f();
        Stage stage = new Stage(n).start();
        stage.cluster().network().filter((_, to, message) -> to.index() < f + 1
                || !(message instanceof ExecShare)
                        && !(message instanceof BlockCert));
        stage.cluster().submit();
        stage.run(20);
        stage.cluster().crash(0);
        stage.cluster().network().filter((_, _, _) -> true);
        stage.work(3, LIMIT);
        assertThat(stage.viewsEntered()).isEqualTo(1);
    }

    @ParameterizedTest(name = "16 n={0}")
    @ValueSource(ints = {4, 7})
    void hugeViewsOfOneReplicaMoveNobody(int n) {
        Stage stage = new Stage(n);
        stage.cluster().corrupt(n - 1, EnumSet.of(Misbehaviour.SHOUTING));
        stage.start();
        stage.run(5_000);
        stage.work(5, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
    }

    @ParameterizedTest(name = "17 n={0}")
    @ValueSource(ints = {4, 7})
    void equivocatingLeaderIsReplaced(int n) {
        Stage stage = new Stage(n);
        stage.cluster().corrupt(0,
                EnumSet.of(Misbehaviour.EQUIVOCATING, Misbehaviour.LYING_VIEW_CHANGE));
        stage.start();
        stage.work(5, LIMIT);
        stage.cluster().crash(0);
        stage.work(2, LIMIT);
        assertThat(stage.viewsEntered()).isPositive();
    }

    @ParameterizedTest(name = "22 n={0}")
    @ValueSource(ints = {4, 7})
    void wrongClockAtTheLeaderEndsItsView(int n) {
        Stage stage = new Stage(n);
        stage.cluster().node(0).skewClock(10_000);
        stage.start();
        stage.work(2, LIMIT);
        assertThat(stage.viewsEntered()).isEqualTo(1);
    }

    @ParameterizedTest(name = "22b n={0}")
    @ValueSource(ints = {4, 7})
    void wrongClockAtAFollowerCostsTheFastPathOnly(int n) {
        Stage stage = new Stage(n);
        stage.cluster().node(n - 1).skewClock(10_000);
        stage.start();
        stage.work(5, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
        assertThat(stage.fast()).isZero();
    }

    @ParameterizedTest(name = "25 n={0}")
    @ValueSource(ints = {4, 7})
    void floodIsOrderedOnce(int n) {
        Stage stage = new Stage(n).start();
        for (int i = 0; i < 500; i++) {
            stage.cluster().submit();
        }
        stage.awaitDone(LIMIT);
        assertThat(stage.viewsEntered()).isZero();
        assertThat(stage.cluster().node(0).application().executedCount()).isEqualTo(500);
    }

    @ParameterizedTest(name = "28 n={0}")
    @ValueSource(ints = {4, 7})
    void divergentExecutionStopsItsReplica(int n) {
        Stage stage = new Stage(n).start();
        stage.cluster().markFaulty(n - 1);
        stage.cluster().node(n - 1).application().diverge();
        stage.work(3, LIMIT);
        assertThat(stage.cluster().node(n - 1).up()).isFalse();
    }

    @ParameterizedTest(name = "28b n={0}")
    @ValueSource(ints = {4, 7})
    void divergenceOfMoreThanFIsNoticed(int n) {
        Stage stage = new Stage(n).start();
        for (int i = 0; i <= new Quorums(n, 0).f(); i++) {
            stage.cluster().node(i).application().diverge();
        }
        stage.cluster().submit();
        assertThatThrownBy(() -> stage.run(5_000)).hasMessageContaining("I8");
    }
}
