package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.core.BrokenTransferRules;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.EnumSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 13 and 14 of the ordering specification: a replica that comes back to peers who keep no old slots. */
class StateTransferTest {
    private static final long LIMIT = 120_000;
    private static final int WINDOW = 8;
    /** Enough that all slots between two snapshots, and a window below, are there. */
    private static final int KEPT = SimSnapshots.INTERVAL + 2 * WINDOW;
    private static final int FAR = 60;

    /** The last replica was down while the others went far and forgot how. */
    private static Stage behind(ClusterSetup setup) {
        Stage stage = new Stage(setup).start();
        stage.work(3, LIMIT);
        int last = stage.cluster().setup().quorums().n() - 1;
        stage.cluster().crash(last);
        stage.work(FAR, LIMIT);
        stage.cluster().nodes().forEach(node -> node.application().keepSlots(KEPT));
        return stage;
    }

    private static Stage behind(int n) {
        return behind(setup(n));
    }

    private static ClusterSetup setup(int n) {
        return ClusterSetup.of(new Quorums(n, 0), WINDOW, 7).throughWire(true);
    }

    private static SimNode returning(Stage stage) {
        int last = stage.cluster().setup().quorums().n() - 1;
        stage.cluster().start(last);
        return stage.cluster().node(last);
    }

    private static void caughtUp(Stage stage) {
        stage.work(3, LIMIT);
        stage.await("the same slot everywhere", LIMIT, () -> stage.cluster().nodes().stream()
                .filter(node -> node.up() && !node.faulty())
                .mapToLong(node -> node.application().applied().seq()).distinct().count() == 1);
        SimNode some = stage.cluster().nodes().stream().filter(n -> n.up() && !n.faulty())
                .findFirst().orElseThrow();
        stage.cluster().nodes().stream().filter(node -> node.up() && !node.faulty())
                .forEach(node -> {
                    assertThat(node.application().applied().resultDigest())
                            .isEqualTo(some.application().applied().resultDigest());
                    assertThat(node.application().executedItems())
                            .isEqualTo(some.application().executedItems());
                });
    }

    @ParameterizedTest(name = "13 n={0}")
    @ValueSource(ints = {4, 7})
    void catchesUpBySnapshotWhereSlotsAreGone(int n) {
        Stage stage = behind(n);
        TreeSet<Integer> sources = new TreeSet<>();
        stage.cluster().network().filter((from, _, message) -> {
            if (message instanceof SnapshotChunk) {
                sources.add(from.index());
            }
            return true;
        });
        returning(stage);
        caughtUp(stage);
        assertThat(sources).as("chunks come from several").hasSizeGreaterThan(1);
    }

    /** Else it would wait for ever for batches that nobody keeps, or execute them twice. */
    @ParameterizedTest(name = "13 lanes n={0}")
    @ValueSource(ints = {4, 7})
    void lanesGoOnWhereTheSnapshotCutThem(int n) {
        Stage stage = behind(setup(n).lanes(true));
        int[] chunks = new int[1];
        int[] own = new int[1];
        stage.cluster().network().filter((from, _, message) -> {
            chunks[0] += message instanceof SnapshotChunk ? 1 : 0;
            own[0] += message instanceof Batch && from.index() == n - 1 ? 1 : 0;
            return true;
        });
        returning(stage);
        caughtUp(stage);
        stage.work(2 * n, LIMIT);
        caughtUp(stage);
        assertThat(chunks[0]).isPositive();
        assertThat(own[0]).as("batches of the one that returned").isPositive();
    }

    @ParameterizedTest(name = "13 views n={0}")
    @ValueSource(ints = {4, 7})
    void missedViewsAndTheOneThatBeginsDuringTheTransfer(int n) {
        Stage stage = behind(n);
        for (int leader = 0; leader < 2; leader++) { // two views pass without it, one leader after the other
            int led = stage.cluster().node(n - 2).status().orElseThrow().leader().index();
            if (n > 4 || leader == 0) {
                long view = stage.cluster().node(n - 2).status().orElseThrow().view().number();
                stage.cut(led, true, true);
                stage.cluster().submit();
                if (n == 4) { // without the returning one there is no quorum of view changes
                    returning(stage);
                }
                stage.await("next view", LIMIT, () -> stage.cluster().node((led + 1) % (n - 1))
                        .status().orElseThrow().view().number() > view);
                stage.cluster().network().unblockAll();
                stage.awaitDone(LIMIT);
            }
        }
        SimNode node = returning(stage);
        caughtUp(stage);
        assertThat(node.status().orElseThrow().view())
                .isEqualTo(stage.cluster().node(n - 2).status().orElseThrow().view());
        assertThat(node.status().orElseThrow().active()).isTrue();
    }

