package io.quorate.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.tuweni.bytes.Bytes;

/** Asks one replica's JSON-RPC, for a command. Its failures are {@link OperatorException}, for whoever gave the command. */
public final class ReplicaClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Error of what is not there yet, such as a certificate of a block that was made just now. */
    private static final int UNAVAILABLE = -32002;
    private static final int NOT_FOUND = -32601;
    private static final int NOT_ALLOWED = -40100;
    private static final int UNAUTHORIZED = 401;
    private static final long ANSWER_BYTES_MAX = 64 << 20;
    private static final int TRIES_MAX = 50;
    private static final long PAUSE_MILLIS = 200;

    private final HttpClient http;
    private final URI url;
    private final Optional<String> authorization;
    private final Duration timeout;

    /** Fails with {@link OperatorException} where a file of the endpoint is not what it should be. */
    public ReplicaClient(ReplicaEndpoint endpoint) {
        this(endpoint, TIMEOUT);
    }

    /** As {@link #ReplicaClient(ReplicaEndpoint)}; no answer takes longer than {@code timeout}. */
    public ReplicaClient(ReplicaEndpoint endpoint, Duration timeout) {
        this.timeout = timeout;
        url = endpoint.uri();
        authorization = endpoint.authorization();
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5));
        endpoint.tls().ifPresent(builder::sslContext);
        http = builder.build();
    }

    public ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The result; fails with {@link ReplicaRefusal} where the replica answers with an error. */
    public JsonNode call(String method, Object... parameters) {
        return result(method, answer(method, parameters));
    }

    /** As {@link #call}; empty where the method is not open to whoever asks, or not there. */
    public Optional<JsonNode> callIfOpen(String method, Object... parameters) {
        JsonNode answer = answer(method, parameters);
        int code = answer.path("error").path("code").asInt();
        return code == NOT_FOUND || code == NOT_ALLOWED ? Optional.empty()
                : Optional.of(result(method, answer));
    }

    /** A page beside JSON-RPC, such as {@code /health}, whatever its status. Fails as {@link #call}. */
    public JsonNode page(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).timeout(timeout).GET());
    }

    /** As {@link #call}; what is not available yet is asked for again, for ten seconds at most. */
    public JsonNode awaitAvailable(String method, Object... parameters) {
        JsonNode answer = answer(method, parameters);
        for (int i = 1; i < TRIES_MAX
                && answer.path("error").path("code").asInt() == UNAVAILABLE; i++) {
            pause();
            answer = answer(method, parameters);
        }
        return result(method, answer);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted", e);
        }
    }

    private JsonNode result(String method, JsonNode answer) {
        if (!answer.has("result")) {
            JsonNode error = answer.path("error");
            throw new ReplicaRefusal("The replica at " + url + " refused " + method + ": "
                    + error.path("message").asText(answer.toString()) + "."
                    + hint(error.path("code").asInt()), error.path("code").asInt(),
                    revertData(error.path("data").asText()));
        }
        return answer.get("result");
    }

    private static Bytes revertData(String text) {
        return text.matches("0x([0-9a-fA-F]{2})*") ? Bytes.fromHexString(text) : Bytes.EMPTY;
    }

    /** What to do next. */
    private static String hint(int code) {
        return code == NOT_FOUND || code == NOT_ALLOWED
                ? " It must open the method's group to you: see rpc.groups and rpc.access in its settings, and --token here."
                : "";
    }

    private JsonNode answer(String method, Object... parameters) {
        ArrayNode list = JSON.createArrayNode();
        for (Object parameter : parameters) {
            list.add(JSON.<JsonNode>valueToTree(parameter));
        }
        ObjectNode request = object().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        request.set("params", list);
        return post(request.toString());
    }

    private JsonNode post(String body) {
        return send(HttpRequest.newBuilder(url).timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            authorization.ifPresent(value -> request.header("Authorization", value));
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers
                    .limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            if (response.statusCode() == UNAUTHORIZED) {
                throw new OperatorException("The replica at " + url + " takes no such token: "
                        + "has it expired, and does the replica know its issuer? See rpc.access"
                        + " in its settings.");
            }
            return JSON.readTree(response.body());
        } catch (SSLException e) {
            throw new OperatorException("No TLS with the replica at " + url + ": " + e.getMessage()
                    + ". Name who signed its certificate with --ca.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new OperatorException("No replica answers at " + url
                    + "; name one that runs with --rpc URL. (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
