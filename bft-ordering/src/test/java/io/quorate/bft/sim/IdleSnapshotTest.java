package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.EnumSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chain that stands still, and a replica that comes back to it and needs a snapshot: no further slot helps it. */
class IdleSnapshotTest {
    private static final long LIMIT = 60_000;
    private static final int WINDOW = 8;
    private static final int KEPT = SimSnapshots.INTERVAL + 2 * WINDOW;
    private static final int FAR = 60;

    private static Stage stage(int n, boolean lanes) {
        return new Stage(ClusterSetup.of(new Quorums(n, 0), WINDOW, 3).lanes(lanes)
                .throughWire(true)).start();
    }

    private static void idle(Stage stage) {
        int last = stage.cluster().setup().quorums().n() - 1;
        stage.work(3, LIMIT);
        stage.cluster().crash(last);
        stage.work(FAR, LIMIT);
        stage.cluster().nodes().forEach(node -> node.application().keepSlots(KEPT));
        stage.run(3_000);
    }

    /** The last replica executes what the others did, though nobody submits anything. */
    private static void comesBack(Stage stage) {
        long executed = stage.executedMax();
        catchesUp(stage);
        assertThat(stage.executedMax()).as("no further slot").isEqualTo(executed);
    }

    private static void catchesUp(Stage stage) {
        int last = stage.cluster().setup().quorums().n() - 1;
        stage.cluster().start(last);
        SimApplication own = stage.cluster().node(last).application();
        stage.await("the state of an idle chain", LIMIT,
                () -> own.applied().seq() == stage.executedMax());
        SimApplication other = stage.cluster().node(last - 1).application();
        stage.await("the same state", LIMIT, () -> own.applied().equals(other.applied()));
        assertThat(own.executedItems()).isEqualTo(other.executedItems());
        stage.await("the base of the others", LIMIT, () -> stage.cluster().node(last).status()
                .orElseThrow().base().equals(stage.cluster().node(last - 1).status().orElseThrow()
                        .base()));
        assertThat(stage.transfers()).contains("r" + last + " ends");
    }

    private static boolean isCertificate(Message message, long seq) {
        return message instanceof ExecShare share && share.seq().number() == seq
                || message instanceof BlockCert cert && cert.seq().number() == seq;
    }

    private static boolean isOfSnapshot(Message message) {
        return message instanceof ExecShare share
                && share.seq().number() % SimSnapshots.INTERVAL == 0
                || message instanceof BlockCert cert
                        && cert.seq().number() % SimSnapshots.INTERVAL == 0;
    }

    /** All took the certificate of a later slot first, which is why nobody has one of the snapshot's own slot. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void slotThatOnlyALaterCertificateCovers(int n) {
        Stage stage = stage(n, false);
        stage.cluster().network().filter((_, _, message) -> !isOfSnapshot(message));
        idle(stage);
        comesBack(stage);
    }

    /** With lanes, where the one that returns still has batches of its own: slots come of them once it is there. */
    @Test
    void lanesGoOnFromASlotThatOnlyALaterCertificateCovers() {
        Stage stage = stage(4, true);
        stage.cluster().network().filter((_, _, message) -> !isOfSnapshot(message));
        idle(stage);
        catchesUp(stage);
    }

    /** Replica 0 has a certificate of the newest, replica 1 one of that before, the others none of either. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void eachHasACertificateOfAnotherSlot(int n) {
        Stage stage = stage(n, false);
        stage.cluster().network().filter((_, to, message) -> !isOfSnapshot(message)
                || isCertificate(message, 48) && to.index() == 0
                || isCertificate(message, 32) && to.index() == 1);
        idle(stage);
        comesBack(stage);
    }

    /** The certificate that covers the newest never comes to be: f liars stop signing. It takes the one before. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void newestThatNobodyCanProveIsPassedBy(int n) {
        Stage stage = stage(n, false);
        stage.cluster().network().filter((_, _, message) -> !(message instanceof ExecShare share
                && share.seq().number() >= 64
                || message instanceof BlockCert cert && cert.seq().number() >= 64));
        idle(stage);
        stage.work(3, LIMIT);
        assertThat(stage.executedMax()).as("within the window of the last certificate")
                .isBetween(64L, 63L + WINDOW);
        long certified = stage.cluster().node(0).status().orElseThrow().base().number();
        assertThat(certified).isEqualTo(63);
        stage.cluster().network().filter((_, _, _) -> true);
        TreeMap<Integer, TreeSet<Long>> named = new TreeMap<>();
        stage.cluster().network().filter((from, _, message) -> {
            if (message instanceof SnapshotOffer offer) {
                offer.snapshots().forEach(one -> named
                        .computeIfAbsent(from.index(), _ -> new TreeSet<>())
                        .add(one.seq().number()));
            }
            return !(message instanceof ExecShare share && share.seq().number() >= 64);
        });
        int last = n - 1;
        stage.cluster().start(last);
        SimApplication own = stage.cluster().node(last).application();
        stage.await("the slots above an older snapshot", LIMIT,
                () -> own.applied().seq() == stage.executedMax());
        assertThat(named.values()).as("each offers both").allMatch(
                seqs -> seqs.contains(48L) && seqs.contains(64L));
        stage.cluster().network().filter((_, _, _) -> true);
        stage.work(3, LIMIT);
    }

    /** Whatever f of the sources do, and though only one correct one can prove what all offer. */
    @ParameterizedTest(name = "{1} n={0}")
    @CsvSource({"4, LYING_SNAPSHOT", "7, LYING_SNAPSHOT", "4, WITHHOLDING", "7, WITHHOLDING",
            "4, STALE_SNAPSHOT", "7, STALE_SNAPSHOT", "4, WRONG_LENGTHS", "7, WRONG_LENGTHS",
            "4, SILENT", "7, SILENT"})
    void withLyingSources(int n, Misbehaviour way) {
        for (int seed = 0; seed < 4; seed++) {
            Stage stage = new Stage(ClusterSetup.of(new Quorums(n, 0), WINDOW, seed)
                    .throughWire(true)).start();
            stage.cluster().network().filter((_, to, message) -> !isOfSnapshot(message)
                    || to.index() == n - 2);
            idle(stage);
            for (int liar = 0; liar < new Quorums(n, 0).f(); liar++) {
                stage.cluster().corrupt(liar, EnumSet.of(way));
            }
            comesBack(stage);
        }
    }

    /** One description at a time is on its way to the fetcher in an honest network, whoever offers. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void oneDescriptionIsFetched(int n) {
        Stage stage = stage(n, false);
        idle(stage);
        int[] described = new int[1];
        stage.cluster().network().filter((_, _, message) -> {
            described[0] += message instanceof SnapshotDescription ? 1 : 0;
            return true;
        });
        comesBack(stage);
        assertThat(described[0]).isEqualTo(1);
    }
}