    @ParameterizedTest(name = "13 leader n={0}")
    @ValueSource(ints = {4, 7})
    void leaderCrashesDuringTheTransfer(int n) {
        Stage stage = behind(n);
        int[] chunks = new int[1];
        stage.cluster().network().filter((_, _, message) -> {
            chunks[0] += message instanceof SnapshotChunk ? 1 : 0;
            return true;
        });
        SimNode node = returning(stage);
        stage.await("some chunks", LIMIT, () -> chunks[0] >= 2);
        int leader = node.status().orElseThrow().leader().index();
        stage.cluster().crash(leader == n - 1 ? 0 : leader);
        caughtUp(stage);
    }

    @ParameterizedTest(name = "13 source n={0}")
    @ValueSource(ints = {4, 7})
    void sourceCrashesAfterItsFirstChunk(int n) {
        Stage stage = behind(n);
        int[] source = {-1};
        stage.cluster().network().filter((from, _, message) -> {
            if (source[0] < 0 && message instanceof SnapshotChunk) {
                source[0] = from.index();
            }
            return true;
        });
        returning(stage);
        stage.await("a chunk", LIMIT, () -> source[0] >= 0);
        stage.cluster().crash(source[0]);
        caughtUp(stage);
    }

    /** While it is fetched its sources make newer ones and forget it: the fetcher begins anew with one of those. */
    @ParameterizedTest(name = "13 snapshot gone n={0}")
    @ValueSource(ints = {4, 7})
    void snapshotThatAllSourcesForgotIsGivenUp(int n) {
        Stage stage = behind(n);
        stage.cluster().network()
                .filter((_, _, message) -> !(message instanceof SnapshotChunk));
        returning(stage);
        stage.await("a transfer", LIMIT, () -> !stage.transfers().isEmpty());
        stage.cluster().network().filter((_, to, message) -> to.index() != n - 1
                || !(message instanceof SnapshotChunk || message instanceof ExecShare));
        for (int i = 0; i < 3 * SimSnapshots.INTERVAL; i++) {
            stage.cluster().submit();
            stage.run(60);
        }
        stage.cluster().network().filter((_, _, _) -> true);
        caughtUp(stage);
        assertThat(stage.transfers()).contains("r" + (n - 1) + " no source left");
    }

    @ParameterizedTest(name = "13 fetcher n={0}")
    @ValueSource(ints = {4, 7})
    void fetcherCrashesAndAsksForNothingTwice(int n) {
        Stage stage = behind(n);
        int[] asked = new int[1];
        stage.cluster().network().filter((_, _, message) -> {
            boolean chunk = message instanceof Fetch f
                    && f.wanted() instanceof Fetch.Wanted.ChunkOf;
            asked[0] += chunk ? 1 : 0;
            return true;
        });
        SimNode node = returning(stage);
        long before = node.application().applied().seq();
        stage.await("some chunks", LIMIT, () -> asked[0] >= 6);
        stage.cluster().crash(n - 1);
        assertThat(node.application().applied().seq()).isEqualTo(before);
        int first = asked[0];
        stage.cluster().start(n - 1);
        stage.await("restored", LIMIT, () -> node.application().applied().seq() > before + WINDOW);
        int chunksOfAll = (int) (node.application().applied().seq() + 3) / 3 + 1;
        assertThat(asked[0]).as("those of the first try are kept").isLessThan(first + chunksOfAll);
        caughtUp(stage);
    }

    @ParameterizedTest(name = "13 every boundary n={0}")
    @ValueSource(ints = {4, 7})
    void fetcherCrashesAtEachPointOfTheTransfer(int n) {
        for (int boundary = 1; boundary < 60; boundary += 4) {
            Stage stage = behind(n);
            SimNode node = returning(stage);
            node.tripAt(boundary);
            stage.cluster().submit();
            stage.run(8_000);
            if (!node.up()) {
                stage.cluster().start(n - 1);
            }
            caughtUp(stage);
        }
    }

