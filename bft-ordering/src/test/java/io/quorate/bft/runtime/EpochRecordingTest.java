package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.InMemoryNetwork;
import io.quorate.bft.recording.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes did before, in and after a change of members is done again by the core alone. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EpochRecordingTest {
    private static final long CHANGE = 1_000_000;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "lanes: {0}")
    @ValueSource(booleans = {false, true})
    void repeatsARunAcrossTheEndOfAnEpoch(boolean lanes) throws IOException {
        InMemoryNetwork network = new InMemoryNetwork(5);
        try (TestCluster cluster = cluster(network, lanes)) {
            cluster.planChange(CHANGE, members -> {
                List<Member> all = new ArrayList<>(members);
                all.add(cluster.member(4));
                return all;
            });
            cluster.startAll();
            cluster.submit(0, 50);
            cluster.awaitExecuted(50, 0, 1, 2, 3, 4);
            cluster.submit(CHANGE, 1);
            cluster.awaitEpoch(1, 0, 1, 2, 3, 4);
            cluster.crash(2); // its second recording begins in the second epoch
            cluster.start(2);
            if (lanes) { // each item is in one lane only
                cluster.application(3).submit(100);
            } else {
                cluster.submit(100, 1);
            }
            cluster.awaitExecuted(52, 0, 1, 2, 3, 4);
            assertThat(cluster.failures).isEmpty();
        }
        for (int machine = 0; machine < 5; machine++) {
            List<Replay.Result> results = Replay
                    .directory(directory.resolve("recordings/replica-" + machine));
            assertThat(results).hasSize(machine == 2 ? 2 : 1);
            assertThat(results).allSatisfy(result -> {
                assertThat(result.difference()).isEmpty();
                assertThat(result.inputs()).isGreaterThan(20);
            });
            assertThat(results.getFirst().outputs()).isGreaterThan(500);
        }
    }

    private TestCluster cluster(InMemoryNetwork network, boolean lanes) {
        TestCluster cluster = new TestCluster(4, 1, directory, network::transport,
                _ -> Bytes.EMPTY).recordedIn(directory.resolve("recordings"));
        return lanes ? cluster.withLanes() : cluster;
    }
}
