package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.Registration;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.server.JsonRpcServer;
import io.quorate.ledger.RecoveredTransaction;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tracing methods over execution-apis' own chain. The recorded answers, also those that the suite compares
 * by schema alone, must be ours to the byte, but for error messages.
 */
class TraceFixturesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RpcCompat fixtures;
    private static Vertx vertx;
    private static JsonRpcServer server;

    /** Takes no transactions. */
    static final class NoPool implements TransactionSubmitter {
        @Override
        public Submission submit(Bytes raw) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long pendingNonce(Address sender) {
            return 0;
        }

        @Override
        public Optional<RecoveredTransaction> pending(Hash transactionHash) {
            return Optional.empty();
        }

        @Override
        public Registration onAdmitted(Consumer<RecoveredTransaction> listener) {
            return () -> {};
        }

        @Override
        public Registration onDropped(Consumer<Dropped> listener) {
            return () -> {};
        }
    }

    @BeforeAll
    static void start() throws Exception {
        fixtures = RpcCompat.read();
        vertx = Vertx.vertx();
        server = new JsonRpcServer(vertx, JsonRpcConfig.development(0), new JsonRpcPorts(
                fixtures.chain(), new NoPool(), Optional.empty(), path -> Optional.empty()));
        server.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @TestFactory
    Stream<DynamicTest> answersAsRecorded() {
        return Stream.of("debug_trace", "eth_createAccessList")
                .flatMap(stem -> fixtures.exchanges(stem).entrySet().stream())
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getValue())));
    }

    private static void check(String exchange) throws Exception {
        String request = line(exchange, ">> ");
        JsonNode expected = JSON.readTree(line(exchange, "<< "));
        JsonNode actual = send(request);
        for (JsonNode response : List.of(expected, actual)) {
            if (response.get("error") instanceof ObjectNode error) {
                error.remove("message");
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static String line(String exchange, String mark) {
        return exchange.lines().filter(l -> l.startsWith(mark)).findFirst().orElseThrow()
                .substring(mark.length());
    }

    /** Every transaction of the chain, from Frontier to Osaka, under every tracer at once. */
    @Test
    void tracesEveryTransactionWithEveryTracer() throws Exception {
        int transactions = 0;
        for (int number = 1; number <= 54; number++) {
            JsonNode traces = call("debug_traceBlockByNumber", "\"0x" + Integer.toHexString(number)
                    + "\",{\"tracer\":\"muxTracer\",\"tracerConfig\":{\"callTracer\":{\"withLog\":true},"
                    + "\"prestateTracer\":{\"diffMode\":true},\"flatCallTracer\":{},"
                    + "\"4byteTracer\":{},\"noopTracer\":{}}}");
            JsonNode receipts = call("eth_getBlockReceipts", "\"0x" + Integer.toHexString(number)
                    + "\"");
            assertThat(traces).hasSameSizeAs(receipts);
            for (int i = 0; i < traces.size(); i++) {
                agree(traces.get(i), receipts.get(i));
                transactions++;
            }
        }
        assertThat(transactions).isEqualTo(249);
    }

    /** What a trace shares with the receipt must be the same, though another code path found it. */
    private static void agree(JsonNode trace, JsonNode receipt) {
        JsonNode result = trace.get("result");
        JsonNode top = result.get("callTracer");
        assertThat(trace.get("txHash")).isEqualTo(receipt.get("transactionHash"));
        assertThat(top.get("gasUsed")).isEqualTo(receipt.get("gasUsed"));
        assertThat(top.get("from")).isEqualTo(receipt.get("from"));
        if (receipt.has("status")) {
            assertThat(top.has("error")).isEqualTo(receipt.get("status").asText().equals("0x0"));
        }
        assertThat(logs(top)).isEqualTo(receipt.get("logs").size());
        JsonNode flat = result.get("flatCallTracer").get(0);
        assertThat(flat.get("transactionHash")).isEqualTo(receipt.get("transactionHash"));
        assertThat(result.get("prestateTracer").get("post").has(receipt.get("from").asText()))
                .isTrue();
    }

    private static int logs(JsonNode frame) {
        int count = frame.path("logs").size();
        for (JsonNode call : frame.path("calls")) {
            count += logs(call);
        }
        return count;
    }

    @Test
    void tracesACallThatRevertsWithItsReason() throws Exception {
        // Reverts with Error("no").
        String code = "0x6308c379a060e01b600052602060045260026024526" + "1" + "6e6f60f01b604452"
                + "60646000fd";
        JsonNode trace = call("debug_traceCall",
                "{\"to\":\"0x00000000000000000000000000000000000000aa\"},\"latest\","
                        + "{\"tracer\":\"callTracer\",\"stateOverrides\":"
                        + "{\"0x00000000000000000000000000000000000000aa\":{\"code\":\"" + code
                        + "\"}}}");

        assertThat(trace.get("error").asText()).isEqualTo("execution reverted");
        assertThat(trace.get("revertReason").asText()).isEqualTo("no");
        assertThat(trace.get("type").asText()).isEqualTo("CALL");
    }

    @Test
    void refusesUnknownTracers() throws Exception {
        JsonNode error = send(request("debug_traceBlockByNumber", "\"0x1\",{\"tracer\":\"{}\"}"))
                .get("error");

        assertThat(error.get("code").asInt()).isEqualTo(-32602);
        assertThat(error.get("message").asText()).contains("callTracer");
    }

    private static JsonNode call(String method, String params) throws Exception {
        JsonNode response = send(request(method, params));
        assertThat(response.has("result")).as(response.toString()).isTrue();
        return response.get("result");
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + params
                + "]}";
    }

    private static JsonNode send(String request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return JSON.readTree(response.body());
    }
}
