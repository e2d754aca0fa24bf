package io.quorate.node.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JSON-RPC over one replica's HTTP port. Safe for any thread; connections are kept and shared. */
public final class RpcClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI url;

    public RpcClient(String url) {
        this.url = URI.create(url);
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT).build();
    }

    /** The result; fails with {@link BenchException} where the answer is an error. */
    public JsonNode call(String method, String... parameters) {
        JsonNode answer = post(request(1, method, parameters));
        if (answer.has("error")) {
            throw new BenchException(method + " answered " + answer.get("error"));
        }
        return answer.path("result");
    }

    /** The answers in whatever order the server gives them. */
    public List<JsonNode> batch(List<String> requests) {
        List<JsonNode> answers = new ArrayList<>();
        post("[" + String.join(",", requests) + "]").forEach(answers::add);
        return answers;
    }

    /** One request; parameters that begin with a bracket or brace go in as JSON, others as strings. */
    public static String request(int id, String method, String... parameters) {
        List<String> json = Arrays.stream(parameters)
                .map(p -> p.startsWith("{") || p.startsWith("[") ? p : "\"" + p + "\"").toList();
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":["
                + String.join(",", json) + "]}";
    }

    private JsonNode post(String body) {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            HttpResponse<byte[]> response = http.send(request,
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new BenchException(url + " answered HTTP " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new BenchException(url + " cannot be reached: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
