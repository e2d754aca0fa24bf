package io.quorate.node.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.client.ReplicaEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the replicas of a lab say. Who does not answer is an {@link OperatorException}. */
final class LabChain {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long PAGE_BYTES_MAX = 1 << 20;

    private final LabFolder folder;

    LabChain(LabFolder folder) {
        this.folder = folder;
    }

    JsonNode ask(int replica, String method, Object... parameters) {
        try (ReplicaClient client = new ReplicaClient(ReplicaEndpoint.of(folder.url(replica)))) {
            return client.call(method, parameters);
        }
    }

    JsonNode health(int replica) {
        URI page = URI.create(folder.url(replica) + "/health");
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT).build()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers
                            .limiting(HttpResponse.BodyHandlers.ofByteArray(), PAGE_BYTES_MAX));
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new OperatorException("No replica answers at " + page + " (" + e + ").", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted", e);
        }
    }

    boolean isWell(int replica) {
        return health(replica).path("status").asText().equals("ok");
    }

    boolean areAllWell(int count) {
        for (int k = 0; k < count; k++) {
            JsonNode health = health(k);
            if (!health.path("status").asText().equals("ok")
                    || health.path("peers").asInt() < count - 1) {
                throw new OperatorException("Replica " + k + " says " + health + ".");
            }
        }
        return true;
    }

    /** The receipts of the transaction of file {@code name}, one from each of {@code count} replicas, are equal and there. */
    boolean haveAll(int count, String name) {
        List<JsonNode> receipts = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            JsonNode receipt = ask(k, "eth_getTransactionReceipt",
                    LabRequests.hashOf(folder, name));
            if (receipt.isNull()) {
                throw new OperatorException(
                        "Replica " + k + " has no block with the transaction of "
                                + name + ".");
            }
            receipts.add(receipt);
        }
        return receipts.stream().distinct().count() == 1;
    }

    boolean haveSameHead(int count) {
        List<JsonNode> heads = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            heads.add(ask(k, "eth_getBlockByNumber", "latest", false).path("hash"));
        }
        if (heads.stream().distinct().count() > 1) {
            throw new OperatorException("The last blocks are " + heads + ".");
        }
        return true;
    }

    /** Whether a certificate of the last block of replica 0 has come. */
    boolean isHeadFinal() {
        return ask(0, "eth_getBlockByNumber", "finalized", false).path("hash")
                .equals(ask(0, "eth_getBlockByNumber", "latest", false).path("hash"));
    }
}
