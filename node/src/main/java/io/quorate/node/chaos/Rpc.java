package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One replica's JSON-RPC, which may be down, slow or cut off at any time. */
final class Rpc {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;
    private final Duration timeout;

    Rpc(int port, Duration timeout) {
        this("http://127.0.0.1:" + port, timeout);
    }

    private Rpc(String url, Duration timeout) {
        this.url = url;
        this.timeout = timeout;
    }

    /** For one who is in no hurry, and for whom no answer is a fault. */
    Rpc patient() {
        return new Rpc(url, PATIENCE);
    }

    static ObjectNode request(String method, Object... parameters) {
        ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1)
                .put("method", method);
        ArrayNode array = request.putArray("params");
        for (Object parameter : parameters) {
            array.add(JSON.<JsonNode>valueToTree(parameter));
        }
        return request;
    }

    /** The whole answer, be it a result or an error. */
    JsonNode answer(String method, Object... parameters) throws IOException {
        return post(request(method, parameters).toString());
    }

    /** The result; a {@link ChaosException} where it is an error. */
    JsonNode call(String method, Object... parameters) throws IOException {
        JsonNode answer = answer(method, parameters);
        if (!answer.has("result")) {
            throw new ChaosException(method + " at " + url + " answered " + answer);
        }
        return answer.get("result");
    }

    /** The answers in the order of the requests' ids. */
    JsonNode batch(List<ObjectNode> requests) throws IOException {
        return post(JSON.createArrayNode().addAll(requests).toString());
    }

    /** What {@code /health} says; empty where nobody answers. */
    Optional<JsonNode> health() {
        try {
            return Optional.of(send(HttpRequest.newBuilder(URI.create(url + "/health"))
                    .timeout(Duration.ofSeconds(2)).build()));
        } catch (IOException _) { // down, or not up yet
            return Optional.empty();
        }
    }

    private JsonNode post(String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)).timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private static JsonNode send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = HTTP.send(request,
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
