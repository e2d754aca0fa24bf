package io.quorate.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Help, errors of the operator, resumed data, the lock on a data directory, files only the owner reads. */
class CommandLineIT {
    @Test
    void helpAndVersionTeach(@TempDir Path folder) throws Exception {
        assertThat(ProductProcess.run(folder, "--version").output()).contains("quorate 0.1.0")
                .containsPattern("commit ([0-9a-f]{40}(-dirty)?|unknown)")
                .containsPattern("built with .*\\(25").containsPattern("java 25");
        assertThat(ProductProcess.run(folder, "--help").output()).contains("dev", "network", "node",
                "bench", "simulate", "evm");
    }

    @Test
    void operatorErrorsAreOneSentenceAndExitCodeTwo(@TempDir Path folder) throws Exception {
        ProductProcess.Finished unknown = ProductProcess.run(folder, "dev", "--replica", "3");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("--replica").doesNotContain("\tat ");
        Path genesis = Files.writeString(folder.resolve("genesis.json"),
                "{\n  \"config\": {\"chainId\": 5}, \"gasLimit\": \"0x3938700\", \"alloc\": {},\n"
                        + "  \"quorate\": {\"feeMod\": \"blind\"}\n}\n");
        ProductProcess.Finished broken = ProductProcess.run(folder, "dev", "--genesis",
                genesis.toString());
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.output()).contains(genesis + ":3", "feeMod", "feeMode")
                .doesNotContain("\tat ");
    }

    @Test
    void networkInitRequiresAChainIdAndProtectsKeys(@TempDir Path folder) throws Exception {
        assertThat(ProductProcess.run(folder, "network", "init", "--replicas", "4", "--dir", "a")
                .exitCode())
                .isEqualTo(2);
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            for (String file : new String[]{"key", "tls.key"}) {
                assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(network.replicaFolder(0).resolve(file))))
                        .isEqualTo("rw-------");
            }
            assertThat(
                    ProductProcess.run(folder, "network", "init", "--replicas", "4", "--dir", "net",
                            "--chain-id", "1").exitCode())
                    .isEqualTo(2);
        }
    }

    @Test
    void devResumesItsDataAndLocksIt(@TempDir Path folder) throws Exception {
        int port = Ports.free(4);
        String[] command = {"dev", "--rpc-port", String.valueOf(port), "--data-dir", "data"};
        RpcClient rpc = new RpcClient("http://127.0.0.1:" + port);
        String block;
        try (ProductProcess dev = ProductProcess.start(folder, command).awaitReady()) {
            Wallet wallet = Wallet.unfunded(1337);
            assertThat(
                    rpc.call("eth_sendRawTransactionSync", wallet.signPing(), 10_000).get("status")
                            .asText())
                    .isEqualTo("0x1");
            block = rpc.call("eth_getBlockByNumber", "0x1", false).toString();
            ProductProcess second = ProductProcess.start(folder, "dev", "--rpc-port",
                    String.valueOf(Ports.free(4)), "--data-dir", "data");
            assertThat(second.awaitExit(Duration.ofSeconds(30))).isEqualTo(2);
            assertThat(second.printed()).contains("data").doesNotContain("\tat ");
            assertThat(dev.terminate()).isZero();
        }
        try (ProductProcess dev = ProductProcess.start(folder, command).awaitReady()) {
            assertThat(rpc.call("eth_getBlockByNumber", "0x1", false)).hasToString(block);
            assertThat(dev.isAlive()).isTrue();
        }
    }
}
