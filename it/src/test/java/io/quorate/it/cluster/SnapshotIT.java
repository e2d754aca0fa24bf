package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.it.support.DataFolders;
import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import io.quorate.state.storage.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that a replica makes while it serves: verified by the genesis alone, refused once tampered with, restored. */
class SnapshotIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void bringsReplicasBackThatLostTheirChain() throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            network.start(4);
            Map<String, JsonNode> acknowledged = new HashMap<>();
            long block;
            try (Load load = load(network)) {
                grow(network, load, 20);
                String made = run(0, "snapshot", "create", "snap", "--data-dir", data(0));
                assertThat(made).containsPattern("snap: block [1-9][0-9]* 0x[0-9a-f]{64}, slot");
                block = Long.parseLong(made.replaceAll("(?s).*snap: block ([0-9]+) .*", "$1"));
                grow(network, load, 10);
                assertThat(run(2, "snapshot", "create", "snap", "--data-dir", data(0)))
                        .contains("exists");
                assertThat(run(0, "snapshot", "verify", "snap", "--genesis", "net/genesis.json"))
                        .contains("block " + block + " 0x").contains("sound: snapshot snap");
                assertThat(run(2, "verify", "--data-dir", data(0)))
                        .contains("in use by another quorate process");
                load.stop();
                acknowledged.putAll(load.acknowledged());
            }
            refusesWhatWasTamperedWith();
            try (Load load = load(network)) {

                // All is gone: it must not vote, since it may have promised something before.
                network.kill(2);
                DataFolders.delete(Path.of(data(2)));
                assertThat(restore(0, "snap", 2)).contains("It has no ordering log");
                assertThat(restore(2, "snap", 2)).contains("has a chain already");
                network.restart(2);
                network.replica(2).awaitReady();
                Poll.until("replica 2 follows", LIMIT, () -> network.rpc(2).blockNumber() > block,
                        network::describe);
                assertThat(network.rpc(2).page("/metrics"))
                        .contains("quorate_voting{replica=\"2\"} 0.0");
                assertThat(network.rpc(2).call("eth_getBlockByNumber", "0x1", false))
                        .as("what came before the snapshot").isEqualTo(
                                network.rpc(0).call("eth_getBlockByNumber", "0x1", false));

                // Its own ordering log is there: the network needs its vote, and has it.
                network.kill(1);
                DataFolders.delete(Path.of(data(1)).resolve("chain"));
                assertThat(restore(0, "snap", 1)).contains("It has an ordering log");
                network.restart(1);
                network.replica(1).awaitReady();
                grow(network, load, 10);
                assertThat(network.rpc(1).page("/metrics"))
                        .contains("quorate_voting{replica=\"1\"} 1.0");
                load.stop();
                acknowledged.putAll(load.acknowledged());
            }
            network.awaitSameHead(LIMIT);
            network.assertSameChain();
            for (Map.Entry<String, JsonNode> one : acknowledged.entrySet()) {
                assertThat(network.rpc(1).receipt(one.getKey())).contains(one.getValue());
                assertThat(network.rpc(2).receipt(one.getKey())).contains(one.getValue());
            }
            for (int i = 0; i < 4; i++) {
                assertThat(network.replica(i).terminate()).isZero();
            }
            for (int i : new int[]{1, 2}) {
                assertThat(run(0, "verify", "--data-dir", data(i))).contains("sound: ");
            }
            // A stopped replica's folder does as well.
            run(0, "snapshot", "create", "stopped", "--data-dir", data(2));
            assertThat(run(0, "snapshot", "verify", "stopped", "--genesis", "net/genesis.json"))
                    .contains("sound: ");
        }
    }

    private static Load load(NodeNetwork network) {
        return Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                List.of(network.rpc(0), network.rpc(3)));
    }

    private void refusesWhatWasTamperedWith() throws Exception {
        Path chain = folder.resolve("snap/chain");
        for (String kind : List.of(".sst", "MANIFEST", "CURRENT", "OPTIONS")) {
            Path copy = copy(kind);
            Path file;
            try (Stream<Path> files = Files.list(copy.resolve("chain"))) {
                file = files.filter(f -> f.getFileName().toString().contains(kind)).findFirst()
                        .orElseThrow();
            }
            DataFolders.flip(file);
            refused(copy, "the file chain/" + file.getFileName() + " has the SHA-256 ");
        }
        Path missing = copy("missing");
        Files.delete(DataFolders.largest(missing.resolve("chain"), ".sst"));
        refused(missing, DataFolders.largest(chain, ".sst").getFileName() + " is missing");
        Path more = copy("more");
        Files.writeString(more.resolve("chain/999999.sst"), "more");
        refused(more, "the file chain/999999.sst is not in the manifest");
        Path unfinished = copy("unfinished");
        Files.delete(unfinished.resolve("snapshot.json"));
        refused(unfinished, "did not come to its end");

        // Whoever changes the state and makes the manifest anew has no certificate of it.
        Path state = copy("state");
        DataFolders.flip(state.resolve("chain"), Space.STATE, _ -> true);
        redigest(state, manifest(state));
        refused(state, "the state has the root ");
        Path certificate = copy("certificate");
        ObjectNode manifest = manifest(certificate);
        ObjectNode proof = (ObjectNode) manifest.get("proof");
        proof.put("certificate", proof.get("certificate").asText().replaceAll(".$", "7")
                .replaceAll("(.).(.{40})$", "$10$2"));
        redigest(certificate, manifest);
        refused(certificate, "nobody vouches for the snapshot: the certificate of slot ");
        Path uncertified = copy("uncertified");
        manifest = manifest(uncertified);
        manifest.remove("proof");
        redigest(uncertified, manifest);
        refused(uncertified, "has no certificate");
        for (String option : List.of("net/genesis.json", "other/genesis.json")) {
            if (!Files.exists(folder.resolve("other"))) {
                run(0, "network", "init", "--replicas", "4", "--dir", "other", "--chain-id", "77");
            }
            ProductProcess.Finished verified = ProductProcess.run(folder, "snapshot", "verify",
                    "--quick", "snap", "--genesis", option);
            assertThat(verified.exitCode()).as(verified.output())
                    .isEqualTo(option.startsWith("net") ? 0 : 1);
        }
    }

    private Path copy(String name) throws IOException {
        return DataFolders.copy(folder.resolve("snap"), folder.resolve("snap-" + name));
    }

    private static ObjectNode manifest(Path snapshot) throws IOException {
        return (ObjectNode) JSON.readTree(snapshot.resolve("snapshot.json").toFile());
    }

    /** A manifest that fits the files as they are now. */
    private static void redigest(Path snapshot, ObjectNode manifest) throws Exception {
        ArrayNode files = manifest.putArray("files");
        try (Stream<Path> all = Files.list(snapshot.resolve("chain"))) {
            for (Path file : all.sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                files.addObject().put("path", "chain/" + file.getFileName())
                        .put("bytes", content.length).put("sha256", HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            }
        }
        JSON.writeValue(snapshot.resolve("snapshot.json").toFile(), manifest);
    }

    private void refused(Path snapshot, String reason) throws Exception {
        ProductProcess.Finished restored = ProductProcess.run(folder, "snapshot", "restore",
                "--quick", snapshot.getFileName().toString(), "--genesis", "net/genesis.json",
                "--data-dir", "nowhere");
        assertThat(restored.exitCode()).as(restored.output()).isEqualTo(1);
        assertThat(restored.output()).contains(reason).contains("Nothing was restored")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("nowhere/chain")).doesNotExist();
        DataFolders.delete(snapshot);
    }

    private String restore(int exitCode, String snapshot, int replica) throws Exception {
        return run(exitCode, "snapshot", "restore", snapshot, "--genesis", "net/genesis.json",
                "--data-dir", data(replica));
    }

    private String data(int replica) {
        return folder.resolve("net/replica-" + replica + "/data").toString();
    }

    private String run(int exitCode, String... arguments) throws InterruptedException {
        ProductProcess.Finished run = ProductProcess.run(folder, arguments);
        assertThat(run.exitCode()).as(run.output()).isEqualTo(exitCode);
        assertThat(run.output()).doesNotContain("\tat ");
        return run.output();
    }

    private static void grow(NodeNetwork network, Load load, int more) {
        int goal = load.count() + more;
        Poll.until(more + " more receipts", LIMIT, () -> load.count() >= goal,
                () -> load.refusals() + "\n" + network.describe());
    }
}
