package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.core.lane.Payloads;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members change on a ledger whose proposals cite lanes. */
class EpochLanesTest {
    private static EpochStage stage(int n, int spares, long seed, ChangePlan... plans) {
        EpochStage made = EpochStage.withLanes(n, spares, seed, plans);
        made.stage().start();
        made.stage().work(5, EpochStage.LIMIT);
        return made;
    }

    private static void allExecuted(EpochStage stage) {
        stage.stage().awaitDone(EpochStage.LIMIT);
        assertThat(stage.cluster().outstanding()).isNotEmpty();
    }

    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void lanesBeginAnewAndLoseNoItem(int n) {
        EpochStage stage = stage(n, 1, 2, ChangePlan.add(n), ChangePlan.remove(0));
        stage.ready(n);
        stage.change(0, 1);
        assertThat(stage.votes(n)).isTrue();
        stage.change(1, 2);
        assertThat(stage.votes(0)).isFalse();
        allExecuted(stage);
        SimApplication application = stage.node(n).application();
        long ends = stage.cluster().checkers().epochs().get(1L).start().number();
        long fillers = application.read(ends - 20, ends).stream().map(DecidedSlot::payload)
                .filter(Payloads::isEmpty).count();
        assertThat(fillers).as("slots that only fill the epoch").isPositive();
    }

    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void learnerFollowsLanesAndVotesInTheNextEpoch(int n) {
        EpochStage stage = stage(n, 0, 4, ChangePlan.rejoin(1, 1));
        stage.wipe(1, true);
        stage.stage().work(20, EpochStage.LIMIT);
        assertThat(stage.votes(1)).isFalse();
        stage.change(0, 1);
        assertThat(stage.votes(1)).isTrue();
        allExecuted(stage);
        assertThat(stage.node(1).application().read(1, 500))
                .anyMatch(slot -> !slot.bodies().isEmpty());
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void crashesAroundTheHandOverLoseNothing(long seed) {
        EpochStage stage = stage(4, 1, seed, ChangePlan.replace(3, 4), ChangePlan.rotate(1, 1));
        stage.ready(4);
        stage.ask(0);
        int victim = (int) (seed % 4);
        stage.node(victim).tripAt(400 + 97 * seed);
        stage.stage().await("a crash", EpochStage.LIMIT, () -> {
            stage.cluster().submit();
            return stage.node(victim).tripped();
        });
        stage.cluster().start(victim);
        stage.enter(1);
        stage.change(1, 2);
        allExecuted(stage);
    }
}
