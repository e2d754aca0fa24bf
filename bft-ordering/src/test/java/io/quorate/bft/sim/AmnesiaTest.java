package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 12 of the ordering specification's scenarios: machines that lost their logs look on until an epoch names the new one. */
class AmnesiaTest {
    private static final long LIMIT = EpochStage.LIMIT;

    @ParameterizedTest(name = "12 rejoin n={0} application too: {1}")
    @CsvSource({"4, false", "4, true", "7, false", "7, true"})
    void wipedReplicaFollowsAndVotesFromTheNextEpochOn(int n, boolean applicationToo) {
        EpochStage stage = EpochStage.of(n, 0, ChangePlan.rejoin(1, 1));
        stage.stage().work(5, LIMIT);
        stage.wipe(1, applicationToo);
        stage.stage().work(5, LIMIT);
        stage.cluster().crash(1); // a restart makes it no voter
        stage.cluster().start(1);
        assertThat(stage.votes(1)).isFalse();
        stage.change(0, 1);
        assertThat(stage.votes(1)).isTrue();
        stage.cluster().crash(0); // now it is needed
        stage.stage().work(3, LIMIT);
    }

    /** The epoch names the log of the first rejoin, which is gone by then: the second one waits for another epoch. */
    @ParameterizedTest(name = "12 wiped twice n={0}")
    @ValueSource(ints = {4, 7})
    void replicaWipedAgainBeforeItsRejoinTookEffectDoesNotVote(int n) {
        EpochStage stage = EpochStage.of(n, 0, ChangePlan.rejoin(1, 1), ChangePlan.rejoin(1, 2));
        stage.stage().work(2, LIMIT);
        stage.wipe(1, false);
        stage.ask(0);
        stage.stage().run(50);
        stage.wipe(1, true);
        stage.enter(1);
        assertThat(stage.votes(1)).isFalse();
        stage.change(1, 2);
        assertThat(stage.votes(1)).isTrue();
    }

    @ParameterizedTest(name = "12 halt n={0}")
    @ValueSource(ints = {4, 7})
    void moreThanFWipedDisksHaltTheChain(int n) {
        EpochStage stage = EpochStage.of(n, 0);
        stage.stage().work(3, LIMIT);
        int f = (n - 1) / 3;
        for (int wiped = 0; wiped <= f; wiped++) {
            stage.wipe(n - 1 - wiped, false);
        }
        long before = stage.stage().executedMax();
        stage.cluster().submit();
        stage.stage().run(60_000);
        assertThat(stage.stage().executedMax()).isEqualTo(before);
    }

    /** Its log is whole but its application begins anew: it votes nowhere below the epoch that the log is of. */
    @ParameterizedTest(name = "12b n={0}")
    @ValueSource(ints = {4, 7})
    void replicaWhoseApplicationIsLostVotesFromWhereItsLogIs(int n) {
        EpochStage stage = EpochStage.of(n, 0, ChangePlan.rotate(2, 1));
        stage.change(0, 1);
        stage.cluster().crash(1);
        stage.node(1).application().wipe();
        stage.cluster().clients().orElseThrow().wiped(stage.node(1));
        stage.cluster().start(1);
        assertThat(stage.epochOf(1)).isZero();
        assertThat(stage.votes(1)).isFalse();
        stage.stage().awaitDone(LIMIT);
        assertThat(stage.epochOf(1)).isEqualTo(1);
        assertThat(stage.votes(1)).isTrue();
    }

    /** An empty machine at the very first start is as good as a wiped one. */
    @ParameterizedTest(name = "12c n={0}")
    @ValueSource(ints = {4, 7})
    void emptyDiskAtTheFirstStartDoesNotVote(int n) {
        EpochStage stage = new EpochStage(n, 0, Parts.SOUND, 1);
        stage.node(2).wipe(false);
        stage.stage().start();
        assertThat(stage.votes(2)).isFalse();
        stage.stage().work(5, LIMIT);
        assertThat(stage.stage().fast()).isZero();
    }
}
