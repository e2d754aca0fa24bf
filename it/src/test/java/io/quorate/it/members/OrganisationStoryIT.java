package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.MemberRegistry;
import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organisation joins, gets a validator, gives it new keys by its own right, and is voted out with it, all under load. */
class OrganisationStoryIT {
    private static final int NODE = 4;

    @TempDir
    private Path folder;

    @Test
    void joinsRotatesItsKeysAndIsVotedOut() throws Exception {
        try (GrowingNetwork network = GrowingNetwork.start(folder);
                Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                        List.of(network.rpc(0), network.rpc(1), network.rpc(2)))) {
            Path admin = folder.resolve("bank.key");
            String account = newAccount(admin);
            network.decide("members", "propose", "organisation", "--add", "Bank", "--admin",
                    account);
            Path home = network.prepare("bank", 5);
            network.decide("members", "propose", "add", "--node",
                    home.resolve("node.json").toString());
            network.launch(home, NODE);
            network.awaitEpoch(1, 0, NODE);
            network.awaitVoting(NODE);
            String before = keyOf(network);

            rotates(network, home, admin);
            assertThat(keyOf(network)).isNotEqualTo(before);

            network.decide("members", "propose", "organisation", "--remove", "5");
            network.awaitEpoch(4, 0, 1, 2, 3);
            network.ping(0); // its first block tells the Registry
            JsonNode list = network.json("members", "list");
            assertThat(list.path("organisations")).hasSize(4);
            assertThat(list.path("nodes")).hasSize(4);
            assertThat(network.said("accounts", "list")).doesNotContain(account);
            load.stop();
            assertThat(load.acknowledged().values()).isNotEmpty()
                    .allMatch(receipt -> receipt.get("status").asText().equals("0x1"));
            assertThat(load.refusals()).isEmpty();
        }
    }

    private static String newAccount(Path file) throws Exception {
        JsonNode made = new ObjectMapper().readTree(
                ProductProcess.run(file.getParent(), "keys", "create",
                        "--plain", "--out", file.toString(), "--json").output());
        return made.path("address").asText();
    }

    /** What the registry has of the node. */
    private static String keyOf(GrowingNetwork network) throws Exception {
        for (JsonNode node : network.json("members", "list").path("nodes")) {
            if (node.path("number").asInt() == NODE) {
                return node.path("consensusKey").asText() + node.path("tlsFingerprint").asText();
            }
        }
        throw new AssertionError("no node " + NODE);
    }

    /** The steps that 'keys rotate' tells, one after the other: one key by its own right, both at once would need a vote. */
    private static void rotates(GrowingNetwork network, Path home, Path admin) throws Exception {
        Path config = home.resolve("quorate.toml");
        assertThat(network.said("keys", "rotate", "--config", config.toString(), "--number", "4",
                "--kind", "validator")).contains("next-validator = \"next-keys/key\"",
                        "members rotate --number 4 --keys " + home.resolve("next-keys/keys.json"),
                        "--alone");
        setting(config, "next-validator", "next-keys/key");
        network.relaunch(NODE);
        assertThat(network.said("members", "rotate", "--number", "4", "--keys",
                home.resolve("next-keys/keys.json").toString(), "--account", admin.toString(),
                "--yes", "--alone")).contains("rotateConsensusKey(node 4", "done");
        network.awaitEpoch(2, 0, NODE);
        network.awaitVoting(NODE);
        setting(config, "validator", "next-keys/key");
        setting(config, "next-validator", "");

        assertThat(network.said("keys", "rotate", "--config", config.toString(), "--number", "4",
                "--kind", "tls", "--out", home.resolve("next-tls").toString()))
                .contains("tls-key = \"next-tls/tls.key\"");
        network.decide("members", "rotate", "--number", "4", "--keys",
                home.resolve("next-tls/keys.json").toString());
        network.await("the next epoch is fixed or begun", () -> isFixed(network, 3));
        setting(config, "tls-key", "next-tls/tls.key");
        setting(config, "tls-certificate", "next-tls/tls.crt");
        network.relaunch(NODE);
        network.awaitEpoch(3, 0, NODE);
        network.awaitVoting(NODE);
    }

    private static boolean isFixed(GrowingNetwork network, long epoch) {
        MemberRegistry registry = new MemberRegistry(slot -> UInt256.fromHex(network.rpc(0)
                .call("eth_getStorageAt", MemberRegistry.ADDRESS.toString(),
                        slot.toHash().toString(), "latest")
                .asText()));
        return registry.pending().number() == epoch || registry.current().number() == epoch;
    }

    private static void setting(Path config, String key, String value) throws Exception {
        String text = Files.readString(config);
        String changed = text.replaceFirst("(?m)^" + key + " = \".*\"$",
                key + " = \"" + value + "\"");
        assertThat(changed).as("%s in %s", key, text).isNotEqualTo(text);
        Files.writeString(config, changed);
    }
}
