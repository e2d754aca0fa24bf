package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.InMemoryNetwork;
import io.quorate.bft.net.TlsNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members change while processes run, restart and lose their logs. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EpochServiceTest {
    private static final long CHANGE = 1_000_000;

    @TempDir
    Path directory;

    private TestCluster cluster;

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static List<Member> with(List<Member> members, Member more) {
        List<Member> all = new ArrayList<>(members);
        all.add(more);
        return all;
    }

    @Test
    void addsAMemberAndGoesOnAfterARestartOfAll() {
        InMemoryNetwork network = new InMemoryNetwork(5);
        cluster = new TestCluster(4, 1, directory, network::transport, _ -> Bytes.EMPTY);
        cluster.planChange(CHANGE, members -> with(members, cluster.member(4)));
        cluster.startAll();
        cluster.submit(0, 100);
        cluster.awaitExecuted(100, 0, 1, 2, 3, 4);
        assertThat(cluster.service(4).status().learner().orElseThrow())
                .contains("not a member of epoch 0");
        cluster.submit(CHANGE, 1);
        cluster.awaitEpoch(1, 0, 1, 2, 3, 4);
        assertThat(cluster.service(4).status().learner()).isEmpty();
        cluster.submit(200, 100);
        cluster.awaitExecuted(201, 0, 1, 2, 3, 4);
        for (int i = 0; i < 5; i++) {
            cluster.crash(i);
        }
        cluster.startAll();
        cluster.crash(0);
        cluster.submit(400, 100);
        cluster.awaitExecuted(301, 1, 2, 3, 4);
        assertThat(cluster.service(4).status().epoch()).isEqualTo(1);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    /** A learner follows lanes, and each replica's lane begins anew with the epoch, also after a restart. */
    @Test
    void addsAMemberToALedgerWithLanes() {
        InMemoryNetwork network = new InMemoryNetwork(5);
        cluster = new TestCluster(4, 1, directory, network::transport, _ -> Bytes.EMPTY)
                .withLanes();
        cluster.planChange(CHANGE, members -> with(members, cluster.member(4)));
        cluster.startAll();
        cluster.submit(0, 100);
        cluster.awaitExecuted(100, 0, 1, 2, 3, 4);
        cluster.submit(CHANGE, 1);
        cluster.awaitEpoch(1, 0, 1, 2, 3, 4);
        assertThat(cluster.service(4).status().learner()).isEmpty();
        for (int machine = 0; machine < 5; machine++) { // each item is in one lane only
            cluster.application(machine).submit(200 + machine);
        }
        cluster.awaitExecuted(106, 0, 1, 2, 3, 4);
        for (int i = 0; i < 5; i++) {
            cluster.crash(i);
        }
        cluster.startAll();
        for (int machine = 0; machine < 5; machine++) {
            cluster.application(machine).submit(300 + machine);
        }
        cluster.awaitExecuted(111, 0, 1, 2, 3, 4);
        assertThat(cluster.agree()).isTrue();
        assertThat(cluster.failures).isEmpty();
    }

    /** Links of those who stay are not dropped, the leaver is cut off, the newcomer let in. */
    @Test
    void replacesAMemberOverTls() throws IOException {
        TlsNetwork network = TlsNetwork.of(5);
        cluster = new TestCluster(4, 1, directory, network::transport, network::channel);
        cluster.planChange(CHANGE, members -> with(members.subList(1, 4), cluster.member(4)));
        cluster.startAll();
        for (int i = 0; i < 4; i++) {
            cluster.service(i).observers(List.of(cluster.member(4)));
        }
        cluster.submit(0, 50);
        cluster.awaitExecuted(50, 0, 1, 2, 3, 4);
        long reconnects = cluster.service(1).metrics().transport().reconnects();
        cluster.submit(CHANGE, 1);
        cluster.awaitEpoch(1, 0, 1, 2, 3, 4);
        for (int i = 1; i < 4; i++) {
            cluster.service(i).observers(List.of());
        }
        cluster.submit(100, 50);
        cluster.awaitExecuted(101, 1, 2, 3, 4);
        assertThat(cluster.service(4).status().learner()).isEmpty();
        await().until(() -> cluster.service(1).status().connectedPeers()
                .equals(Set.of(2, 3, 4)));
        assertThat(cluster.service(1).metrics().transport().reconnects()).isEqualTo(reconnects);
        cluster.crash(2); // the newcomer's vote is needed now
        cluster.submit(200, 50);
        cluster.awaitExecuted(151, 1, 3, 4);
        assertThat(cluster.failures).isEmpty();
    }

    @Test
    void takesAWipedMemberBackWithItsNewLog() throws IOException {
        InMemoryNetwork network = new InMemoryNetwork(4);
        cluster = new TestCluster(4, directory, network::transport);
        cluster.startAll();
        cluster.submit(0, 20);
        cluster.awaitExecuted(20, 0, 1, 2, 3);
        cluster.crash(3);
        try (Stream<Path> files = Files.list(cluster.logDirectory(3))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        cluster.start(3);
        Bytes incarnation = Bytes.fromHexString(cluster.service(3).status().incarnation());
        cluster.planChange(CHANGE, members -> with(members.subList(0, 3),
                members.get(3).withIncarnation(incarnation)));
        cluster.submit(CHANGE, 1);
        cluster.awaitEpoch(1, 0, 1, 2, 3);
        assertThat(cluster.service(3).status().learner()).isEmpty();
        cluster.crash(0);
        cluster.submit(100, 20);
        cluster.awaitExecuted(41, 1, 2, 3);
        assertThat(cluster.failures).isEmpty();
    }
}
