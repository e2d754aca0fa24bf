package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row 3, in time: how long nothing that is submitted after a leader's crash is executed anywhere, under a light load. The
 * lead passes on from segment to segment meanwhile, so that whoever starts the next view and whoever leads it differ.
 */
class LeaderOutageTest {
    private static final int SEEDS = Integer.getInteger("quorate.outage.seeds", 15);
    private static final int KILLS = 3;
    private static final int WINDOW = 8;
    private static final long LIMIT = 60_000;
    private static final long PERIOD_MILLIS = 20;
    /** T_progress, and a tenth of it for a view change whose messages and syncs take some milliseconds each. */
    private static final long OUTAGE_MILLIS_MAX = 1_100;

    @ParameterizedTest(name = "03 outage n={0}")
    @ValueSource(ints = {4, 7})
    void oneTimeoutAndOneViewChange(int n) {
        List<String> late = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Stage stage = stage(n, seed);
            for (int kill = 0; kill < KILLS; kill++) {
                load(stage, 100 + stage.cluster().random().below(1_500), PERIOD_MILLIS);
                ReplicaStatus before = ahead(stage);
                int victim = before.leader().index();
                stage.cluster().crash(victim);
                note(late, stage, "seed " + seed + ", kill " + kill + ", after " + before);
                load(stage, 1_500 + stage.cluster().random().below(4_000), PERIOD_MILLIS);
                stage.cluster().start(victim);
                stage.awaitDone(LIMIT);
            }
        }
        assertThat(late).as("longer than " + OUTAGE_MILLIS_MAX + " ms").isEmpty();
    }

    /** Whoever would start the next view may be down for long already, and the others know. */
    @ParameterizedTest(name = "03 outage, another one down, {0} of 7")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void nobodyWaitsForOneThatIsDownAnyway(int down) {
        List<String> late = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed += 3) {
            Stage stage = stage(7, seed);
            stage.cluster().crash(down);
            load(stage, 6_000 + stage.cluster().random().below(1_500), PERIOD_MILLIS);
            ReplicaStatus before = ahead(stage);
            stage.cluster().crash(before.leader().index());
            note(late, stage, "seed " + seed + ", after " + before);
        }
        assertThat(late).as("longer than " + OUTAGE_MILLIS_MAX + " ms").isEmpty();
    }

    /** The turn of one that is known to be down costs a view change, but no timeout. */
    @ParameterizedTest(name = "03 turn of one that is down, n={0}")
    @ValueSource(ints = {4, 7})
    void theTurnOfOneThatIsDownPasses(int n) {
        for (long seed = 0; seed < SEEDS; seed += 3) {
            Stage stage = stage(n, seed);
            load(stage, 200, PERIOD_MILLIS);
            stage.cluster().crash((ahead(stage).leader().index() + n - 1) % n);
            stage.run(2_500); // idle, until its silence is noticed
            long pause = 0;
            for (int i = 0; i < 60 || stage.viewsEntered() == 0; i++) {
                pause = Math.max(pause, outage(stage));
                load(stage, 100, 100);
            }
            assertThat(pause).as("the longest pause, seed " + seed).isLessThan(100);
        }
    }

    private static Stage stage(int n, long seed) {
        return new Stage(ClusterSetup.of(new Quorums(n, 0), WINDOW, seed)).start();
    }

    private static void note(List<String> late, Stage stage, String what) {
        long millis = outage(stage);
        if (millis > OUTAGE_MILLIS_MAX) {
            late.add(millis + " ms, " + what);
        }
    }

    private static ReplicaStatus ahead(Stage stage) {
        return stage.cluster().nodes().stream().filter(SimNode::up)
                .map(node -> node.status().orElseThrow())
                .max(Comparator.comparingLong(status -> status.decided().number())).orElseThrow();
    }

    private static void load(Stage stage, long millis, long periodMillis) {
        for (long waited = 0; waited < millis; waited += periodMillis) {
            stage.cluster().submit();
            stage.run(periodMillis);
        }
    }

    /** Until an item that is submitted now is executed by anybody; others follow meanwhile. */
    private static long outage(Stage stage) {
        long item = stage.cluster().submit();
        long waited = 0;
        while (stage.cluster().nodes().stream()
                .noneMatch(node -> node.up() && node.application().hasExecuted(item))) {
            assertThat(waited).as("virtual milliseconds").isLessThan(LIMIT);
            stage.run(1);
            if (++waited % PERIOD_MILLIS == 0) {
                stage.cluster().submit();
            }
        }
        return waited;
    }
}
