package io.quorate.it.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.RpcCompatFixture;
import io.quorate.it.support.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import}, {@code export} and {@code serve} from outside. */
class ChainFilesIT {
    private static final long CHAIN_ID = 1337;

    @Test
    void exportsWhatItImportedByteForByte(@TempDir Path folder) throws Exception {
        RpcCompatFixture fixture = RpcCompatFixture.unpack(folder);
        byte[] chain = Files.readAllBytes(fixture.chain());
        // An import that is cut off within a block keeps what came before, and goes on.
        Path cut = Files.write(folder.resolve("cut.rlp"),
                Arrays.copyOf(chain, chain.length * 2 / 3));
        ProductProcess.Finished broken = importInto(folder, fixture, "data", cut);
        assertThat(broken.exitCode()).as(broken.output()).isEqualTo(2);
        assertThat(broken.output()).containsPattern("damaged after block [1-9][0-9]*")
                .contains("ends within the block").doesNotContain("\tat ");
        ProductProcess.Finished whole = importInto(folder, fixture, "data", fixture.chain());
        assertThat(whole.exitCode()).as(whole.output()).isZero();
        assertThat(whole.output()).contains("head 54 ").containsPattern("[1-9][0-9]* were there");
        export(folder, "--from", "1", "out.rlp");
        assertThat(Files.readAllBytes(folder.resolve("out.rlp"))).isEqualTo(chain);
        // An export that was cut off goes on, and does not overwrite by itself.
        Files.write(folder.resolve("out.rlp"), Arrays.copyOf(chain, chain.length / 2));
        ProductProcess.Finished again = ProductProcess.run(folder, "export", "--data-dir", "data",
                "--from", "1", "out.rlp");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.output()).contains("--resume");
        export(folder, "--from", "1", "--resume", "out.rlp");
        assertThat(Files.readAllBytes(folder.resolve("out.rlp"))).isEqualTo(chain);
    }

    @Test
    void refusesAFlippedBit(@TempDir Path folder) throws Exception {
        RpcCompatFixture fixture = RpcCompatFixture.unpack(folder);
        byte[] chain = Files.readAllBytes(fixture.chain());
        // Within the parent hash of the first block, behind two list headers of three bytes each.
        chain[20] ^= 1;
        Path flipped = Files.write(folder.resolve("flipped.rlp"), chain);
        ProductProcess.Finished refused = importInto(folder, fixture, "data", flipped);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output()).contains("Refused by the rules, block 1: does not follow")
                .doesNotContain("\tat ");
    }

    @Test
    void movesAnOrderedChainWithItsCertificates(@TempDir Path folder) throws Exception {
        int port = Ports.free(4);
        try (ProductProcess dev = ProductProcess.start(folder, "dev", "--rpc-port",
                String.valueOf(port), "--data-dir", "dev").awaitReady()) {
            RpcClient rpc = new RpcClient("http://127.0.0.1:" + port);
            Wallet wallet = Wallet.unfunded(CHAIN_ID);
            for (int i = 0; i < 3; i++) {
                assertThat(rpc.call("eth_sendRawTransactionSync", wallet.signPing(), 30_000)
                        .get("status").asText()).isEqualTo("0x1");
            }
            assertThat(dev.terminate()).isZero();
        }
        Path genesis = find(folder.resolve("dev"), "genesis.json");
        Path replica = find(folder.resolve("dev"), "chain").getParent();
        ProductProcess.Finished exported = ProductProcess.run(folder, "export", "--data-dir",
                replica.toString(), "--genesis", genesis.toString(), "--from", "1",
                "--certificates", "certs.rlp", "chain.rlp");
        assertThat(exported.exitCode()).as(exported.output()).isZero();
        assertThat(folder.resolve("certs.rlp")).isNotEmptyFile();
        ProductProcess.Finished imported = ProductProcess.run(folder, "import", "--genesis",
                genesis.toString(), "--data-dir", "copy", "chain.rlp");
        assertThat(imported.exitCode()).as(imported.output()).isZero();
        String head = head(imported.output());
        int served = Ports.free(1);
        try (ProductProcess serve = ProductProcess.start(folder, "serve", "--data-dir", "copy",
                "--rpc-port", String.valueOf(served)).awaitReady()) {
            JsonNode latest = new RpcClient("http://127.0.0.1:" + served)
                    .call("eth_getBlockByNumber", "latest", true);
            assertThat(head).isEqualTo("head " + RpcClient.quantity(latest.get("number")) + " "
                    + latest.get("hash").asText());
            assertThat(latest.get("transactions")).isNotEmpty();
            assertThat(serve.terminate()).isZero();
        }
        try (ProductProcess original = ProductProcess.start(folder, "serve", "--data-dir",
                replica.toString(), "--genesis", genesis.toString(), "--rpc-port",
                String.valueOf(served)).awaitReady()) {
            assertThat(original.printed()).contains(head);
        }
    }

    private static String head(String output) {
        return output.lines().filter(line -> line.startsWith("head ")).findFirst().orElseThrow();
    }

    private static ProductProcess.Finished importInto(Path folder, RpcCompatFixture fixture,
            String data, Path file) throws InterruptedException {
        return ProductProcess.run(folder, "import", "--genesis", fixture.genesis().toString(),
                "--data-dir", data, file.toString());
    }

    private static void export(Path folder, String... arguments) throws InterruptedException {
        String[] command = new String[arguments.length + 3];
        command[0] = "export";
        command[1] = "--data-dir";
        command[2] = "data";
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        ProductProcess.Finished exported = ProductProcess.run(folder, command);
        assertThat(exported.exitCode()).as(exported.output()).isZero();
    }

    private static Path find(Path folder, String name) throws Exception {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().equals(name)).sorted()
                    .findFirst().orElseThrow();
        }
    }
}
