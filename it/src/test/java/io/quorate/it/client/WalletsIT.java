package io.quorate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.NpmClients;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;

/**
 * Wallets against four replicas with the settings of production: no group but the standard ones, and no origin but those
 * of one page and of one browser extension. Accounts own nothing.
 */
class WalletsIT {
    private static final String ARTIFACT = ProductProcess.root()
            .resolve("contracts/src/main/resources/contracts/ExampleToken.json").toString();
    /** Follows from the key in {@code it/clients/wallets/extension/manifest.json}. */
    private static final String EXTENSION = "chrome-extension://ghcpnhmfmchdogjfdhjlophlhgeecchn";

    @TempDir
    private static Path folder;
    private static NodeNetwork network;
    private static int pages;

    @BeforeAll
    static void startNetwork() throws InterruptedException {
        pages = Ports.free(2);
        network = NodeNetwork.layOut(folder, 4, Map.of("QUORATE_RPC_GROUPS", "eth,net,web3",
                "QUORATE_RPC_ORIGINS", "http://127.0.0.1:" + pages + "," + EXTENSION));
        network.start(4);
    }

    @AfterAll
    static void stopNetwork() {
        network.close();
    }

    @Test
    void metaMask() throws Exception {
        assertThat(NpmClients.install().wallet("metamask.mjs", network.rpc(0).url(), ARTIFACT,
                "0x" + "e1".repeat(32), "blind"))
                .contains("ok a tip that the user typed: confirmed 2000000000",
                        "ok an ERC-20 transfer: confirmed 1", "ok their nonces: 5,6,7",
                        "ok what it cancelled: dropped", "ok a legacy transfer: confirmed 0x0");
        network.awaitSameHead(Duration.ofSeconds(30));
    }

    /** The same user where fees are as on Ethereum, and the account has ether. */
    @Test
    void metaMaskPaysOnAnEip1559Chain() throws Exception {
        String key = "0x" + "e2".repeat(32);
        Path genesis = folder.resolve("eip1559.json");
        Files.writeString(genesis, """
                {"config": {"chainId": 20262, "terminalTotalDifficulty": 0, "shanghaiTime": 0,
                   "cancunTime": 0, "pragueTime": 0, "osakaTime": 0},
                 "difficulty": "0x0", "gasLimit": "0x3938700", "baseFeePerGas": "0x3b9aca00",
                 "alloc": {"%s": {"balance": "0xde0b6b3a7640000"}},
                 "quorate": {"feeMode": "eip1559"}}
                """.formatted(Credentials.create(key).getAddress()));
        int port = Ports.free(4);
        try (ProductProcess dev = ProductProcess.start(folder, "dev", "--rpc-port",
                String.valueOf(port), "--genesis", genesis.toString()).awaitReady()) {
            assertThat(NpmClients.install().wallet("metamask.mjs", "http://127.0.0.1:" + port,
                    ARTIFACT, key, "eip1559"))
                    .contains("ok an ERC-20 transfer: confirmed 1",
                            "ok what it cancelled: dropped", "ok a legacy transfer: confirmed 0x0");
            assertThat(dev.terminate()).as(dev.describe()).isZero();
        }
    }

    /** A wallet within the page and one that is an extension; a page from elsewhere gets nothing. */
    @Test
    void pageInChromium() throws Exception {
        String chromium = NpmClients.chromium();
        assertThat(NpmClients.install().wallet("browser.mjs", chromium, network.rpc(1).url(),
                String.valueOf(pages), String.valueOf(pages + 1), ARTIFACT,
                "0x" + "e3".repeat(32), "0x" + "e4".repeat(32)))
                .contains("ok page: status: \"success\"", "ok page: event: [true]",
                        "ok extension: status: \"success\"", "ok extension: event: [true]",
                        "ok another origin over HTTP: TypeError",
                        "ok another origin over WebSocket: refused",
                        "ok and through the extension: " + NodeNetwork.CHAIN_ID);
    }
}
