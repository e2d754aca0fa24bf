package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.HttpPages;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcConfig.Access;
import io.quorate.jsonrpc.JsonRpcConfig.Limits;
import io.quorate.jsonrpc.JsonRpcConfig.Queries;
import io.quorate.jsonrpc.JsonRpcConfig.Requests;
import io.quorate.jsonrpc.JsonRpcConfig.Streams;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.Security;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The HTTP side over a real socket. */
class JsonRpcServerTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String CHAIN_ID = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}";
    private static final Limits LIMITS = new Limits(
            new Requests(100_000, 100, 1 << 20, 32, 2, 1), Queries.DEFAULT, Streams.DEFAULT);

    private final HttpClient client = HttpClient.newHttpClient();
    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private JsonRpcServer server;

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private void start(Access access) {
        HttpPages pages = path -> path.equals("/health")
                ? Optional.of(new HttpPages.Page(200, "text/plain", "ready\n")) : Optional.empty();
        server = new JsonRpcServer(VERTX, new JsonRpcConfig("127.0.0.1", 0, access, LIMITS,
                Security.DEVELOPMENT),
                new JsonRpcPorts(chain, new MemoryPool(), Optional.empty(), pages));
        server.start();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpRequest.Builder post(String body) {
        return request("/").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    @Test
    void answersACallAndABatch() {
        start(Access.LOCALHOST);
        HttpResponse<String> response = send(post(CHAIN_ID));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x539\"}");
        String hundred = "[" + String.join(",", Collections.nCopies(100, CHAIN_ID))
                + "]";
        JsonNode batch = Rpc.parse(send(post(hundred)).body().getBytes(StandardCharsets.UTF_8));
        assertThat(batch).hasSize(100);
    }

    /** Several replicas behind one address: what one has told, the next one does not answer without. */
    @Test
    void waitsForTheBlockThatTheCallerKnows() throws Exception {
        start(Access.LOCALHOST);
        String ask = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\"}";
        HttpResponse<String> first = send(post(ask).header("Quorate-Min-Block", "0x0"));
        assertThat(first.headers().firstValue("Quorate-Block")).contains("0x0");
        CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(
                post(ask).header("Quorate-Min-Block", "2").build(),
                HttpResponse.BodyHandlers.ofString());
        chain.commit(List.of(), List.of());
        chain.commit(List.of(), List.of());
        assertThat(waiting.get(10, TimeUnit.SECONDS).body()).contains("\"result\":\"0x2\"");
        assertThat(waiting.get().headers().firstValue("Quorate-Block")).contains("0x2");
        HttpResponse<String> wrong = send(post(ask).header("Quorate-Min-Block", "latest"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("-32602", "quorate-min-block");
    }

    @Test
    void answersANotificationWithoutContent() {
        start(Access.LOCALHOST);
        HttpResponse<String> response = send(
                post("{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"}"));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void servesThePagesOfTheNode() {
        start(Access.CLOSED);
        assertThat(send(request("/health").GET()).body()).isEqualTo("ready\n");
        assertThat(send(request("/other").GET()).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        start(Access.LOCALHOST);
        String large = CHAIN_ID + " ".repeat(200_000);
        HttpResponse<String> declared = send(post(large));
        assertThat(declared.statusCode()).isEqualTo(413);
        HttpResponse<String> streamed = send(request("/").POST(HttpRequest.BodyPublishers
                .ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
        assertThat(streamed.statusCode()).isEqualTo(413);
        assertThat(send(post(CHAIN_ID)).statusCode()).isEqualTo(200);
    }

    @Test
    void letsLocalPagesInWhileDeveloping() {
        start(Access.LOCALHOST);
        HttpResponse<String> response = send(
                post(CHAIN_ID).header("Origin", "http://localhost:3000"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("access-control-allow-origin"))
                .contains("http://localhost:3000");
        HttpResponse<String> preflight = send(
                request("/").method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", "http://localhost:3000"));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-headers")).isPresent();
        assertThat(send(post(CHAIN_ID).header("Origin", "https://evil.example")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void keepsPagesOutInProduction() {
        start(Access.CLOSED);
        assertThat(send(post(CHAIN_ID).header("Origin", "http://localhost:3000")).statusCode())
                .isEqualTo(403);
        assertThat(send(post(CHAIN_ID)).statusCode()).isEqualTo(200);
    }

    @Test
    void letsNamedPagesIn() {
        start(new Access(List.of("https://explorer.example"), List.of()));
        assertThat(send(post(CHAIN_ID).header("Origin", "https://explorer.example")).statusCode())
                .isEqualTo(200);
    }

    /** Two calls hold the machine, so that a third finds no room; what needs none is answered. */
    @Test
    void refusesWhatItHasNoRoomFor() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        chain.machine = (request, number, overrides, gas) -> {
            entered.countDown();
            try {
                release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new CallResult.Returned(21_000,
                    Bytes.EMPTY);
        };
        start(Access.LOCALHOST);
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[{}]}";
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(post(call).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<HttpResponse<String>> second = client.sendAsync(post(call).build(),
                HttpResponse.BodyHandlers.ofString());
        String block = CHAIN_ID.replace("eth_chainId", "eth_getHeaderByNumber");
        Awaitility.await().until(() -> send(post(block)).statusCode() == 503);
        assertThat(send(post(CHAIN_ID)).statusCode()).isEqualTo(200);
        release.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(second.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        Awaitility.await().until(() -> send(post(block)).statusCode() == 200);
    }

    /** Connections that ended, by HTTP or WebSocket, no longer count. */
    @Test
    void limitsConnectionsThatAreOpen() {
        Limits two = new Limits(Requests.DEFAULT, Queries.DEFAULT,
                new Streams(2, 10, Duration.ofMinutes(1), 10, 10, 10));
        server = new JsonRpcServer(VERTX,
                new JsonRpcConfig("127.0.0.1", 0, Access.LOCALHOST, two, Security.DEVELOPMENT),
                new JsonRpcPorts(chain, new MemoryPool(), Optional.empty(),
                        path -> Optional.empty()));
        server.start();
        URI uri = URI.create("ws://127.0.0.1:" + server.port());
        for (int i = 0; i < 5; i++) {
            Awaitility.await().ignoreExceptions().until(() -> {
                client.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {}).join()
                        .abort();
                return true;
            });
        }
        WebSocket.Listener idle = new WebSocket.Listener() {};
        List<WebSocket> held = new ArrayList<>(); // one that nobody holds may be closed
        for (int i = 0; i < 2; i++) {
            Awaitility.await().ignoreExceptions().until(() -> held
                    .add(client.newWebSocketBuilder().buildAsync(uri, idle).join()));
        }
        assertThatThrownBy(
                () -> held.add(client.newWebSocketBuilder().buildAsync(uri, idle).join()))
                .isInstanceOf(CompletionException.class);
        assertThat(held).hasSize(2);
    }

    @Test
    void saysWhyThePortCannotBeBound() {
        start(Access.LOCALHOST);
        JsonRpcServer second = new JsonRpcServer(VERTX, JsonRpcConfig.development(server.port()),
                new JsonRpcPorts(chain, new MemoryPool(), Optional.empty(),
                        path -> Optional.empty()));
        assertThatThrownBy(second::start).isInstanceOf(ServerException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }
}
