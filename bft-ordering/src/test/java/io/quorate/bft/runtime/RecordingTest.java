package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.net.InMemoryNetwork;
import io.quorate.bft.recording.Replay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real replicas did, under load, through a restart and a view change, is done again by the core alone. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class RecordingTest {
    private static final int MAGIC_BYTES = 8;
    private static final int PREFIX_BYTES = 8;

    @TempDir
    Path directory;

    @Test
    void repeatsARunThroughAViewChangeAndARestart() throws IOException {
        record();
        for (int replica = 0; replica < 4; replica++) {
            List<Replay.Result> results = Replay.directory(recording(replica));
            assertThat(results).hasSize(replica == 1 || replica == 0 ? 2 : 1);
            assertThat(results).allSatisfy(result -> {
                assertThat(result.difference()).isEmpty();
                assertThat(result.isTorn()).isFalse();
                assertThat(result.inputs()).isGreaterThan(50);
                assertThat(result.outputs()).isGreaterThan(50);
            });
        }

        Path file = recording(2).resolve("000001.recording");
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(file, flipped);
        assertThat(only(2).difference()).hasValueSatisfying(text -> assertThat(text)
                .startsWith("the entry after input ").contains("is damaged"));

        Files.write(file, withOtherOutput(whole));
        assertThat(only(2).difference()).hasValueSatisfying(text -> assertThat(text)
                .startsWith("input ").contains("with other content, now "));

        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        assertThat(only(2).difference()).isEmpty();
        assertThat(only(2).isTorn()).isTrue();

        Files.write(file, new byte[100]);
        assertThat(only(2).difference()).contains("this is not a recording");
    }

    private void record() {
        InMemoryNetwork network = new InMemoryNetwork(4);
        try (TestCluster cluster = new TestCluster(4, directory, network::transport)
                .recordedIn(directory.resolve("recordings"))) {
            cluster.startAll();
            cluster.submit(0, 200);
            cluster.awaitExecuted(200, 0, 1, 2, 3);
            cluster.crash(0);
            cluster.submit(200, 100);
            cluster.awaitExecuted(300, 1, 2, 3);
            assertThat(cluster.service(1).status().view()).isPositive();
            cluster.start(0);
            cluster.crash(1);
            cluster.start(1);
            cluster.submit(300, 200);
            cluster.awaitExecuted(500, 0, 1, 2, 3);
            assertThat(cluster.failures).isEmpty();
        }
    }

    private Path recording(int replica) {
        return directory.resolve("recordings/replica-" + replica);
    }

    private Replay.Result only(int replica) throws IOException {
        List<Replay.Result> results = Replay.directory(recording(replica));
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    /** The last output of the longest entry of the second half has another hash; its checksum is right. */
    private static byte[] withOtherOutput(byte[] whole) {
        byte[] changed = whole.clone();
        ByteBuffer file = ByteBuffer.wrap(changed);
        int longest = -1;
        for (int at = MAGIC_BYTES; at < file.limit(); at += PREFIX_BYTES + file.getInt(at)) {
            // An entry without outputs ends with their count, 0; others with a hash.
            boolean hasOutputs = file.getInt(at + PREFIX_BYTES + file.getInt(at) - 4) != 0;
            if (at > whole.length / 2 && hasOutputs
                    && (longest < 0 || file.getInt(at) > file.getInt(longest))) {
                longest = at;
            }
        }
        int size = file.getInt(longest);
        changed[longest + PREFIX_BYTES + size - 1] ^= 1;
        CRC32C crc = new CRC32C();
        crc.update(changed, longest + PREFIX_BYTES, size);
        file.putInt(longest + 4, (int) crc.getValue());
        return changed;
    }
}