    @ParameterizedTest(name = "{0} n={1}")
    @CsvSource({"LYING_SNAPSHOT,4", "LYING_SNAPSHOT,7", "WITHHOLDING,4", "WITHHOLDING,7",
            "SILENT,4", "SILENT,7", "LYING_STATUS,4", "LYING_STATUS,7", "DELAYING,4", "DELAYING,7"})
    void faultySourcesDelayButDoNotStop(Misbehaviour way, int n) {
        Stage stage = behind(n);
        for (int i = 0; i < stage.cluster().setup().quorums().f(); i++) {
            stage.cluster().corrupt(i, EnumSet.of(way));
        }
        returning(stage);
        caughtUp(stage);
    }

    @ParameterizedTest(name = "endless n={0}")
    @ValueSource(ints = {4, 7})
    void wrongChunkBlamesItsSourceAndNobodyElse(int n) {
        Stage stage = behind(n);
        stage.cluster().corrupt(0, EnumSet.of(Misbehaviour.LYING_SNAPSHOT));
        int[] fromLiar = new int[1];
        stage.cluster().network().filter((from, _, message) -> {
            fromLiar[0] += from.index() == 0 && message instanceof SnapshotChunk ? 1 : 0;
            return true;
        });
        returning(stage);
        caughtUp(stage);
        assertThat(fromLiar[0]).as("asked until the first wrong chunk").isLessThan(20);
    }

    @ParameterizedTest
    @EnumSource(BrokenTransferRules.class)
    void noticesWhatIsNotVerified(BrokenTransferRules broken) {
        Parts parts = new Parts() {
            @Override
            public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules,
                    Recovery recovery) {
                return broken.replica(config, scheme, rules, recovery);
            }
        };
        assertThatThrownBy(() -> {
            for (int seed = 0; seed < 20; seed++) {
                Stage stage = behind(
                        ClusterSetup.of(new Quorums(4, 0), WINDOW, seed).parts(parts));
                stage.cluster().corrupt(0, EnumSet.of(Misbehaviour.LYING_SNAPSHOT));
                returning(stage);
                caughtUp(stage);
            }
        }).isInstanceOf(InvariantViolation.class).hasMessageContaining("took over another state");
    }

    @ParameterizedTest(name = "slots n={0}")
    @ValueSource(ints = {4, 7})
    void takesSlotsWhereTheyAreKept(int n) {
        Stage stage = new Stage(setup(n)).start();
        stage.cluster().crash(n - 1);
        stage.work(FAR, LIMIT);
        int[] chunks = new int[1];
        int[] slots = new int[1];
        stage.cluster().network().filter((_, _, message) -> {
            chunks[0] += message instanceof SnapshotChunk || message instanceof SnapshotOffer ? 1
                    : 0;
            slots[0] += message instanceof FetchedSlots ? 1 : 0;
            return true;
        });
        returning(stage);
        caughtUp(stage);
        assertThat(chunks[0]).isZero();
        assertThat(slots[0]).isPositive();
    }

    /** The others hear of no certificate until the view is over; f have one and are ahead by it. */
    @ParameterizedTest(name = "14 n={0}")
    @ValueSource(ints = {4, 7})
    void fewAheadByACertificateDoNotKeepViewsChanging(int n) {
        Stage stage = new Stage(setup(n)).start();
        stage.work(2, LIMIT);
        int f = stage.cluster().setup().quorums().f();
        stage.cluster().network().filter((_, to, message) -> to.index() >= n - f
                || !(message instanceof ExecShare || message instanceof BlockCert));
        stage.work(3, LIMIT);
        for (int i = n - f; i < n; i++) {
            assertThat(stage.cluster().node(i).status().orElseThrow().base()).as("ahead")
                    .isGreaterThan(stage.cluster().node(0).status().orElseThrow().base());
        }
        stage.forgetCounts();
        stage.cluster().crash(stage.cluster().node(1).status().orElseThrow().leader().index());
        stage.cluster().submit();
        stage.awaitDone(LIMIT);
        stage.cluster().network().filter((_, _, _) -> true);
        stage.work(3, LIMIT);
        assertThat(stage.viewsEntered()).isEqualTo(1);
    }
}
