package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.server.JsonRpcServer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Otterscan is told of the chain of execution-apis agrees with what other methods tell. */
class OtterscanTest {
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
        return JSON.readTree(http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()).body());
    }

    private JsonNode result(String method, String params) throws Exception {
        JsonNode answer = call(method, params);
        assertThat(answer.has("result")).as("%s%s: %s", method, params, answer).isTrue();
        return answer.get("result");
    }

    private static String hex(long number) {
        return "'0x" + Long.toHexString(number) + "'";
    }

    private static long number(JsonNode quantity) {
        return Long.decode(quantity.asText());
    }

    @Test
    void blocksComeInPagesFromTheirEnd() throws Exception {
        assertThat(result("ots_getApiLevel", "[]").asInt()).isEqualTo(8);
        int paged = 0;
        for (long at = 0; at <= HEAD; at++) {
            JsonNode block = result("eth_getBlockByNumber", "[" + hex(at) + ",true]");
            JsonNode receipts = result("eth_getBlockReceipts", "[" + hex(at) + "]");
            JsonNode details = result("ots_getBlockDetails", "[" + at + "]");
            assertThat(details.at("/block/hash")).isEqualTo(block.get("hash"));
            assertThat(details.at("/block/transactionCount").asInt()).isEqualTo(receipts.size());
            assertThat(details.get("block").has("transactions")).isFalse();
            long fees = 0;
            for (JsonNode receipt : receipts) {
                fees += number(receipt.get("gasUsed")) * number(receipt.get("effectiveGasPrice"));
            }
            assertThat(number(details.get("totalFees"))).isEqualTo(fees);
            assertThat(result("ots_getBlockDetailsByHash", "['" + block.get("hash").asText()
                    + "']")).isEqualTo(details);
            List<JsonNode> transactions = new ArrayList<>();
            for (int page = (receipts.size() + 1) / 2 - 1; page >= 0; page--) {
                JsonNode part = result("ots_getBlockTransactions",
                        "[" + at + "," + page + ",2]");
                part.at("/fullblock/transactions").forEach(transactions::add);
                assertThat(part.get("receipts")).hasSize(
                        part.at("/fullblock/transactions").size());
                assertThat(part.get("receipts").get(0).get("logs").isNull()).isTrue();
                paged++;
            }
            assertThat(transactions)
                    .containsExactlyElementsOf(block.get("transactions"));
            assertThat(result("ots_getBlockTransactions", "[" + at + ",1000,2]")
                    .at("/fullblock/transactions")).isEmpty();
        }
        assertThat(paged).isGreaterThan(54);
        assertThat(call("ots_getBlockTransactions", "[1,0,0]").at("/error/code").asInt())
                .isEqualTo(-32602);
        assertThat(result("erigon_getHeaderByNumber", "[" + hex(3) + "]").get("hash"))
                .isEqualTo(result("eth_getBlockByNumber", "[" + hex(3) + ",false]").get("hash"));
    }

    /** By other methods: depths and kinds of the call tracer, what it reverted with, and who created what. */
    @Test
    void transactionsAreTraced() throws Exception {
        int created = 0;
        for (long at = 1; at <= HEAD; at++) {
            for (JsonNode receipt : result("eth_getBlockReceipts", "[" + hex(at) + "]")) {
                String hash = "['" + receipt.get("transactionHash").asText() + "']";
                List<String> expected = new ArrayList<>();
                JsonNode top = result("debug_traceTransaction",
                        hash.replace("]", ",{'tracer':'callTracer'}]"));
                flatten(top, 0, expected);
                List<String> rows = new ArrayList<>();
                result("ots_traceTransaction", hash).forEach(row -> rows.add(row.get("depth")
                        + row.get("type").asText() + row.get("from").asText()));
                assertThat(rows).as(hash).isEqualTo(expected);
                String reverted = result("ots_getTransactionError", hash).asText();
                assertThat(reverted).isEqualTo(top.has("error") && top.has("output")
                        ? top.get("output").asText()
                        : "0x");
                assertThat(result("ots_getInternalOperations", hash).isArray()).isTrue();
                if (!receipt.get("contractAddress").isNull()
                        && (!receipt.has("status") || number(receipt.get("status")) == 1)
                        && result("ots_hasCode", "['" + receipt.get("contractAddress").asText()
                                + "','latest']").asBoolean()) {
                    JsonNode creator = result("ots_getContractCreator",
                            "['" + receipt.get("contractAddress").asText() + "']");
                    assertThat(creator.get("hash")).isEqualTo(receipt.get("transactionHash"));
                    assertThat(creator.get("creator")).isEqualTo(receipt.get("from"));
                    created++;
                }
            }
        }
        assertThat(created).isPositive();
        assertThat(result("ots_traceTransaction",
                "['0x" + "ab".repeat(32) + "']").isNull()).isTrue();
    }

    private static void flatten(JsonNode frame, int depth, List<String> rows) {
        rows.add(depth + frame.get("type").asText() + frame.get("from").asText());
        if (frame.has("calls")) {
            frame.get("calls").forEach(inner -> flatten(inner, depth + 1, rows));
        }
    }

    /** Pages of any size, in both directions, tell each transaction once; senders are always among them. */
    @Test
    void accountsAreFoundInTransactions() throws Exception {
        Set<String> senders = new TreeSet<>();
        for (long at = 1; at <= HEAD; at++) {
            for (JsonNode transaction : result("eth_getBlockByNumber", "[" + hex(at) + ",true]")
                    .get("transactions")) {
                senders.add(transaction.get("from").asText());
                assertThat(result("ots_getTransactionBySenderAndNonce",
                        "['" + transaction.get("from").asText() + "',"
                                + number(transaction.get("nonce")) + "]"))
                        .isEqualTo(transaction.get("hash"));
            }
        }
        for (String sender : senders) {
            List<String> backwards = walk("Before", sender, 3);
            assertThat(backwards).doesNotHaveDuplicates()
                    .isEqualTo(walk("Before", sender, 1_000));
            List<String> forwards = walk("After", sender, 3);
            assertThat(new LinkedHashSet<>(forwards)).isEqualTo(new LinkedHashSet<>(backwards));
            for (long nonce = 0; nonce < number(
                    result("eth_getTransactionCount", "['" + sender + "','latest']")); nonce++) {
                assertThat(backwards).contains(result("ots_getTransactionBySenderAndNonce",
                        "['" + sender + "'," + nonce + "]").asText());
            }
        }
        assertThat(result("ots_getTransactionBySenderAndNonce",
                "['" + senders.iterator().next() + "',1000000]").isNull()).isTrue();
    }

    private List<String> walk(String direction, String address, int size) throws Exception {
        List<String> hashes = new ArrayList<>();
        long from = 0;
        for (int pages = 0; pages < 1_000; pages++) {
            JsonNode page = result("ots_searchTransactions" + direction,
                    "['" + address + "'," + from + "," + size + "]");
            assertThat(page.get("receipts")).hasSameSizeAs(page.get("txs"));
            List<String> found = new ArrayList<>();
            page.get("txs").forEach(transaction -> found.add(transaction.get("hash").asText()));
            boolean isBackwards = direction.equals("Before");
            if (!isBackwards) {
                Collections.reverse(found);
            }
            hashes.addAll(found);
            assertThat(page.get(isBackwards ? "firstPage" : "lastPage").asBoolean())
                    .isEqualTo(pages == 0);
            if (page.get(isBackwards ? "lastPage" : "firstPage").asBoolean()) {
                return hashes;
            }
            JsonNode edge = page.get("txs").get(isBackwards ? page.get("txs").size() - 1 : 0);
            from = number(edge.get("blockNumber"));
        }
        throw new AssertionError("the pages have no end");
    }

    /** Slots of a contract, page by page, are those that eth_getStorageAt tells one by one. */
    @Test
    void slotsAreListedInTheOrderOfTheirHashes() throws Exception {
        int listed = 0;
        for (long at = 1; at <= HEAD; at++) {
            JsonNode receipts = result("eth_getBlockReceipts", "[" + hex(at) + "]");
            for (JsonNode receipt : receipts) {
                if (!receipt.get("contractAddress").isNull()) {
                    listed += checkSlots(receipt.get("contractAddress").asText(), HEAD);
                    listed += checkSlots(receipt.get("contractAddress").asText(), at);
                }
            }
        }
        assertThat(listed).isGreaterThan(5);
    }

    private int checkSlots(String contract, long at) throws Exception {
        String block = result("eth_getBlockByNumber", "[" + hex(at) + ",false]").get("hash")
                .asText();
        int end = result("eth_getBlockReceipts", "[" + hex(at) + "]").size();
        String next = "0x";
        int count = 0;
        while (!next.equals("null")) {
            JsonNode page = result("debug_storageRangeAt", "['" + block + "'," + end + ",'"
                    + contract + "','" + next + "',2]");
            for (var each : page.get("storage").properties()) {
                assertThat(each.getKey()).isGreaterThanOrEqualTo(next);
                assertThat(each.getValue().get("value")).isEqualTo(result("eth_getStorageAt",
                        "['" + contract + "','" + each.getValue().get("key").asText() + "',"
                                + hex(at) + "]"));
                count++;
            }
            next = page.get("nextKey").asText();
        }
        JsonNode before = result("debug_storageRangeAt", "['" + block + "',0,'" + contract
                + "','0x',1000]");
        for (var each : before.get("storage").properties()) {
            assertThat(each.getValue().get("value")).isEqualTo(result("eth_getStorageAt",
                    "['" + contract + "','" + each.getValue().get("key").asText() + "',"
                            + hex(at - 1) + "]"));
        }
        return count;
    }
}
