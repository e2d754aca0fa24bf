package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes over TLS take transactions on all their ports and end with the same chain. */
class AgreementIT {
    private static final int TRANSACTIONS = 1_000;

    @Test
    void thousandTransactionsThroughAllPortsGiveOneChain(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.start(folder, 4)) {
            agree(network);
        }
    }

    /** Each replica knows at first only what came through its own port. */
    @Test
    void thousandTransactionsInLanesGiveOneChain(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            Path genesis = folder.resolve("net/genesis.json");
            String text = Files.readString(genesis);
            assertThat(text).containsPattern("\"lanes\" ?: ?false");
            Files.writeString(genesis,
                    text.replaceAll("\"lanes\" ?: ?false", "\"lanes\": true"));
            network.start(4);
            agree(network);
        }
    }

    /** How many threads execute and hash is a replica's own affair, and so is whether blocks overlap. */
    @Test
    void thousandTransactionsOnOneToFourThreadsGiveOneChain(@TempDir Path folder)
            throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            for (int i = 0; i < 4; i++) {
                Path config = network.replicaFolder(i).resolve("quorate.toml");
                String text = Files.readString(config);
                assertThat(text).contains("\nthreads = 1\n", "\noverlap = false\n");
                Files.writeString(config,
                        text.replace("\nthreads = 1\n", "\nthreads = " + (i + 1) + "\n")
                                .replace("\noverlap = false\n", "\noverlap = true\n"));
            }
            network.start(4);
            agree(network);
        }
    }

    private static void agree(NodeNetwork network) throws Exception {
        List<Wallet> wallets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wallets.add(Wallet.unfunded(NodeNetwork.CHAIN_ID));
        }
        List<Future<List<String>>> sent = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < wallets.size(); i++) {
                int sender = i;
                sent.add(senders.submit(() -> send(network.rpc(sender % 4), wallets.get(sender),
                        TRANSACTIONS / wallets.size())));
            }
        }
        List<String> hashes = new ArrayList<>();
        for (Future<List<String>> each : sent) {
            hashes.addAll(each.get());
        }
        assertThat(hashes).hasSize(TRANSACTIONS);
        for (String hash : hashes) {
            JsonNode receipt = network.awaitReceiptEverywhere(hash, Duration.ofSeconds(60));
            assertThat(receipt.get("status").asText()).isEqualTo("0x1");
        }
        network.awaitSameHead(Duration.ofSeconds(20));
        assertThat(network.assertSameChain()).isPositive();
        for (Wallet wallet : wallets) {
            assertThat(
                    network.rpc(3).call("eth_getTransactionCount", wallet.address(), "latest")
                            .asText())
                    .isEqualTo("0x" + Integer.toHexString(TRANSACTIONS / wallets.size()));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(network.replica(i).terminate()).isZero();
        }
    }

    private static List<String> send(RpcClient rpc, Wallet wallet, int count) throws Exception {
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(rpc.call("eth_sendRawTransaction", wallet.signPing()).asText());
        }
        return hashes;
    }
}
