package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two of four data folders are gone: the network halts, and goes on after operators agreed on a recovery record. */
class RecoveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private NodeNetwork network;

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "bls12381"})
    void goesOnFromASignedRecordAndKeepsEveryReceipt(String suite) throws Exception {
        try (NodeNetwork four = NodeNetwork.layOut(folder, 4, Map.of(), "--suite", suite)) {
            network = four;
            network.start(4);
            Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            Map<String, JsonNode> receipts = new LinkedHashMap<>();
            for (int i = 0; i < 5; i++) {
                JsonNode receipt = send(0, wallet.signPing());
                receipts.put(receipt.get("transactionHash").asText(), receipt);
            }
            network.awaitSameHead(LIMIT);
            for (int wiped : new int[]{2, 3}) {
                network.kill(wiped);
                delete(data(wiped));
                network.restart(wiped);
                network.replica(wiped).awaitReady();
            }
            String waiting = wallet.signPing();
            assertThat(network.rpc(0).answer("eth_sendRawTransactionSync", waiting, 5_000)
                    .has("error")).as("halted").isTrue();
            refused("in use by another quorate process", "recovery", "status", "--config",
                    config(0));
            for (int i = 0; i < 4; i++) {
                assertThat(network.replica(i).terminate()).isZero();
            }

            Path record = ceremony();
            for (int i = 0; i < 4; i++) {
                network.restart(i);
            }
            for (int i = 0; i < 4; i++) {
                network.replica(i).awaitReady();
            }
            JsonNode first = send(1, waiting);
            receipts.put(first.get("transactionHash").asText(), first);
            for (int i = 0; i < 4; i++) {
                JsonNode receipt = send(i, wallet.signPing());
                receipts.put(receipt.get("transactionHash").asText(), receipt);
            }
            for (String hash : receipts.keySet()) {
                assertThat(network.awaitReceiptEverywhere(hash, LIMIT))
                        .isEqualTo(receipts.get(hash));
            }
            network.awaitSameHead(LIMIT);
            network.assertSameChain();
            network.kill(0); // those with new logs are needed now
            send(2, wallet.signPing());
            for (int i = 1; i < 4; i++) {
                String metrics = network.rpc(i).page("/metrics");
                assertThat(metrics).contains("quorate_recoveries{replica=\"" + i + "\"} 1.0")
                        .contains("quorate_epoch{replica=\"" + i + "\"} 1.0")
                        .contains("quorate_voting{replica=\"" + i + "\"} 1.0");
            }
            String listed = run("recovery", "list", "--data-dir", data(3).toString());
            assertThat(listed).contains("ends         epoch 0").contains(" applied record=");
            assertThat(run("recovery", "inspect", record.toString())).contains("complete");
        }
    }

    /** From the command line alone; gives the record's file. */
    private Path ceremony() throws Exception {
        List<String> propose = new ArrayList<>(List.of("recovery", "propose", "--config",
                config(0), "--out", "ceremony.recovery"));
        for (int i = 1; i < 4; i++) {
            String status = run("recovery", "status", "--config", config(i), "--json").lines()
                    .filter(line -> line.startsWith("{")).findFirst().orElseThrow();
            assertThat(JSON.readTree(status).get("votes").asBoolean()).isEqualTo(i == 1);
            propose.add(Files.writeString(folder.resolve("status-" + i + ".json"), status)
                    .toString());
        }
        assertThat(run(propose.toArray(String[]::new))).contains("replica-1 keeps its log")
                .contains("replica-2 votes from its new log").contains("3 more to go");
        Path record = folder.resolve("ceremony.recovery");
        for (int i : new int[]{0, 3}) {
            run("recovery", "sign", record.toString(), "--config", config(i));
        }
        refused("2 members signed it, a quorum of epoch 0 is 3 of 4", "recovery", "apply",
                record.toString(), "--config", config(0));
        run("recovery", "sign", record.toString(), "--config", config(2));
        for (int i = 0; i < 4; i++) {
            assertThat(run("recovery", "apply", record.toString(), "--config", config(i)))
                    .contains("Applied the record");
        }
        assertThat(run("recovery", "apply", record.toString(), "--config", config(0)))
                .contains("was applied before");
        return record;
    }

    private JsonNode send(int replica, String transaction) {
        Poll.until("replica " + replica + " is up", LIMIT, () -> network.rpc(replica).isUp(),
                network::describe);
        String hash = network.rpc(replica).call("eth_sendRawTransaction", transaction).asText();
        Poll.until("the receipt of " + hash, LIMIT,
                () -> network.rpc(replica).receipt(hash).isPresent(), network::describe);
        return network.rpc(replica).receipt(hash).orElseThrow();
    }

    private String config(int replica) {
        return network.replicaFolder(replica).resolve("quorate.toml").toString();
    }

    private Path data(int replica) {
        return network.replicaFolder(replica).resolve("data");
    }

    private String run(String... arguments) throws InterruptedException {
        ProductProcess.Finished run = ProductProcess.run(folder, arguments);
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output();
    }

    private void refused(String reason, String... arguments) throws InterruptedException {
        ProductProcess.Finished run = ProductProcess.run(folder, arguments);
        assertThat(run.exitCode()).as(run.output()).isEqualTo(2);
        assertThat(run.output()).contains(reason);
    }

    private static void delete(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
