package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccounts;
import io.quorate.ledger.Block;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.pool.Admission;
import io.quorate.node.pool.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A proposer that does not ask whether a transaction may start: four replicas vote for its payload, and every one of them
 * leaves the transaction out.
 */
@Tag("network")
@Timeout(120)
class ForbiddenProposalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Address SOMEBODY = Address.ofLow(0x7e57);
    private static final int MEMBER = 0;
    private static final int STRANGER = 9;
    private static final Bytes DEPLOYS_NOTHING = Bytes.of(0);

    @TempDir
    private Path folder;

    @Test
    void everyReplicaLeavesOutWhatNoReplicaLetIn() throws Exception {
        try (DevNetwork network = DevNetwork.start(options(genesis()), () -> {})) {
            long sent = 0;
            send(network, sent);
            RecoveredTransaction forbidden = signed(STRANGER, 0, Optional.of(SOMEBODY),
                    Bytes.EMPTY);
            RecoveredTransaction deployment = signed(STRANGER, 0, Optional.empty(),
                    DEPLOYS_NOTHING);
            for (RecoveredTransaction each : new RecoveredTransaction[]{forbidden, deployment}) {
                // Whoever leads has it and proposes it, as a replica does whose software was changed.
                for (int i = 0; i < 4; i++) {
                    assertThat(network.replica(i).intake().pool().add(each,
                            (_, _) -> Optional.empty(), true))
                            .isInstanceOf(Admission.Admitted.class);
                }
                sent++;
                send(network, sent);
                for (int i = 0; i < 4; i++) {
                    Node replica = network.replica(i);
                    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> replica.intake()
                            .pool().droppedBecause(each.hash()).isPresent());
                }
            }
            for (int i = 0; i < 4; i++) {
                Node replica = network.replica(i);
                Awaitility.await().atMost(Duration.ofSeconds(30))
                        .until(() -> replica.ledger().head().number() >= 3);
                assertThat(replica.intake().pool().droppedBecause(forbidden.hash()).orElseThrow()
                        .reason()).isEqualTo(Refusal.Reason.SENDER_NOT_PERMITTED);
                assertThat(replica.intake().pool().droppedBecause(deployment.hash())
                        .orElseThrow().reason())
                        .isEqualTo(Refusal.Reason.DEPLOYMENT_NOT_PERMITTED);
                assertThat(holds(replica.ledger(), forbidden)).isFalse();
                assertThat(replica.ledger().head()).isEqualTo(network.replica(0).ledger().head());
                assertThat(replica.ledger().lastRecordHash())
                        .isEqualTo(network.replica(0).ledger().lastRecordHash());
                assertThat(page(network.rpcUrls().get(i) + "/metrics")).containsPattern(
                        "quorate_refusals_total\\{at=\"block\",reason=\"sender_not_permitted\"")
                        .containsPattern("at=\"block\",reason=\"deployment_not_permitted\"");
            }
        }
    }

    @Test
    void callsAreMadeAsTheirSenderWould() throws Exception {
        try (DevNetwork network = DevNetwork.start(options(genesis()), () -> {})) {
            JsonNode refused = answer(network, "eth_call", "{\"to\":\"" + SOMEBODY
                    + "\",\"from\":\"" + DevAccounts.all().get(STRANGER).address()
                    + "\"},\"latest\"");
            assertThat(refused.at("/error/code").asInt()).isEqualTo(-32007);
            assertThat(answer(network, "eth_call", "{\"to\":\"" + SOMEBODY
                    + "\"},\"latest\"").at("/result").asText()).isEqualTo("0x");
            JsonNode simulated = answer(network, "eth_simulateV1",
                    "{\"validation\":true,\"blockStateCalls\":[{\"calls\":[{\"to\":\""
                            + SOMEBODY + "\",\"from\":\""
                            + DevAccounts.all().get(STRANGER).address() + "\"}]}]}");
            assertThat(simulated.at("/error/code").asInt()).isEqualTo(-32007);
        }
    }

    private static boolean holds(Ledger ledger, RecoveredTransaction transaction) {
        for (long number = 1; number <= ledger.head().number(); number++) {
            Block block = ledger.block(number).orElseThrow();
            if (block.transactions().contains(transaction)) return true;
        }
        return false;
    }

    /** That of a development network, with senders, deployers and contracts enforced. */
    private Path genesis() throws IOException {
        DevNetwork.start(new DevOptions(4, 0, OptionalLong.empty(),
                Optional.of(folder.resolve("plain")), Optional.empty(), 0,
                DevOptions.Links.IN_MEMORY), () -> {}).close();
        ObjectNode root = (ObjectNode) JSON
                .readTree(folder.resolve("plain/genesis.json").toFile());
        ObjectNode storage = (ObjectNode) root.path("alloc")
                .path("0x0000000000000000000000000000000000005101").path("storage");
        String slot = "0x" + "00".repeat(32);
        assertThat(storage.path(slot).asText()).endsWith("0300");
        storage.put(slot, "0x" + "00".repeat(30) + "0307");
        Path file = folder.resolve("enforced.json");
        Files.writeString(file, root.toString());
        return file;
    }

    private DevOptions options(Path genesis) {
        return new DevOptions(4, 0, OptionalLong.empty(), Optional.of(folder.resolve("enforced")),
                Optional.of(genesis), 0, DevOptions.Links.IN_MEMORY);
    }

    private static void send(DevNetwork network, long nonce) throws Exception {
        JsonNode receipt = answer(network, "eth_sendRawTransactionSync", "\""
                + signed(MEMBER, nonce, Optional.of(SOMEBODY), Bytes.EMPTY).encoded()
                        .toHexString()
                + "\"");
        assertThat(receipt.at("/result/status").asText()).as(receipt.toString())
                .isEqualTo("0x1");
    }

    private static RecoveredTransaction signed(int account, long nonce, Optional<Address> to,
            Bytes data) throws Exception {
        EcdsaSignature made = Secp256k1.sign(TransactionCodec.signingHash(
                unsigned(nonce, to, data, new Signature(UInt256.ZERO, UInt256.ZERO, 0))),
                DevAccounts.all().get(account).privateKey());
        return TransactionCodec.recover(
                unsigned(nonce, to, data, new Signature(made.r(), made.s(), made.yParity())));
    }

    private static Transaction unsigned(long nonce, Optional<Address> to, Bytes data,
            Signature signature) {
        return new Transaction.Legacy(Optional.of(UInt256.of(DevOptions.CHAIN_ID)), nonce,
                UInt256.ZERO, 100_000, to, UInt256.ZERO, data, signature);
    }

    private static JsonNode answer(DevNetwork network, String method, String parameters)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(network.rpcUrls().getFirst()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":["
                                + parameters + "]}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        }
    }

    private static String page(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
