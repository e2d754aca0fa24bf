package io.quorate.node;

import static io.quorate.node.DevNetworkTest.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.DevAccounts;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.members.SystemCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Votes of organisations on a chain become epochs of the order of four replicas. */
@Tag("network")
@Timeout(300)
class DevEpochsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Signature UNSIGNED = new Signature(UInt256.ZERO, UInt256.ZERO, 0);

    @TempDir
    private Path folder;

    @Test
    void aVoteChangesTheWindowWithTheNextEpoch() throws IOException, InterruptedException {
        try (DevNetwork network = start()) {
            vote(network, 1, 32);
            awaitEpoch(network, 1);
            // The Registry is told with the first block of the epoch.
            send(network, 5, SystemCall.approve(77));
            assertThat(registry(network).current().number()).isEqualTo(1);
            assertThat(registry(network).current().start() % 256).isZero();
            assertThat(registry(network).requests().pending()).isFalse();
            JsonNode traced = call(network, 2, "debug_traceBlockByNumber", "latest",
                    Map.of("tracer", "callTracer"));
            assertThat(traced.toString()).contains("0x0000000000000000000000000000000000005102");

            vote(network, 2, 16);
        }
        try (DevNetwork resumed = start()) { // with an epoch that is fixed and not begun
            awaitEpoch(resumed, 2);
            send(resumed, 5, SystemCall.approve(77));
            assertThat(registry(resumed).current().number()).isEqualTo(2);
            String root = call(resumed, 0, "eth_getBlockByNumber", "latest", false)
                    .path("stateRoot").asText();
            String number = call(resumed, 0, "eth_blockNumber").asText();
            for (int i = 1; i < 4; i++) {
                int replica = i;
                Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(call(resumed,
                        replica, "eth_getBlockByNumber", number, false).path("stateRoot")
                        .asText()).isEqualTo(root));
            }
        }
    }

    private DevNetwork start() {
        return DevNetwork.start(new DevOptions(4, 0, OptionalLong.empty(), Optional.of(folder),
                Optional.empty(), 0, DevOptions.Links.IN_MEMORY), () -> {});
    }

    /** Proposal number {@code id}; three organisations of four decide. */
    private static void vote(DevNetwork network, int id, int window)
            throws IOException, InterruptedException {
        MemberRegistry.Parameters now = registry(network).parameters();
        MemberRegistry.Parameters next = new MemberRegistry.Parameters(now.c(), window,
                Math.min(now.inFlight(), window), now.payloadBytes(), now.suite(), now.lanes());
        succeed(send(network, 0, SystemCall.propose(
                List.of(SystemCall.setParameters(next)), "a window of " + window, false)));
        succeed(send(network, 1, SystemCall.approve(id)));
        succeed(send(network, 2, SystemCall.approve(id)));
        succeed(send(network, 0, SystemCall.execute(id)));
        assertThat(registry(network).requests().pending()).isTrue();
        assertThat(registry(network).pending().number()).isEqualTo(id);
    }

    private static void succeed(JsonNode receipt) {
        assertThat(receipt.path("status").asText()).as(receipt.toString()).isEqualTo("0x1");
    }

    private static JsonNode send(DevNetwork network, int account, SystemCall call)
            throws IOException, InterruptedException {
        var from = DevAccounts.all().get(account);
        long nonce = Long.decode(call(network, 0, "eth_getTransactionCount",
                from.address().toString(), "latest").asText());
        Transaction unsigned = transaction(nonce, call, UNSIGNED);
        EcdsaSignature made = Secp256k1.sign(TransactionCodec.signingHash(unsigned),
                from.privateKey());
        return call(network, 0, "eth_sendRawTransactionSync", TransactionCodec.encode(transaction(
                nonce, call, new Signature(made.r(), made.s(), made.yParity()))).toHexString());
    }

    private static Transaction transaction(long nonce, SystemCall call, Signature signature) {
        return new Transaction.Legacy(Optional.of(UInt256.of(DevOptions.CHAIN_ID)), nonce,
                UInt256.ZERO, 3_000_000, Optional.of(call.to()), UInt256.ZERO, call.data(),
                signature);
    }

    private static MemberRegistry registry(DevNetwork network) {
        return new MemberRegistry(slot -> {
            try {
                return UInt256.fromHex(call(network, 0, "eth_getStorageAt",
                        MemberRegistry.ADDRESS.toString(), slot.toHash().toString(), "latest")
                        .asText());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void awaitEpoch(DevNetwork network, long epoch) {
        for (int i = 0; i < 4; i++) {
            int replica = i;
            Awaitility.await().atMost(LIMIT).untilAsserted(
                    () -> assertThat(health(network, replica).path("epoch").asLong())
                            .isEqualTo(epoch));
        }
    }

    private static JsonNode health(DevNetwork network, int replica)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> page = http.send(HttpRequest
                    .newBuilder(URI.create(network.rpcUrls().get(replica) + "/health")).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper().readTree(page.body());
        }
    }
}
