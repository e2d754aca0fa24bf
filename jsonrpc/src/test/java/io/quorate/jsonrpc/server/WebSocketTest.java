package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.ledger.Log;
import io.quorate.ledger.RecoveredTransaction;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls and subscriptions over a real WebSocket. */
class WebSocketTest {
    private static final Hash TOPIC = Hash.fromHex("0x" + "ab".repeat(32));

    private final Vertx vertx = Vertx.vertx();
    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private final MemoryPool pool = new MemoryPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private JsonRpcServer server;
    private WebSocket socket;

    @BeforeEach
    void connect() {
        server = new JsonRpcServer(vertx, JsonRpcConfig.development(0),
                new JsonRpcPorts(chain, pool, Optional.empty(), path -> Optional.empty()));
        server.start();
        socket = client.newWebSocketBuilder().buildAsync(
                URI.create("ws://127.0.0.1:" + server.port()), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket ws, CharSequence part,
                            boolean last) {
                        text.append(part);
                        if (last) {
                            received.add(text.toString());
                            text.setLength(0);
                        }
                        ws.request(1);
                        return null;
                    }
                }).join();
    }

    @AfterEach
    void disconnect() {
        socket.abort();
        server.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private JsonNode next() {
        try {
            String message = received.poll(10, TimeUnit.SECONDS);
            assertThat(message).as("a message within 10 s").isNotNull();
            return Rpc.parse(message.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void send(String method, String params) {
        socket.sendText("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"" + method + "\",\"params\":"
                + params.replace('\'', '"') + "}", true).join();
    }

    private String subscribe(String params) {
        send("eth_subscribe", params);
        JsonNode response = next();
        assertThat(response.get("id").intValue()).isEqualTo(9);
        return response.get("result").textValue();
    }

    private JsonNode nextEvent(String id) {
        JsonNode message = next();
        assertThat(message.path("method").textValue()).isEqualTo("eth_subscription");
        assertThat(message.get("params").get("subscription").textValue()).isEqualTo(id);
        return message.get("params").get("result");
    }

    private void commitWithLog(long nonce) {
        chain.commit(List.of(TestBlocks.transfer(nonce)), List.of(List.of(
                new Log(TestBlocks.RECIPIENT, List.of(TOPIC), Bytes.of((byte) nonce)))));
    }

    @Test
    void answersCallsAndBadText() {
        send("eth_chainId", "[]");
        assertThat(next().get("result").textValue()).isEqualTo("0x539");
        socket.sendText("nonsense", true).join();
        assertThat(next().get("error").get("code").intValue()).isEqualTo(-32700);
    }

    @Test
    void tellsOfNewHeadsInOrderUntilUnsubscribed() {
        String id = subscribe("['newHeads']");
        for (int i = 1; i <= 3; i++) {
            chain.commit(List.of(), List.of());
        }
        for (int i = 1; i <= 3; i++) {
            JsonNode head = nextEvent(id);
            assertThat(head.get("number").textValue()).isEqualTo("0x" + i);
            assertThat(head.get("hash").textValue())
                    .isEqualTo(chain.block(i).orElseThrow().hash().toString());
            assertThat(head.has("transactions")).isFalse();
        }
        send("eth_unsubscribe", "['" + id + "']");
        assertThat(next().get("result").booleanValue()).isTrue();
        chain.commit(List.of(), List.of());
        send("eth_blockNumber", "[]");
        assertThat(next().get("result").textValue()).isEqualTo("0x4");
        send("eth_unsubscribe", "['" + id + "']");
        assertThat(next().get("result").booleanValue()).isFalse();
    }

    @Test
    void tellsOfMatchingLogs() {
        String id = subscribe(
                "['logs',{'address':'" + TestBlocks.RECIPIENT + "','topics':['" + TOPIC + "']}]");
        chain.commit(List.of(TestBlocks.transfer(0)), List.of(List
                .of(new Log(TestBlocks.RECIPIENT, List.of(Hash.ZERO), Bytes.EMPTY))));
        commitWithLog(1);
        JsonNode log = nextEvent(id);
        assertThat(log.get("blockNumber").textValue()).isEqualTo("0x2");
        assertThat(log.get("data").textValue()).isEqualTo("0x01");
        assertThat(log.get("removed").booleanValue()).isFalse();
        assertThat(log.get("blockTimestamp").textValue()).isEqualTo(
                "0x" + Long.toHexString(chain.header(2).orElseThrow().timestamp()));
    }

    /** A client that comes back names the block after the last it saw, and nothing is lost or told twice. */
    @Test
    void replaysLogsFromABlock() {
        for (int i = 0; i < 5; i++) {
            commitWithLog(i);
        }
        String id = subscribe("['logs',{'fromBlock':'0x2'}]");
        for (int i = 5; i < 8; i++) {
            commitWithLog(i);
        }
        for (int i = 2; i <= 8; i++) {
            assertThat(nextEvent(id).get("blockNumber").textValue()).isEqualTo("0x" + i);
        }
        send("eth_blockNumber", "[]");
        assertThat(next().get("result").textValue()).isEqualTo("0x8");
    }

    /** Blocks come while the past is replayed: the seam neither loses nor repeats one. */
    @Test
    void replaysWhileBlocksCome() throws InterruptedException {
        int before = 1_200;
        int all = 1_500;
        for (int i = 0; i < before; i++) {
            commitWithLog(i);
        }
        Thread committing = Thread.ofVirtual().start(() -> {
            for (int i = before; i < all; i++) {
                commitWithLog(i);
            }
        });
        String id = subscribe("['logs',{'fromBlock':'0x1','topics':['" + TOPIC + "']}]");
        for (int i = 1; i <= all; i++) {
            assertThat(nextEvent(id).get("blockNumber").textValue())
                    .isEqualTo("0x" + Integer.toHexString(i));
        }
        committing.join();
        send("eth_blockNumber", "[]");
        assertThat(next().get("result").textValue()).isEqualTo("0x" + Integer.toHexString(all));
    }

    /** More than is sent at once without asking for room goes by the replay's thread, and in order. */
    @Test
    void tellsOfABlockThatIsFullOfLogs() {
        String id = subscribe("['logs',{}]");
        int count = 2_500;
        List<Log> logs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logs.add(new Log(TestBlocks.RECIPIENT, List.of(TOPIC), Bytes.EMPTY));
        }
        chain.commit(List.of(TestBlocks.transfer(0)), List.of(logs));
        commitWithLog(1);
        for (int i = 0; i < count; i++) {
            assertThat(nextEvent(id).get("logIndex").textValue())
                    .isEqualTo("0x" + Integer.toHexString(i));
        }
        assertThat(nextEvent(id).get("blockNumber").textValue()).isEqualTo("0x2");
    }

    @Test
    void refusesToReplayAWideRangeWithoutAnAddressOrATopic() {
        long max = JsonRpcConfig.Queries.DEFAULT.logBlocksMax();
        for (long i = 0; i < max; i++) {
            chain.commit(List.of(), List.of());
        }
        send("eth_subscribe", "['logs',{'fromBlock':'0x0'}]");
        JsonNode error = next().get("error");
        assertThat(error.get("code").intValue()).isEqualTo(-32005);
        assertThat(error.get("message").textValue()).contains("10001 blocks back");
        assertThat(subscribe("['logs',{'fromBlock':'0x1'}]")).startsWith("0x");
        assertThat(subscribe("['logs',{'fromBlock':'0x0','topics':['" + TOPIC + "']}]"))
                .startsWith("0x");
    }

    @Test
    void tellsOfSyncing() {
        String id = subscribe("['syncing']");
        assertThat(nextEvent(id).booleanValue()).isFalse();
        chain.syncing = Optional.of(new SyncProgress(0, 1, 9));
        chain.commit(List.of(), List.of());
        assertThat(nextEvent(id).booleanValue()).isTrue();
    }

    @Test
    void tellsOfPendingTransactions() {
        String hashes = subscribe("['newPendingTransactions']");
        RecoveredTransaction transaction = TestBlocks.transfer(0);
        pool.submit(transaction.encoded());
        assertThat(nextEvent(hashes).textValue()).isEqualTo(transaction.hash().toString());
        send("eth_unsubscribe", "['" + hashes + "']");
        next();
        String whole = subscribe("['newPendingTransactions',true]");
        pool.submit(TestBlocks.transfer(1).encoded());
        assertThat(nextEvent(whole).get("nonce").textValue()).isEqualTo("0x1");
    }

    @Test
    void limitsSubscriptionsOfAConnection() {
        int max = JsonRpcConfig.Streams.DEFAULT.subscriptionsMax();
        for (int i = 0; i < max; i++) {
            subscribe("['newHeads']");
        }
        send("eth_subscribe", "['newHeads']");
        assertThat(next().get("error").get("code").intValue()).isEqualTo(-32005);
    }

    @Test
    void refusesUnknownSubscriptions() {
        send("eth_subscribe", "['everything']");
        assertThat(next().get("error").get("code").intValue()).isEqualTo(-32602);
    }
}
