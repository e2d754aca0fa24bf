package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccounts;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
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

/** Four replicas in this process, reached over HTTP as a client would. */
@Tag("network")
@Timeout(120)
class DevNetworkTest {
    static final Address TO = Address.ofLow(0x7e57);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void ordersOnAllReplicasAndResumes() throws IOException, InterruptedException {
        try (DevNetwork network = start()) {
            JsonNode receipt = call(network, 0, "eth_sendRawTransactionSync", signed(0));
            assertThat(receipt.path("status").asText()).isEqualTo("0x1");
            assertThat(call(network, 2, "eth_sendRawTransaction", signed(1)).asText())
                    .hasSize(66);

            for (int i = 0; i < 4; i++) {
                int replica = i;
                Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(
                        () -> assertThat(balance(network, replica)).isEqualTo("0xa"));
            }
            assertThatThrownBy(this::start).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("in use");
        }
        try (DevNetwork resumed = start()) {
            assertThat(balance(resumed, 3)).isEqualTo("0xa");
            JsonNode receipt = call(resumed, 3, "eth_sendRawTransactionSync", signed(2));
            assertThat(receipt.path("status").asText()).isEqualTo("0x1");
            assertThat(balance(resumed, 3)).isEqualTo("0xf");
        }
    }

    /** Each replica puts what its clients gave it into its own lane, and tells nobody else. */
    @Test
    void ordersWhatTravelsInLanes() throws IOException, InterruptedException {
        start().close();
        Path genesis = folder.resolve("lanes.json");
        String text = Files.readString(folder.resolve("genesis.json"));
        assertThat(text).containsPattern("\"lanes\" ?: ?false");
        Files.writeString(genesis, text.replaceAll("\"lanes\" ?: ?false", "\"lanes\": true")
                .replaceAll("\"development\" ?: ?true", "\"development\": false"));
        DevOptions options = new DevOptions(4, 0, OptionalLong.empty(),
                Optional.of(folder.resolve("lanes")), Optional.of(genesis), 0,
                DevOptions.Links.IN_MEMORY);
        try (DevNetwork network = DevNetwork.start(options, () -> {})) {
            for (int nonce = 0; nonce < 8; nonce++) {
                JsonNode receipt = call(network, nonce % 4, "eth_sendRawTransactionSync",
                        signed(nonce));
                assertThat(receipt.path("status").asText()).isEqualTo("0x1");
            }
        }
        try (DevNetwork resumed = DevNetwork.start(options, () -> {})) {
            assertThat(call(resumed, 1, "eth_sendRawTransactionSync", signed(8)).path("status")
                    .asText()).isEqualTo("0x1");
            for (int i = 0; i < 4; i++) {
                int replica = i;
                Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(
                        () -> assertThat(balance(resumed, replica)).isEqualTo("0x2d"));
            }
        }
    }

    @Test
    void refusesAnotherChainIdForTheSameFolder() {
        start().close();

        assertThatThrownBy(() -> DevNetwork.start(new DevOptions(4, 0, OptionalLong.of(5),
                Optional.of(folder), Optional.empty(), 0, DevOptions.Links.IN_MEMORY), () -> {}))
                .isInstanceOf(OperatorException.class).hasMessageContaining("--chain-id");
    }

    private DevNetwork start() {
        return DevNetwork.start(new DevOptions(4, 0, OptionalLong.empty(), Optional.of(folder),
                Optional.empty(), 0, DevOptions.Links.IN_MEMORY), () -> {});
    }

    private static String balance(DevNetwork network, int replica)
            throws IOException, InterruptedException {
        return call(network, replica, "eth_getBalance", TO.toString(), "latest").asText();
    }

    static String signed(long nonce) {
        Bytes key = DevAccounts.all().getFirst().privateKey();
        EcdsaSignature made = Secp256k1.sign(TransactionCodec.signingHash(
                transfer(nonce, new Signature(UInt256.ZERO, UInt256.ZERO, 0))), key);
        return TransactionCodec.encode(transfer(nonce,
                new Signature(made.r(), made.s(), made.yParity()))).toHexString();
    }

    private static Transaction transfer(long nonce, Signature signature) {
        return new Transaction.Legacy(Optional.of(UInt256.of(DevOptions.CHAIN_ID)), nonce,
                UInt256.ZERO, 21_000, Optional.of(TO), UInt256.of(5), Bytes.EMPTY, signature);
    }

    /** The result, which is no error. */
    static JsonNode call(DevNetwork network, int replica, String method, Object... parameters)
            throws IOException, InterruptedException {
        JsonNode answer = answer(network, replica, method, parameters);
        assertThat(answer.has("error")).as(answer.toString()).isFalse();
        return answer.path("result");
    }

    static JsonNode answer(DevNetwork network, int replica, String method, Object... parameters)
            throws IOException, InterruptedException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                + "\",\"params\":" + JSON.writeValueAsString(parameters) + "}";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(HttpRequest
                    .newBuilder(URI.create(network.rpcUrls().get(replica)))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body());
        }
    }
}
