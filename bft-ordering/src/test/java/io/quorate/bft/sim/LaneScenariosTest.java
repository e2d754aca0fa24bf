package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Propose;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 21 of the ordering specification's scenarios, and what it implies for restarts: lanes, under all invariants. */
class LaneScenariosTest {
    private static final long LIMIT = 60_000;
    /** Less than what a client waits before it turns to another replica. */
    private static final long IMPATIENCE = 1_900;

    private static Stage stage(int n) {
        return new Stage(ClusterSetup.of(new Quorums(n, 0), 8, 1).lanes(true).throughWire(true));
    }

    /** Brings one item to exactly this lane. */
    private static long submitTo(Stage stage, int author, int n) {
        long item = stage.cluster().submit();
        while (item % n != author) {
            item = stage.cluster().submit();
        }
        return item;
    }

    @ParameterizedTest(name = "21a n={0}")
    @ValueSource(ints = {4, 7})
    void batchesThatReachOneReplicaOnlyAreOrderedWithoutViewChange(int n) {
        Stage stage = stage(n);
        stage.cluster().corrupt(n - 1, EnumSet.of(Misbehaviour.HIDING_BATCHES));
        stage.start();
        long item = submitTo(stage, n - 1, n);
        stage.await("hidden item executed", IMPATIENCE,
                () -> stage.cluster().node(1).application().hasExecuted(item));
        stage.work(3, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
    }

    @ParameterizedTest(name = "21b n={0}")
    @ValueSource(ints = {4, 7})
    void doubleBatchesAreEvidenceAndHoldNobodyUp(int n) {
        long rivals = 0;
        for (int liar : new int[]{0, n - 1}) { // as leader, and not
            Stage stage = stage(n);
            stage.cluster().corrupt(liar, EnumSet.of(Misbehaviour.DOUBLE_BATCHING));
            stage.start();
            for (int i = 0; i < 3; i++) {
                submitTo(stage, liar, n);
                stage.awaitDone(LIMIT);
            }
            rivals += stage.cluster().checkers().of(0).lanes().rivals();
            assertThat(stage.viewsEntered()).isLessThanOrEqualTo(liar == 0 ? 1 : 0);
        }
        assertThat(rivals).as("double batches noticed").isPositive();
    }

    @ParameterizedTest(name = "21c n={0}")
    @ValueSource(ints = {4, 7})
    void batchOfACrashedAuthorIsOrderedByTheOneThatGotIt(int n) {
        Stage stage = stage(n).start();
        boolean[] got = new boolean[1];
        stage.cluster().network().filter((from, to, message) -> {
            boolean own = message instanceof Batch && from.index() == n - 1;
            got[0] |= own && to.index() == 2;
            return !own || to.index() == 2;
        });
        long item = submitTo(stage, n - 1, n);
        stage.await("batch at one other", IMPATIENCE, () -> got[0]);
        stage.cluster().crash(n - 1);
        stage.cluster().network().filter((_, _, _) -> true);
        stage.await("its item executed", IMPATIENCE,
                () -> stage.cluster().node(0).application().hasExecuted(item));
        assertThat(stage.viewsEntered()).isZero();
        stage.cluster().start(n - 1);
        stage.work(n, LIMIT);
    }

    /** The slot before was lost with its leader: this one executes what both cite. */
    @ParameterizedTest(name = "21d n={0}")
    @ValueSource(ints = {4, 7})
    void slotBeforeTurnedIntoANoOp(int n) {
        Stage stage = stage(n).start();
        stage.work(1, LIMIT);
        SeqNum lost = new SeqNum(stage.executedMax() + 1);
        boolean[] proposed = new boolean[1];
        stage.cluster().network().filter((_, _, message) -> {
            if (!(message instanceof Propose m) || !m.value().seq().equals(lost)) {
                return true;
            }
            proposed[0] = true;
            return m.view().number() > 0;
        });
        long first = submitTo(stage, 1, n);
        stage.await("proposed", IMPATIENCE, () -> proposed[0]);
        long second = submitTo(stage, 2, n);
        stage.run(60);
        stage.cluster().crash(0);
        stage.awaitDone(LIMIT);
        DecidedSlot noop = stage.cluster().node(1).application()
                .read(lost.number(), lost.number()).getFirst();
        assertThat(noop.isNoop()).isTrue();
        DecidedSlot next = stage.cluster().node(1).application()
                .read(lost.number() + 1, lost.number() + 1).getFirst();
        assertThat(next.isNoop()).isFalse();
        assertThat(stage.cluster().node(1).application().hasExecuted(first)).isTrue();
        assertThat(stage.cluster().node(1).application().hasExecuted(second)).isTrue();
        stage.cluster().start(0);
        stage.awaitDone(LIMIT);
    }

    @ParameterizedTest(name = "21e n={0}")
    @ValueSource(ints = {4, 7})
    void lyingHaveDelaysButDeposesNobody(int n) {
        Stage stage = stage(n);
        for (int liar = 0; liar < new Quorums(n, 0).f(); liar++) {
            stage.cluster().corrupt(n - 1 - liar, EnumSet.of(Misbehaviour.LYING_HAVE,
                    Misbehaviour.HIDING_BATCHES));
        }
        stage.start();
        stage.work(2 * n, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
    }

    @ParameterizedTest(name = "21f n={0}")
    @ValueSource(ints = {4, 7})
    void leaderThatLeavesALaneOutIsReplaced(int n) {
        Stage stage = stage(n).start();
        stage.cluster().network().filter((_, to, message) -> !(message instanceof Batch m)
                || m.author().index() != 2 || to.index() != 0);
        long item = 1_000_002; // its client turns to nobody else
        stage.cluster().node(2).submit(item);
        for (int i = 0; i < 14 && !stage.cluster().node(1).application().hasExecuted(item); i++) {
            stage.cluster().node(1).submit(1_000_004 + n * i); // few slots: the lead must not pass on
            stage.run(400);
        }
        assertThat(stage.viewsEntered()).isEqualTo(1);
        stage.cluster().network().filter((_, _, _) -> true);
        stage.awaitDone(LIMIT);
    }

    /** Batches are gone where all have executed them: what was decided comes with its bodies. */
    @ParameterizedTest(name = "21g n={0}")
    @ValueSource(ints = {4, 7})
    void lateReplicaExecutesSlotsWhoseBatchesAreGone(int n) {
        Stage stage = stage(n).start();
        stage.cluster().crash(n - 1);
        stage.work(60, LIMIT);
        stage.cluster().start(n - 1);
        stage.awaitDone(LIMIT);
        stage.run(2_000); // slots without items too
        assertThat(stage.cluster().node(n - 1).application().applied())
                .isEqualTo(stage.cluster().node(0).application().applied());
    }

    /** Every point at which an author or another writes a record or sends a message, until none is left. */
    @ParameterizedTest(name = "10 n={0}")
    @ValueSource(ints = {4, 7})
    void crashAtEachBoundaryOfOneBatch(int n) {
        int runs = 0;
        for (int victim : new int[]{0, 1, 2}) {
            boolean reached = true;
            for (int boundary = 1; reached; boundary++) {
                Stage stage = stage(n).start();
                SimNode node = stage.cluster().node(victim);
                node.tripAt(boundary);
                submitTo(stage, 1, n);
                stage.run(60);
                reached = node.tripped();
                stage.cluster().start(victim);
                stage.awaitDone(LIMIT);
                submitTo(stage, 1, n);
                stage.awaitDone(LIMIT);
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(30);
    }

    @ParameterizedTest(name = "10b n={0}")
    @ValueSource(ints = {4, 7})
    void allCrashAtOnceAndAuthorsGoOnWhereTheyWere(int n) {
        Stage stage = stage(n).start();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < n; i++) {
                stage.cluster().submit();
            }
            stage.run(round);
            for (int i = 0; i < n; i++) {
                stage.cluster().crash(i);
            }
            stage.cluster().startAll();
            stage.awaitDone(LIMIT);
        }
    }

    @ParameterizedTest(name = "25 n={0}")
    @ValueSource(ints = {4, 7})
    void floodIsOrderedOnceAndDeposesNobody(int n) {
        Stage stage = stage(n).start();
        for (int i = 0; i < 1_000; i++) {
            stage.cluster().submit();
        }
        stage.awaitDone(LIMIT);
        assertThat(stage.viewsEntered()).isZero();
        assertThat(stage.cluster().node(0).application().executedCount()).isEqualTo(1_000);
    }
}
