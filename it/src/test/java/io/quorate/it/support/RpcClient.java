package io.quorate.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A plain JSON-RPC client that hides nothing: the raw answer can be had as well. */
public final class RpcClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    private final String url;
    private final Optional<String> token;

    public RpcClient(String url) {
        this(url, Optional.empty());
    }

    private RpcClient(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    /** The same replica, asked by whom this JSON Web Token names. */
    public RpcClient as(String webToken) {
        return new RpcClient(url, Optional.of(webToken));
    }

    public String url() {
        return url;
    }

    /** The result; an answer with an error fails the test. */
    public JsonNode call(String method, Object... parameters) {
        JsonNode answer = answer(method, parameters);
        if (answer.has("error")) {
            throw new AssertionError(method + " at " + url + ": " + answer.get("error"));
        }
        return answer.get("result");
    }

    /** The whole answer, be it a result or an error. */
    public JsonNode answer(String method, Object... parameters) {
        ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put(
                "method",
                method);
        ArrayNode array = request.putArray("params");
        for (Object parameter : parameters) {
            array.add(JSON.valueToTree(parameter));
        }
        try {
            HttpResponse<String> response = post(request.toString());
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " at " + url, e);
        }
    }

    /** Sends {@code body} as it is. */
    public HttpResponse<String> post(String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The text of a page on the same port. */
    public String page(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public boolean isUp() {
        try {
            return post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}")
                    .statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public long blockNumber() {
        return quantity(call("eth_blockNumber"));
    }

    public Optional<JsonNode> receipt(String hash) {
        return Optional.of(call("eth_getTransactionReceipt", hash)).filter(node -> !node.isNull());
    }

    public static long quantity(JsonNode node) {
        return Long.parseUnsignedLong(node.asText().substring(2), 16);
    }
}
