package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.SnapshotChunk;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Row 13 of the ordering specification with f sources that lie: the fetcher blames them, turns to others and comes to
 * its end, whatever they send.
 */
class SnapshotLiarsTest {
    private static final long LIMIT = 120_000;
    private static final int WINDOW = 8;
    private static final int KEPT = SimSnapshots.INTERVAL + 2 * WINDOW;
    private static final int FAR = 60;
    private static final int SEEDS = 6;

    private final TreeMap<Integer, Integer> asked = new TreeMap<>();
    private final TreeMap<Integer, Integer> served = new TreeMap<>();

    /** The last replica comes back to peers who forgot the slots it lacks; the first f of them lie. */
    private Stage returns(int n, long seed, Misbehaviour... ways) {
        Stage stage = new Stage(ClusterSetup.of(new Quorums(n, 0), WINDOW, seed)
                .throughWire(true)).start();
        stage.work(3, LIMIT);
        stage.cluster().crash(n - 1);
        stage.work(FAR, LIMIT);
        stage.cluster().nodes().forEach(node -> node.application().keepSlots(KEPT));
        for (int liar = 0; liar < new Quorums(n, 0).f(); liar++) {
            stage.cluster().corrupt(liar, EnumSet.copyOf(List.of(ways)));
        }
        asked.clear();
        served.clear();
        stage.cluster().network().filter((from, to, message) -> {
            if (message instanceof Fetch m && m.wanted() instanceof Fetch.Wanted.ChunkOf) {
                asked.merge(to.index(), 1, Integer::sum);
            }
            if (message instanceof SnapshotChunk) {
                served.merge(from.index(), 1, Integer::sum);
            }
            return true;
        });
        stage.cluster().start(n - 1);
        stage.await("restored", LIMIT, () -> stage.transfers().contains("r" + (n - 1) + " ends"));
        stage.work(3, LIMIT);
        SimApplication one = stage.cluster().node(n - 1).application();
        SimApplication other = stage.cluster().node(n - 2).application();
        stage.await("the same slot", LIMIT, () -> one.applied().seq() == other.applied().seq());
        assertThat(one.applied()).isEqualTo(other.applied());
        assertThat(one.executedItems()).isEqualTo(other.executedItems());
        assertThat(blamed(stage)).as("nobody correct is blamed")
                .allMatch(name -> Integer.parseInt(name.substring(1)) < new Quorums(n, 0).f());
        return stage;
    }

    private static List<String> blamed(Stage stage) {
        return stage.transfers().stream().filter(told -> told.contains("wrong"))
                .map(told -> told.substring(told.lastIndexOf(' ') + 1)).toList();
    }

    @ParameterizedTest(name = "13 endless chunks n={0}")
    @CsvSource({"4", "7"})
    void chunksWithoutEndCostNothing(int n) {
        Stage stage = returns(n, 1, Misbehaviour.ENDLESS_CHUNKS);
        for (long seed = 2; ofLiars(asked, n) == 0 && seed < 20; seed++) { // whoever answers first is asked
            stage = returns(n, seed, Misbehaviour.ENDLESS_CHUNKS);
        }
        int askedOfLiars = ofLiars(asked, n);
        assertThat(askedOfLiars).as("asked of liars").isPositive();
        assertThat(ofLiars(served, n)).as("sent by liars").isGreaterThan(3 * askedOfLiars);
        int chunks = stage.cluster().node(1).application().executedCount();
        assertThat(asked.values().stream().mapToInt(Integer::intValue).sum())
                .as("asked of all").isLessThan(chunks);
    }

    private static int ofLiars(TreeMap<Integer, Integer> counts, int n) {
        return counts.headMap(new Quorums(n, 0).f()).values().stream()
                .mapToInt(Integer::intValue).sum();
    }

    /** Genuine ones of an older slot are a start as good as any; those under a false number are blamed. */
    @ParameterizedTest(name = "13 stale snapshots n={0}")
    @CsvSource({"4", "7"})
    void staleSnapshotsDelayOnly(int n) {
        int blamed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            blamed += blamed(returns(n, seed, Misbehaviour.STALE_SNAPSHOT)).size();
        }
        assertThat(blamed).as("offers under a false number").isPositive();
    }

    @ParameterizedTest(name = "13 {1} n={0}")
    @CsvSource({"4, FOREIGN_CHUNKS", "7, FOREIGN_CHUNKS", "4, WRONG_LENGTHS", "7, WRONG_LENGTHS"})
    void wrongChunksBlameTheirSourceAtOnce(int n, Misbehaviour way) {
        int blamed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Stage stage = returns(n, seed, way);
            blamed += blamed(stage).size();
            assertThat(blamed(stage)).as("each is blamed once").doesNotHaveDuplicates();
            int askedOfLiars = asked.headMap(new Quorums(n, 0).f()).values().stream()
                    .mapToInt(Integer::intValue).sum();
            assertThat(askedOfLiars).as("asked of liars before").isLessThan(10 * (n - 1) / 3);
        }
        assertThat(blamed).isPositive();
    }

    /** All of it together, from all f. */
    @ParameterizedTest(name = "13 all lies n={0}")
    @CsvSource({"4", "7"})
    void everyLieTogether(int n) {
        for (long seed = 0; seed < SEEDS; seed++) {
            returns(n, seed, Misbehaviour.ENDLESS_CHUNKS, Misbehaviour.STALE_SNAPSHOT,
                    Misbehaviour.FOREIGN_CHUNKS, Misbehaviour.WRONG_LENGTHS,
                    Misbehaviour.LYING_SNAPSHOT, Misbehaviour.LYING_STATUS);
        }
    }
}
