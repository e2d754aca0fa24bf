package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochRules;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.SnapshotChunk;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 13 and 23 together: a snapshot belongs to one epoch, and brings along how that one ends. */
class EpochSnapshotsTest {
    private static final long LIMIT = EpochStage.LIMIT;
    private static final int KEPT = SimSnapshots.INTERVAL + 16;
    /** Between the slot that decides the change and the end of the epoch. */
    private static final long HALT = 70;

    private static void forget(EpochStage stage) {
        stage.cluster().nodes().forEach(node -> node.application().keepSlots(KEPT));
    }

    /** The slot that decided the change is never executed by the one that comes back. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void snapshotTellsHowItsEpochEnds(int n) {
        restoredBeforeTheEnd(n, Parts.SOUND);
    }

    /** It would compute another record of the last slot than all others. */
    @Test
    void noticesASnapshotThatDoesNotTell() {
        Parts deaf = new Parts() {
            @Override
            public EpochRules epochRules() {
                return new EpochRules() {
                    @Override
                    protected Optional<EpochChange> told(Optional<EpochChange> restored) {
                        return Optional.empty();
                    }
                };
            }
        };
        assertThatThrownBy(() -> restoredBeforeTheEnd(4, deaf))
                .isInstanceOfAny(InvariantViolation.class, IllegalStateException.class);
    }

    private static void restoredBeforeTheEnd(int n, Parts parts) {
        EpochStage stage = new EpochStage(n, 0, parts, 1, ChangePlan.rotate(1, 1));
        stage.stage().start();
        stage.stage().work(3, LIMIT);
        stage.cluster().crash(n - 1);
        int[] chunks = new int[1];
        stage.cluster().network().filter((_, _, message) -> {
            chunks[0] += message instanceof SnapshotChunk ? 1 : 0;
            return !(message instanceof Propose propose)
                    || propose.value().seq().number() <= HALT;
        });
        stage.ask(0);
        stage.stage().await("the halt", LIMIT, () -> IntStream.range(0, n - 1)
                .allMatch(i -> stage.node(i).application().applied().seq() >= HALT - 4));
        assertThat(stage.node(0).application().changeOf(0)).isPresent();
        forget(stage);
        stage.cluster().start(n - 1);
        stage.stage().await("the snapshot", LIMIT,
                () -> stage.node(n - 1).application().applied().seq() >= HALT - 4);
        assertThat(chunks[0]).isPositive();
        assertThat(stage.node(n - 1).application().changeOf(0))
                .isEqualTo(stage.node(0).application().changeOf(0));
        stage.cluster().network().filter((_, _, _) -> true);
        stage.stage().awaitDone(LIMIT);
        stage.stage().await("the next epoch", LIMIT, () -> IntStream.range(0, n)
                .allMatch(i -> stage.epochOf(i) == 1));
        stage.cluster().crash(0);
        stage.stage().work(3, LIMIT);
        assertThat(stage.votes(n - 1)).isTrue();
    }
}
