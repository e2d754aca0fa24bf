package io.quorate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.NpmClients;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web console in Chromium, against four replicas that open to nobody in particular what they do by default. With the
 * property {@code quorate.console.images} a folder gets the pictures of docs/console.md.
 */
class ConsoleIT {
    @TempDir
    private Path folder;

    /** The jar's files are in version control, so that no build needs npm; they may not go their own way. */
    @Test
    void theServedFilesAreBuiltFromTheSources() throws Exception {
        Path fresh = folder.resolve("console");
        NpmClients.buildConsole(fresh);
        Path served = ProductProcess.root()
                .resolve("node/src/main/resources/io/quorate/node/console");
        assertThat(names(served)).isEqualTo(names(fresh));
        for (String name : names(fresh)) {
            assertThat(Files.readString(served.resolve(name)))
                    .as("%s; 'npm run build' in console/ makes it", name)
                    .isEqualTo(Files.readString(fresh.resolve(name)));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void certificatesOfBlsInChromium() throws Exception {
        String chromium = NpmClients.chromium();
        NpmClients clients = NpmClients.install();
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4,
                Map.of("QUORATE_CONSOLE_ENABLED", "true"), "--suite", "bls12381")) {
            network.start(4);
            String hash = network.rpc(0).call("eth_sendRawTransaction",
                    Wallet.unfunded(NodeNetwork.CHAIN_ID).signPing()).asText();
            long block = Long.decode(network
                    .awaitReceiptEverywhere(hash, Duration.ofSeconds(60)).get("blockNumber")
                    .asText());
            assertThat(clients.wallet("console-bls.mjs", chromium, network.rpc(0).url(),
                    folder.resolve("net/genesis.json").toString(), String.valueOf(block)))
                    .contains("ok with it: true", "ok other signers: true");
        }
    }

    @Test
    void everyPageInChromium() throws Exception {
        String chromium = NpmClients.chromium();
        NpmClients clients = NpmClients.install();
        Path access = folder.resolve("access.toml");
        Path secret = folder.resolve("jwt");
        Path networks = folder.resolve("networks.json");
        Files.write(secret, "thirty-two bytes are the least..".getBytes(
                StandardCharsets.UTF_8));
        Files.writeString(access, """
                [roles]
                operator = ["*"]
                explorer = ["eth", "net", "web3"]
                [tokens]
                secret-file = "jwt"
                """);
        Path contracts = ProductProcess.root().resolve("contracts/src/main/resources/contracts");
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4,
                Map.of("QUORATE_CONSOLE_ENABLED", "true", "QUORATE_CONSOLE_NETWORKS",
                        networks.toString(), "QUORATE_RPC_ACCESS", access.toString(),
                        "QUORATE_RPC_GROUPS", "eth,net,web3"))) {
            network.start(4);
            String told = clients.wallet("console.mjs", chromium, network.rpc(0).url(),
                    contracts.resolve("ExampleToken.json").toString(),
                    contracts.resolve("Governance.json").toString(),
                    folder.resolve("net").toString(), secret.toString(), networks.toString(),
                    System.getProperty("quorate.console.images", ""));
            assertThat(told).contains("ok a block shows without a reload: true",
                    "ok certificate: good", "ok a wrong signature is refused: true",
                    "ok an evil name is text: true", "ok written: 250",
                    "ok her roles: The roles of paula do not open this",
                    "ok no script of the chain ran: undefined", "ok nothing to complain of: ");
        }
    }
}
