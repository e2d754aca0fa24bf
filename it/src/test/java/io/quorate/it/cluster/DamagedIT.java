package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bit is flipped in the chain of a stopped replica. It refuses to start and says what to do; that is done, and the
 * replica has all that the others have.
 */
class DamagedIT {
    private static final int VICTIM = 2;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void refusesNamesTheDamageAndGoesOnAsItWasTold(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.start(folder, 4);
                Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                        List.of(network.rpc(0), network.rpc(1), network.rpc(3)))) {
            grow(network, load, 30);
            network.kill(VICTIM);
            Path data = network.replicaFolder(VICTIM).resolve("data");
            flip(lastLog(data.resolve("chain")));

            ProductProcess.Finished refused = ProductProcess.run(folder, "node", "--config",
                    network.replicaFolder(VICTIM).resolve("quorate.toml").toString());
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
            assertThat(refused.output())
                    .contains("The data folder", "cannot open the database in",
                            "Data are damaged", "verify --data-dir", "snapshot restore",
                            data.resolve("ordering") + " must stay as it is")
                    .doesNotContain("\tat ");

            Files.move(data.resolve("chain"), data.resolve("chain-damaged"));
            network.restart(VICTIM);
            network.replica(VICTIM).awaitReady();
            long goal = network.rpc(0).blockNumber();
            Poll.until("the chain is there again", LIMIT,
                    () -> network.rpc(VICTIM).blockNumber() >= goal, network::describe);
            grow(network, load, 10);
            load.stop();
            network.awaitSameHead(LIMIT);
            network.assertSameChain();
            load.acknowledged().forEach((hash, receipt) -> assertThat(
                    network.rpc(VICTIM).call("eth_getTransactionReceipt", hash))
                    .isEqualTo(receipt));
        }
    }

    private static Path lastLog(Path chain) throws IOException {
        try (Stream<Path> files = Files.list(chain)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static void grow(NodeNetwork network, Load load, int more) {
        int goal = load.count() + more;
        Poll.until(more + " more receipts", LIMIT, () -> load.count() >= goal,
                () -> load.refusals() + "\n" + network.describe());
    }
}
