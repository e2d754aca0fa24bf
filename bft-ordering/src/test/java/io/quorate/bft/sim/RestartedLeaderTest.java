package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.message.Propose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All stop while a proposal is under way and start again later than clocks may differ. */
class RestartedLeaderTest {
    private static final long LIMIT = 20_000;
    private static final long AWAY_MILLIS = 60_000;

    /** What the leader proposed then it must propose now; that its time is long past is no reason for another leader. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void goesOnWithWhatItProposedBefore(int n) {
        Stage stage = new Stage(ClusterSetup.of(new Quorums(n, 0), 64, 5).throughWire(true))
                .start();
        stage.work(3, LIMIT);
        long[] then = {-1};
        stage.cluster().network().filter((_, _, message) -> {
            if (message instanceof Propose propose) {
                then[0] = propose.value().timestampMillis();
                return false;
            }
            return true;
        });
        stage.cluster().submit();
        stage.await("a proposal", LIMIT, () -> then[0] >= 0);
        stage.run(10);
        stage.cluster().nodes().forEach(node -> stage.cluster().crash(node.index()));
        stage.run(AWAY_MILLIS);
        boolean[] isRepeated = new boolean[1];
        stage.cluster().network().filter((_, _, message) -> {
            isRepeated[0] |= message instanceof Propose propose
                    && propose.value().timestampMillis() == then[0];
            return true;
        });
        stage.cluster().nodes().forEach(node -> stage.cluster().start(node.index()));
        stage.awaitDone(LIMIT);
        assertThat(isRepeated[0]).as("the old proposal was needed").isTrue();
        stage.work(3, LIMIT);
        assertThat(stage.viewsEntered()).as("view changes").isZero();
    }
}
