package io.quorate.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.client.ReplicaEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that answer as replicas do, as older ones do, or as nobody should. */
class LiveCollectorTest {
    private static final String HEALTHY = """
            {"status":"ok","replica":2,"block":7,"epoch":0,"leader":1,"version":"0.1.0",
             "protocol":7,"clockMillis":%d,"members":[0,1,2,3],"quorum":3,"fastQuorum":4,
             "connected":[0,1,3],"findings":[{"code":"SLOW_DISK","replica":2}]}""";
    private static final String CLOSED = """
            {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"closed"}}""";

    private final Map<String, String> methods = new HashMap<>();
    private volatile String health = HEALTHY.formatted(System.currentTimeMillis());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(),
                    StandardCharsets.UTF_8);
            String answer = exchange.getRequestURI().getPath().equals("/health") ? health
                    : methods.entrySet().stream().filter(each -> body.contains(each.getKey()))
                            .map(Map.Entry::getValue).findFirst().orElse(CLOSED);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private LiveCollector.Answer ask() throws InterruptedException {
        try (ReplicaClient client = new ReplicaClient(ReplicaEndpoint.of(url()),
                Duration.ofSeconds(20))) {
            return new LiveCollector(0).ask(List.of(client)).getFirst();
        }
    }

    @Test
    void readsWhatIsOpenToAll() throws InterruptedException {
        LiveCollector.Answer answer = ask();
        assertThat(answer.isExplained()).isFalse();
        LiveFacts live = answer.live().orElseThrow();
        assertThat(live.number()).isEqualTo(2);
        assertThat(live.connected()).isEqualTo(Set.of(0, 1, 3));
        assertThat(live.leader()).isEqualTo(OptionalInt.of(1));
        assertThat(live.genesisHash()).isEmpty();
        assertThat(live.findings()).containsExactly(
                new LiveFacts.Told("SLOW_DISK", OptionalInt.of(2), "", ""));
    }

    @Test
    void readsSentencesWhereTheyAreOpen() throws InterruptedException {
        methods.put("bft_explain", """
                {"result":{"waitingTransactions":4,"leader":{"number":3},"findings":[
                {"code":"NONCE_GAP","replica":2,"text":"a \\u001b[31m b","mend":"send it"}]}}""");
        methods.put("bft_getValidators", """
                {"result":{"validators":[{"number":2,"name":"bank-2"}]}}""");
        methods.put("eth_getBlockByNumber", """
                {"result":{"hash":"0xab"}}""");
        LiveCollector.Answer answer = ask();
        assertThat(answer.isExplained()).isTrue();
        LiveFacts live = answer.live().orElseThrow();
        assertThat(live.leader()).isEqualTo(OptionalInt.of(3));
        assertThat(live.waiting()).isEqualTo(OptionalInt.of(4));
        assertThat(live.names()).isEqualTo(Map.of(2, "bank-2"));
        assertThat(live.genesisHash()).isEqualTo(Optional.of("0xab"));
        assertThat(live.findings().getFirst().text()).isEqualTo("a ?[31m b");
    }

    @Test
    void measuresTheClock() throws InterruptedException {
        health = HEALTHY.formatted(System.currentTimeMillis() - 60_000);
        assertThat(ask().live().orElseThrow().clockOffsetMillis()).isLessThan(-30_000);
    }

    /** Somebody else's server, and one that wants to be a burden. */
    @Test
    void believesNobody() throws InterruptedException {
        for (String wrong : List.of("", "[]", "null", "{}", "<html>", "[".repeat(5_000),
                "{\"replica\":\"2\",\"members\":[]}", "{\"replica\":2}")) {
            health = wrong;
            LiveCollector.Answer answer = ask();
            assertThat(answer.live()).as(wrong).isEmpty();
            assertThat(answer.silence()).as(wrong).isPresent();
        }
        health = "{\"replica\":2,\"status\":\"" + "x".repeat(10_000) + "\",\"members\":["
                + "7,".repeat(50_000) + "1],\"connected\":{\"a\":1},\"findings\":["
                + "{\"code\":5},".repeat(5_000) + "7]}";
        LiveFacts live = ask().live().orElseThrow();
        assertThat(live.status()).hasSizeLessThan(1_000);
        assertThat(live.members()).containsExactlyInAnyOrder(1, 7);
        assertThat(live.findings()).hasSizeLessThan(2_000);
        ReplicaFacts facts = new ReplicaFacts(OptionalInt.of(2), "x", Optional.of(url()),
                Optional.of(live), Optional.empty(), Optional.empty(), Optional.empty());
        Report report = Cases.judged(facts); // a committee of two is none
        assertThat(report.margin()).isEmpty();
        assertThat(ReportText.of(report)).isNotBlank();
    }

    @Test
    void saysWhyNobodyAnswers() throws InterruptedException {
        try (ReplicaClient nobody = new ReplicaClient(ReplicaEndpoint.of("http://127.0.0.1:1"),
                Duration.ofSeconds(5))) {
            LiveCollector.Answer answer = new LiveCollector(0).ask(List.of(nobody)).getFirst();
            assertThat(answer.live()).isEmpty();
            assertThat(answer.silence()).hasValueSatisfying(
                    why -> assertThat(why).contains("No replica answers at http://127.0.0.1:1"));
        }
    }
}
