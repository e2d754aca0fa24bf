package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.server.JsonRpcServer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parity's traces of the chain of execution-apis: they agree with each other and with the receipts. */
class ParityTraceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HEAD = 54;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private JsonRpcServer server;

    @BeforeEach
    void start() throws Exception {
        server = new JsonRpcServer(vertx, JsonRpcConfig.development(0),
                new JsonRpcPorts(RpcCompat.read().chain(), new TraceFixturesTest.NoPool(),
                        Optional.empty(), path -> Optional.empty()));
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private JsonNode call(String method, String params) throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":"
                + params.replace('\'', '"') + "}";
        String answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        return JSON.readTree(answer);
    }

    private JsonNode result(String method, String params) throws Exception {
        JsonNode answer = call(method, params);
        assertThat(answer.has("result")).as("%s%s: %s", method, params, answer).isTrue();
        return answer.get("result");
    }

    @Test
    void blocksAreMadeOfTransactions() throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (long number = 1; number <= HEAD; number++) {
            String at = "'0x" + Long.toHexString(number) + "'";
            List<JsonNode> joined = new ArrayList<>();
            for (JsonNode receipt : result("eth_getBlockReceipts", "[" + at + "]")) {
                String hash = "'" + receipt.get("transactionHash").asText() + "'";
                JsonNode traces = result("trace_transaction", "[" + hash + "]");
                checkOutermost(traces.get(0), receipt);
                traces.forEach(joined::add);
                for (JsonNode trace : traces) {
                    List<String> path = new ArrayList<>();
                    trace.get("traceAddress")
                            .forEach(i -> path.add("'0x" + Integer.toHexString(i.asInt()) + "'"));
                    assertThat(result("trace_get", "[" + hash + "," + path + "]"))
                            .isEqualTo(trace);
                }
            }
            assertThat(result("trace_block", "[" + at + "]")).hasSameSizeAs(joined)
                    .containsExactlyElementsOf(joined);
            all.addAll(joined);
        }
        assertThat(all).hasSizeGreaterThan(200);
        JsonNode filtered = result("trace_filter", "[{'fromBlock':'0x1','toBlock':'0x36'}]");
        assertThat(filtered).containsExactlyElementsOf(all);
        String from = all.getLast().at("/action/from").asText();
        List<JsonNode> ofOne = all.stream()
                .filter(trace -> trace.at("/action/from").asText().equals(from)).toList();
        assertThat(result("trace_filter", "[{'fromBlock':'0x1','toBlock':'0x36','fromAddress':['"
                + from + "'],'after':1,'count':2}]"))
                .containsExactlyElementsOf(ofOne.subList(1, Math.min(3, ofOne.size())));
    }

    /** Without what the transaction itself costs, so below the receipt's gas. */
    private static void checkOutermost(JsonNode trace, JsonNode receipt) {
        assertThat(trace.at("/action/from")).isEqualTo(receipt.get("from"));
        assertThat(trace.get("transactionHash")).isEqualTo(receipt.get("transactionHash"));
        assertThat(trace.get("transactionPosition").asLong())
                .isEqualTo(Long.decode(receipt.get("transactionIndex").asText()));
        if (trace.has("result") && trace.get("subtraces").asInt() == 0
                && trace.at("/action/input").asText().equals("0x")) {
            assertThat(Long.decode(trace.at("/result/gasUsed").asText()))
                    .isLessThanOrEqualTo(Long.decode(receipt.get("gasUsed").asText()) - 21_000);
        }
    }

    private static final String ALL = "['trace','vmTrace','stateDiff']";

    /** Traces are those of trace_block without their place, and the machine's steps those of the opcode logger. */
    @Test
    void replaysBlocksInParitysShapes() throws Exception {
        int operations = 0;
        for (long number = 1; number <= HEAD; number += 2) {
            String at = "'0x" + Long.toHexString(number) + "'";
            List<JsonNode> bare = new ArrayList<>();
            for (JsonNode trace : result("trace_block", "[" + at + "]")) {
                ObjectNode copy = trace.deepCopy();
                bare.add(copy.remove(List.of("blockHash", "blockNumber", "transactionHash",
                        "transactionPosition")));
            }
            List<JsonNode> replayed = new ArrayList<>();
            for (JsonNode one : result("trace_replayBlockTransactions",
                    "[" + at + "," + ALL + "]")) {
                one.get("trace").forEach(replayed::add);
                String hash = "'" + one.get("transactionHash").asText() + "'";
                assertThat(result("trace_replayTransaction", "[" + hash + "," + ALL + "]"))
                        .isEqualTo(one);
                List<String> steps = new ArrayList<>();
                flatten(one.get("vmTrace"), steps);
                List<String> logged = new ArrayList<>();
                result("debug_traceTransaction", "[" + hash + "]").get("structLogs").forEach(
                        log -> logged.add(log.get("pc") + " " + log.get("gasCost")));
                assertThat(steps).as("%s", hash).isEqualTo(logged);
                operations += steps.size();
                assertThat(one.get("stateDiff").size()).isPositive();
            }
            assertThat(replayed).isEqualTo(bare);
        }
        assertThat(operations).isGreaterThan(200);
    }

    private static void flatten(JsonNode machine, List<String> steps) {
        for (JsonNode operation : machine.get("ops")) {
            steps.add(operation.get("pc") + " " + operation.get("cost"));
            if (!operation.get("sub").isNull()) {
                flatten(operation.get("sub"), steps);
            }
        }
    }

    /** The second call finds what the first one left. */
    @Test
    void callsRunOnEachOthersState() throws Exception {
        String from = "0x" + "a1".repeat(20);
        String to = "0x" + "b2".repeat(20);
        String rich = result("eth_getBlockByNumber", "['0x1',true]").at("/transactions/0/from")
                .asText();
        String move = "[{'from':'%s','to':'%s','value':'%s'},['stateDiff','trace']]";
        JsonNode both = result("trace_callMany", "[[" + move.formatted(rich, from, "0x5") + ","
                + move.formatted(from, to, "0x3") + "],'latest']");
        assertThat(both.get(0).at("/stateDiff/" + from + "/balance/+").asText()).isEqualTo("0x5");
        assertThat(both.get(1).at("/stateDiff/" + from + "/balance/*/to").asText())
                .isEqualTo("0x2");
        assertThat(both.get(1).at("/stateDiff/" + to + "/balance/+").asText()).isEqualTo("0x3");
        assertThat(both.get(1).at("/trace/0/action/value").asText()).isEqualTo("0x3");
        assertThat(both.get(1).get("vmTrace").isNull()).isTrue();
        assertThat(call("trace_call", "[{'from':'" + to + "','to':'" + from
                + "','value':'0x3'},['trace']]").at("/error/message").asText())
                .contains("insufficient funds");
        assertThat(call("trace_call", "[{'to':'" + from + "'},['everything']]")
                .at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void tellsWhatItDoesNotHave() throws Exception {
        String unknown = "'0x" + "77".repeat(32) + "'";
        assertThat(result("trace_transaction", "[" + unknown + "]").isNull()).isTrue();
        assertThat(result("trace_get", "[" + unknown + ",[]]").isNull()).isTrue();
        assertThat(result("trace_block", "['0x0']")).isEmpty();
        assertThat(call("trace_block", "['0x999']").at("/error/code").asInt()).isEqualTo(-32001);
        assertThat(call("trace_filter", "[{'fromBlock':'0x5','toBlock':'0x4'}]")
                .at("/error/code").asInt()).isEqualTo(-32602);
    }
}
