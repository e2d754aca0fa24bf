package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quorate.bft.net.InMemoryNetwork;
import io.quorate.bft.net.TlsNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OrderingServiceTest {
    @TempDir
    Path directory;

    private TestCluster cluster;

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void ordersAThousandItemsAlikeEverywhere() {
        startInMemory();
        cluster.submit(0, 1_000);
        cluster.awaitExecuted(1_000, 0, 1, 2, 3);
        await().until(
                () -> cluster.service(0).status().base() == cluster.service(0).status().executed());
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
        OrderingStatus status = cluster.service(2).status();
        assertThat(status.view()).isZero();
        assertThat(status.connectedPeers()).containsExactly(0, 1, 3);
        assertThat(status.fastDecisions() + status.slowDecisions()).isEqualTo(status.decided());
        assertThat(cluster.service(2).metrics().syncs()).isPositive();
        assertThat(cluster.application(1).blockCert(1)).isPresent();
    }

    @Test
    void goesOnWithoutABackupThatComesBack() {
        startInMemory();
        cluster.submit(0, 50);
        cluster.awaitExecuted(50, 0, 1, 2, 3);
        cluster.crash(3);
        cluster.submit(100, 200);
        cluster.awaitExecuted(250, 0, 1, 2);
        cluster.start(3);
        cluster.awaitExecuted(250, 3);
        cluster.submit(400, 50);
        cluster.awaitExecuted(300, 0, 1, 2, 3);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    @Test
    void replacesAPrimaryThatCrashesAndTakesItBack() {
        startInMemory();
        cluster.submit(0, 50);
        cluster.awaitExecuted(50, 0, 1, 2, 3);
        cluster.crash(0);
        cluster.submit(100, 50);
        cluster.awaitExecuted(100, 1, 2, 3);
        assertThat(cluster.service(1).status().view()).isPositive();
        assertThat(cluster.service(1).status().lastViewChangeMillis()).isPositive();
        cluster.start(0);
        cluster.awaitExecuted(100, 0);
        cluster.submit(200, 50);
        cluster.awaitExecuted(150, 0, 1, 2, 3);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    @Test
    void resumesAfterAllCrashedInTheMiddleOfWork() {
        startInMemory();
        for (int round = 0; round < 3; round++) {
            int items = (round + 1) * 200;
            cluster.submit(round * 1_000L, 200);
            cluster.awaitExecuted(items - 150, 1);
            for (int i = 0; i < 4; i++) {
                cluster.crash(i);
            }
            cluster.startAll();
            cluster.awaitExecuted(items, 0, 1, 2, 3);
        }
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    /** Segments are dropped as blocks are certified, and what is left is enough for a restart. */
    @Test
    void keepsTheLogShort() throws IOException {
        InMemoryNetwork network = new InMemoryNetwork(4);
        cluster = new TestCluster(4, directory, network::transport).withSegmentsOf(8 << 10);
        cluster.startAll();
        int items = 0;
        while (cluster.service(0).metrics().walBytes() < 250 << 10) {
            cluster.submit(items, 400);
            items += 400;
            cluster.awaitExecuted(items, 0, 1, 2, 3);
        }
        assertThat(segments(0)).isLessThan(20);
        for (int i = 0; i < 4; i++) {
            cluster.crash(i);
        }
        cluster.startAll();
        cluster.submit(items, 100);
        cluster.awaitExecuted(items + 100, 0, 1, 2, 3);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    private long segments(int replica) throws IOException {
        try (Stream<Path> files = Files.list(cluster.logDirectory(replica))) {
            return files.filter(file -> file.toString().endsWith(".wal")).count();
        }
    }

    @Test
    void ordersOverTlsAndSurvivesARestart() throws IOException {
        TlsNetwork network = TlsNetwork.of(4);
        cluster = new TestCluster(4, directory, network::transport);
        cluster.startAll();
        cluster.submit(0, 300);
        cluster.awaitExecuted(300, 0, 1, 2, 3);
        cluster.crash(2);
        cluster.submit(1_000, 100);
        cluster.awaitExecuted(400, 0, 1, 3);
        cluster.start(2);
        cluster.awaitExecuted(400, 2);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    @Test
    void replacesAPrimaryThatTwoAccuseOfLeavingItemsOut() {
        startInMemory();
        cluster.submit(0, 20);
        cluster.awaitExecuted(20, 0, 1, 2, 3);
        cluster.service(1).censoredBy(0, 2); // does not lead
        cluster.service(3).censoredBy(0, 0);
        cluster.service(2).censoredBy(0, 0);
        await().until(() -> cluster.service(1).status().view() == 1);
        cluster.submit(20, 20);
        cluster.awaitExecuted(40, 0, 1, 2, 3);
        assertThat(cluster.service(1).misconduct()).isEmpty();
    }

    @Test
    void deliversGossipToAllAndToOne() {
        startInMemory();
        cluster.service(1).broadcast(Bytes.of(7));
        assertThat(cluster.service(2).send(0, Bytes.of(9))).isTrue();
        await().until(() -> cluster.gossip.size() == 4);
        assertThat(cluster.gossip).containsExactlyInAnyOrder("1>0:0x07", "1>2:0x07", "1>3:0x07",
                "2>0:0x09");
    }

    @Test
    void refusesALogThatIsInUse() {
        startInMemory();
        assertThatThrownBy(() -> cluster.start(1, new TestApplication()))
                .isInstanceOfSatisfying(LogUnusableException.class,
                        e -> assertThat(e.reason()).isEqualTo(LogUnusableException.Reason.IN_USE))
                .hasMessageContaining("in use by another process");
    }

    /** A lost log means forgotten votes: the replica looks on, and says which log it has now. */
    @Test
    void looksOnWithoutItsLog() throws IOException {
        startInMemory();
        cluster.submit(0, 20);
        cluster.awaitExecuted(20, 0, 1, 2, 3);
        cluster.crash(3);
        deleteLog(3);
        cluster.start(3);
        cluster.submit(100, 50);
        cluster.awaitExecuted(70, 0, 1, 2, 3);
        OrderingStatus status = cluster.service(3).status();
        assertThat(status.learner().orElseThrow()).contains(status.incarnation())
                .contains("votes again from the epoch on that names its new incarnation");
        assertThat(status.incarnation())
                .isNotEqualTo(cluster.member(3).incarnation().toHexString());
        cluster.crash(3);
        cluster.start(3);
        assertThat(cluster.service(3).status().learner()).isPresent();
        assertThat(cluster.service(3).status().incarnation()).isEqualTo(status.incarnation());
        assertThat(cluster.failures).isEmpty();
    }

    @Test
    void refusesAnotherReplicasLog() throws IOException {
        startInMemory();
        cluster.submit(0, 20);
        cluster.awaitExecuted(20, 0, 1, 2, 3);
        cluster.crash(3);
        cluster.crash(2);
        deleteLog(3);
        try (Stream<Path> files = Files.list(cluster.logDirectory(2))) {
            for (Path file : files.toList()) {
                Files.copy(file, cluster.logDirectory(3).resolve(file.getFileName()));
            }
        }
        assertThatThrownBy(() -> cluster.start(3)).isInstanceOfSatisfying(
                LogUnusableException.class,
                e -> assertThat(e.reason()).isEqualTo(LogUnusableException.Reason.FOREIGN));
    }

    @Test
    void stopsAndSaysSoWhenTheApplicationFails() {
        startInMemory();
        cluster.application(3).failNext();
        cluster.submit(0, 50);
        cluster.awaitExecuted(50, 0, 1, 2);
        await().until(() -> cluster.failures.size() == 1);
        assertThat(cluster.failures.peek()).hasMessageContaining("planted failure");
        await().until(() -> !cluster.service(0).status().connectedPeers().contains(3));
    }

    /** One item at a time: no step of its way waits for a timer. Not a measurement. */
    @Test
    void ordersASingleItemWithinMilliseconds() throws InterruptedException {
        startInMemory();
        cluster.submit(0, 200);
        cluster.awaitExecuted(200, 0, 1, 2, 3);
        long[] micros = new long[100];
        for (int i = 0; i < micros.length; i++) {
            long start = System.nanoTime();
            cluster.submit(10_000 + i, 1);
            assertThat(cluster.application(1).awaitExecuted(10_000 + i, 5_000)).isTrue();
            micros[i] = (System.nanoTime() - start) / 1_000;
        }
        Arrays.sort(micros);
        assertThat(Duration.ofNanos(micros[50] * 1_000)).isLessThan(Duration.ofMillis(200));
    }

    private void startInMemory() {
        InMemoryNetwork network = new InMemoryNetwork(4);
        cluster = new TestCluster(4, directory, network::transport);
        cluster.startAll();
    }

    private void deleteLog(int replica) throws IOException {
        try (Stream<Path> files = Files.list(cluster.logDirectory(replica))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
