package io.quorate.node.audit;

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

/** Asks one replica's JSON-RPC. */
final class AuditClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Error of what is not there yet, such as a certificate of a block that was made just now. */
    private static final int UNAVAILABLE = -32002;
    private static final int NOT_FOUND = -32601;
    private static final int NOT_ALLOWED = -40100;
    private static final int TRIES_MAX = 50;
    private static final long PAUSE_MILLIS = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final URI url;

    AuditClient(String url) {
        try {
            this.url = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--rpc: " + url + " is no URL.", e);
        }
    }

    ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The result; fails with {@link OperatorException} where there is none. */
    JsonNode call(String method, Object... parameters) {
        return result(method, answer(method, parameters));
    }

    /** As {@link #call}; what is not available yet is asked for again, for ten seconds at most. */
    JsonNode awaitAvailable(String method, Object... parameters) {
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
            throw new OperatorException("The replica at " + url + " refused " + method + ": "
                    + answer.path("error").path("message").asText(answer.toString()) + "."
                    + hint(answer.path("error").path("code").asInt()));
        }
        return answer.get("result");
    }

    /** What to do next. */
    private static String hint(int code) {
        return code == NOT_FOUND || code == NOT_ALLOWED
                ? " It must open the groups bft and audit to you: see rpc.groups in its settings."
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
        try {
            return JSON.readTree(http.send(HttpRequest.newBuilder(url).timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofByteArray()).body());
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
