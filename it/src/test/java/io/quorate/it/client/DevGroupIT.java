package io.quorate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.NpmClients;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What test tools tell a development network, by the tools themselves; then the four replicas are compared, and what one of
 * them stored is read whole.
 */
class DevGroupIT {
    private static final String FIRST_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private static final String SOMEBODY = "0x00000000000000000000000000000000000050be";

    @TempDir
    private Path folder;
    private final List<ProductProcess> started = new ArrayList<>();

    private ProductProcess start(int port, String... more) {
        String[] arguments = Stream.concat(Stream.of("dev", "--rpc-port", String.valueOf(port),
                "--data-dir", folder.resolve("chain").toString()), Stream.of(more))
                .toArray(String[]::new);
        ProductProcess process = ProductProcess.start(folder, arguments);
        started.add(process);
        return process.awaitReady();
    }

    /** Also those of a test that failed. */
    @AfterEach
    void end() {
        started.forEach(ProductProcess::close);
    }

    private static List<RpcClient> replicas(int port) {
        return IntStream.range(port, port + 4)
                .mapToObj(one -> new RpcClient("http://127.0.0.1:" + one)).toList();
    }

    /** The same head, and so the same blocks, state and settings. */
    private static void assertEqual(List<RpcClient> replicas) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                replicas.stream().map(rpc -> rpc.call("eth_getBlockByNumber", "latest", false))
                        .map(block -> block.get("hash").asText() + block.get("stateRoot").asText())
                        .distinct())
                .hasSize(1));
    }

    @Test
    void viemTellsItInBothForms() throws Exception {
        int port = Ports.free(4);
        ProductProcess dev = start(port);
        String output = NpmClients.install().node("dev-viem.mjs", "http://127.0.0.1:" + port,
                FIRST_KEY);
        assertThat(output).contains("ok hardhat: the same transaction again: 0x",
                "ok hardhat: a contract sends: 0xb2", "ok hardhat: reset: 0",
                "ok anvil: three blocks: ", "ok anvil: by the clock: success",
                "ok anvil: at its time: ", "ok anvil: reset: 0");
        assertEqual(replicas(port));
        assertThat(dev.terminate()).as(dev.describe()).isZero();
        for (int replica = 0; replica < 4; replica++) {
            assertSound(replica);
        }
    }

    private void assertSound(int replica) throws InterruptedException {
        ProductProcess.Finished verify = ProductProcess.run(folder, "verify", "--data-dir",
                folder.resolve("chain/replica-" + replica).toString(), "--genesis",
                folder.resolve("chain/genesis.json").toString());
        assertThat(verify.exitCode()).as(verify.output()).isZero();
        assertThat(verify.output()).contains("sound: ");
    }

    @Test
    void hardhatsNetworkHelpersLoadFixtures() throws Exception {
        int port = Ports.free(4);
        ProductProcess dev = start(port, "--client-version", "anvil (Quorate)");
        String output = NpmClients.install().hardhat(Map.of("QUORATE_URL",
                "http://127.0.0.1:" + port, "QUORATE_KEY", FIRST_KEY), "run", "scripts/dev.js",
                "--network", "development");
        assertThat(output).contains("ok third: the same contract: 0x",
                "ok third: still in the future: true", "ok third: one event: 1",
                "ok third: a year later: ", "ok a contract sends: 0x", "ok mined up to: ",
                "ok restored: true", "ok gas limit: 25000000");
        assertEqual(replicas(port));
        assertThat(dev.terminate()).as(dev.describe()).isZero();
        assertSound(3);
    }

    /** Whichever replica is told, all do it; and a chain that is resumed knows what it was told. */
    @Test
    void allReplicasDoWhatOneIsTold() throws Exception {
        int port = Ports.free(4);
        ProductProcess dev = start(port);
        List<RpcClient> replicas = replicas(port);
        for (int i = 0; i < 8; i++) {
            replicas.get(i % 4).call("anvil_setBalance", SOMEBODY, "0x" + (i + 1));
        }
        assertEqual(replicas);
        for (RpcClient replica : replicas) {
            assertThat(replica.call("eth_getBalance", SOMEBODY, "latest").asText())
                    .isEqualTo("0x8");
        }
        replicas.get(1).call("hardhat_impersonateAccount", SOMEBODY);
        assertEqual(replicas);
        String hash = replicas.get(2).call("eth_sendTransaction",
                Map.of("from", SOMEBODY, "to", SOMEBODY)).asText();
        assertThat(replicas.get(2).call("eth_getTransactionReceipt", hash).get("from").asText())
                .isEqualTo(SOMEBODY);
        replicas.get(3).call("evm_setAutomine", false);
        replicas.getFirst().call("hardhat_mine", "0x96", "0xa");
        JsonNode head = replicas.getFirst().call("eth_getBlockByNumber", "latest", false);
        assertEqual(replicas);
        assertThat(dev.terminate()).as(dev.describe()).isZero();

        ProductProcess resumed = start(port);
        assertThat(replicas.get(1).call("eth_getBlockByNumber", "latest", false).get("hash"))
                .isEqualTo(head.get("hash"));
        assertThat(replicas.get(1).call("hardhat_getAutomine").asBoolean()).isFalse();
        replicas.get(1).call("evm_mine");
        assertThat(replicas.get(1).call("eth_blockNumber").asText()).isEqualTo("0x"
                + Long.toHexString(Long.decode(head.get("number").asText()) + 1));
        assertEqual(replicas);
        assertThat(resumed.terminate()).as(resumed.describe()).isZero();
    }
}
