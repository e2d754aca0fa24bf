package io.quorate.bft.sim;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.message.SnapshotChunk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 13: sources that were silent for a while, all of them, are asked again. */
class TransferOutageTest {
    private static final long LIMIT = 120_000;
    private static final int WINDOW = 8;

    /** Long enough that each source was late as often as it may be; short enough that they keep the snapshot. */
    @ParameterizedTest(name = "13 outage n={0}")
    @ValueSource(ints = {4, 7})
    void goesOnAfterAllSourcesWereSilent(int n) {
        Stage stage = new Stage(ClusterSetup.of(new Quorums(n, 0), WINDOW, 7)).start();
        stage.work(3, LIMIT);
        stage.cluster().crash(n - 1);
        stage.work(60, LIMIT);
        stage.cluster().nodes()
                .forEach(node -> node.application().keepSlots(SimSnapshots.INTERVAL + 2 * WINDOW));
        int[] chunks = new int[1];
        stage.cluster().network().filter((_, _, message) -> {
            chunks[0] += message instanceof SnapshotChunk ? 1 : 0;
            return true;
        });
        stage.cluster().start(n - 1);
        stage.await("some chunks", LIMIT, () -> chunks[0] >= 2);
        stage.cluster().network().filter((_, _, message) -> !(message instanceof SnapshotChunk));
        stage.run(15_000);
        stage.cluster().network().filter((_, _, _) -> true);
        stage.await("the state of the others", LIMIT, () -> stage.cluster().node(n - 1)
                .application().applied().seq() > 3 * SimSnapshots.INTERVAL);
        stage.work(3, LIMIT);
    }
}
