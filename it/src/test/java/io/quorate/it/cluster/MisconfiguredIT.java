package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of four replicas is started again and again with a genesis file that differs in one thing. Both sides' logs name
 * that field, nobody else stops, and with the right file the replica takes part.
 */
class MisconfiguredIT {
    private static final int WRONG = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of the private key 1. */
    private static final String OTHER_KEY = "0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String OTHER_ADDRESS = "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf";

    @TempDir
    Path folder;

    private NodeNetwork network;

    /** What differs, by the field that is to be named. */
    private static Map<String, Consumer<ObjectNode>> differences() {
        Map<String, Consumer<ObjectNode>> all = new LinkedHashMap<>();
        all.put("chainId", genesis -> at(genesis, "/config").put("chainId", 4_711));
        all.put("genesisHash", genesis -> genesis.put("gasLimit", "0x3938701"));
        all.put("window", genesis -> at(genesis, "/quorate").put("window", 32));
        all.put("limits.maxBatchBytes",
                genesis -> at(genesis, "/quorate/limits").put("maxBatchBytes", 524_288));
        all.put("limits.maxInFlight",
                genesis -> at(genesis, "/quorate/limits").put("maxInFlight", 8));
        all.put("validators.publicKey", genesis -> at(genesis, "/quorate/validators/2")
                .put("publicKey", OTHER_KEY).put("address", OTHER_ADDRESS));
        // Of a third replica: the two that talk to each other know one another by the right keys.
        all.put("validators.tlsFingerprint", genesis -> at(genesis, "/quorate/validators/2")
                .put("tlsFingerprint", "0x" + "5a".repeat(32)));
        all.put("validators.incarnation", genesis -> at(genesis, "/quorate/validators/2")
                .put("incarnation", "0x" + "5a".repeat(16)));
        return all;
    }

    private static ObjectNode at(ObjectNode genesis, String path) {
        return (ObjectNode) genesis.at(path);
    }

    @Test
    void isRefusedByNameAndStopsNobody() throws Exception {
        try (NodeNetwork four = NodeNetwork.layOut(folder, WRONG + 1)) {
            network = four;
            network.start(WRONG);
            Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            for (var difference : differences().entrySet()) {
                try (ProductProcess wrong = startWith(difference.getKey(),
                        difference.getValue())) {
                    Poll.until("a refusal that names " + difference.getKey(), LIMIT,
                            () -> wrong.printed().lines().anyMatch(line -> line
                                    .contains("refused")
                                    && line.contains(
                                            " " + difference.getKey() + " differs: ours is ")),
                            wrong::describe);
                    ping(wallet);
                }
            }
            withFirstLog(network.replicaFolder(WRONG));
            network.start(WRONG + 1);
            ping(wallet);
            network.awaitSameHead(LIMIT);
            assertThat(network.assertSameChain()).isGreaterThan(differences().size());
        }
    }

    /** Addresses are hints: each replica may know another one by its own name for it. */
    @Test
    void mayKnowAnotherAddressOfAMember() throws Exception {
        try (NodeNetwork four = NodeNetwork.layOut(folder, WRONG + 1)) {
            network = four;
            network.start(WRONG);
            try (ProductProcess other = startWith("endpoint", genesis -> {
                ObjectNode validator = at(genesis, "/quorate/validators/0");
                validator.put("endpoint", validator.get("endpoint").asText()
                        .replace("127.0.0.1", "localhost"));
            })) {
                other.awaitReady();
                network.kill(2); // from now on the vote of the one that was told otherwise is needed
                ping(Wallet.unfunded(NodeNetwork.CHAIN_ID));
                assertThat(other.printed()).doesNotContain(" differs: ");
            }
        }
    }

    private void ping(Wallet wallet) {
        for (int i = 0; i < 2; i++) {
            assertThat(network.rpc(i).call("eth_sendRawTransactionSync", wallet.signPing(), 30_000)
                    .get("status").asText()).isEqualTo("0x1");
        }
    }

    /** With a genesis file, data and the first log of its own. */
    private ProductProcess startWith(String name, Consumer<ObjectNode> change)
            throws IOException {
        Path replica = network.replicaFolder(WRONG);
        ObjectNode genesis = (ObjectNode) JSON
                .readTree(replica.resolveSibling("genesis.json").toFile());
        change.accept(genesis);
        Path file = folder.resolve("genesis-" + name + ".json");
        Files.writeString(file, genesis.toPrettyString());
        withFirstLog(replica);
        return ProductProcess.start(folder, Map.of("QUORATE_NODE_GENESIS", file.toString(),
                "QUORATE_NODE_DATA_DIR", folder.resolve("data-" + name).toString()), "node",
                "--config", replica.resolve("quorate.toml").toString());
    }

    /** A start uses the file up. None of those that came to nothing voted, so the next may have it again. */
    private void withFirstLog(Path replica) throws IOException {
        Path used = replica.resolve("first-log");
        Path kept = folder.resolve("first-log");
        if (!Files.exists(kept)) Files.copy(used, kept);
        Files.copy(kept, used, StandardCopyOption.REPLACE_EXISTING);
    }
}
