package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.net.InMemoryNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lanes with real logs and threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LaneServiceTest {
    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void open() {
        InMemoryNetwork network = new InMemoryNetwork(4);
        cluster = new TestCluster(4, directory, network::transport).withLanes()
                .withSegmentsOf(8 << 10);
        cluster.startAll();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void ordersItemsOfEveryLane() {
        for (int i = 0; i < 1_000; i++) {
            cluster.application(i % 4).submit(i);
        }
        cluster.awaitExecuted(1_000, 0, 1, 2, 3);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
        assertThat(cluster.service(1).metrics().doubleBatches()).isZero();
    }

    @Test
    void goesOnWithoutAnAuthorThatComesBack() {
        cluster.submit(0, 50);
        cluster.awaitExecuted(50, 0, 1, 2, 3);
        cluster.crash(3);
        cluster.submit(100, 200);
        cluster.awaitExecuted(250, 0, 1, 2);
        cluster.start(3);
        cluster.awaitExecuted(250, 3);
        cluster.application(3).submit(1_000);
        cluster.awaitExecuted(251, 0, 1, 2, 3);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    /** No author puts a second batch at a place that it used before the crash. */
    @Test
    void resumesAfterAllCrashedInTheMiddleOfWork() {
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
        for (int i = 0; i < 4; i++) {
            assertThat(cluster.service(i).metrics().doubleBatches()).isZero();
        }
    }

    /** Batches leave the log once they are executed and certified everywhere. */
    @Test
    void keepsTheLogShort() throws IOException {
        for (int i = 0; i < 150; i++) {
            cluster.application(i % 4).submit(i);
            cluster.awaitExecuted(i + 1, 0, 1, 2, 3);
        }
        try (Stream<Path> files = Files.list(cluster.logDirectory(0))) {
            assertThat(files.filter(file -> !file.toString().endsWith("000001.log")).count())
                    .isPositive();
        }
        try (Stream<Path> files = Files.list(cluster.logDirectory(0))) {
            long bytes = files.mapToLong(file -> file.toFile().length()).sum();
            assertThat(bytes).isLessThan(400 << 10);
        }
        cluster.crash(0);
        cluster.start(0);
        cluster.submit(1_000, 20);
        cluster.awaitExecuted(170, 0, 1, 2, 3);
        assertThat(cluster.agree()).isTrue();
    }
}
