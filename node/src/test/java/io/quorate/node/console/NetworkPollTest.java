package io.quorate.node.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks that answer as they should, and ones that do not. */
class NetworkPollTest {
    private static final String BLOCK = "{\"number\":\"0x%x\",\"timestamp\":\"0x%x\","
            + "\"gasUsed\":\"0x5208\",\"gasLimit\":\"0x989680\",\"transactions\":[\"0x1\"]}";

    private final HttpClient client = NetworkPoll.client();
    private final NetworkPoll poll = new NetworkPoll(client, InstantSource.system());
    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put("eth_chainId", "\"0x7a69\"");
        answers.put("eth_syncing", "false");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
        String method = request.path("method").asText();
        String block = request.path("params").path(0).asText();
        String result = method.equals("eth_getBlockByNumber") && !answers.containsKey(method)
                ? block(block.equals("latest") ? 100 : Long.decode(block))
                : answers.get(method);
        byte[] body = (result == null ? "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,"
                + "\"message\":\"no such method\"}}"
                : "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String block(long number) {
        return String.format(BLOCK, number, 1_000 + 5 * number);
    }

    private Observation ask() throws InterruptedException {
        return poll.ask(NetworkFile.Entry.of("n",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/key"));
    }

    @Test
    void tellsHeadPaceAndValidators() throws Exception {
        answers.put("ibft_getValidatorsByBlockNumber", "[\"0x" + "ab".repeat(20) + "\",\"<b>\"]");
        answers.put("web3_clientVersion", "\"besu\\n<img>\u202e\"");
        answers.put("net_peerCount", "\"0x3\"");
        Observation.Facts facts = ask().facts().orElseThrow();
        assertThat(facts.chainId()).isEqualTo("0x7a69");
        assertThat(facts.head()).isEqualTo(100);
        assertThat(facts.secondsPerBlock()).contains(5.0);
        assertThat(facts.peers()).contains(3L);
        assertThat(facts.validatorMethod()).contains("ibft_getValidatorsByBlockNumber");
        assertThat(facts.validators()).containsExactly("0x" + "ab".repeat(20));
        assertThat(facts.client()).isEqualTo("besu?<img>?");
    }

    @Test
    void aChainWithoutValidatorsHasNone() throws Exception {
        Observation.Facts facts = ask().facts().orElseThrow();
        assertThat(facts.validatorMethod()).isEmpty();
        assertThat(facts.peers()).isEmpty();
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of("\"0xzz\"", "eth_chainId is no hexadecimal",
                "1337", "eth_chainId is no hexadecimal", "x", "no JSON",
                "\"" + "a".repeat(2 << 20) + "\"", "exceeds", "null", "eth_chainId").entrySet()) {
            answers.put("eth_chainId", wrong.getKey());
            Observation told = ask();
            assertThat(told.facts()).isEmpty();
            assertThat(told.error().orElseThrow()).contains(wrong.getValue());
        }
        answers.put("eth_chainId", "\"0x1\"");
        answers.put("eth_getBlockByNumber",
                BLOCK.formatted(1, 1).replace("0x1\",\"t", "0x" + "f".repeat(20) + "\",\"t"));
        assertThat(ask().error().orElseThrow()).contains("number does not fit");
        answers.put("eth_getBlockByNumber", "null");
        assertThat(ask().error().orElseThrow()).contains("gave no block");
    }

    /** Else a network could send the replica anywhere within its own. */
    @Test
    void followsNoRedirect() throws Exception {
        AtomicInteger followed = new AtomicInteger();
        server.removeContext("/");
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/inside")) followed.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "/inside");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        assertThat(ask().error().orElseThrow()).contains("HTTP 307");
        assertThat(followed).hasValue(0);
    }

    @Test
    void oneThatIsNotThere() throws Exception {
        server.stop(0);
        assertThat(ask().error().orElseThrow()).contains("cannot be reached");
    }
}
