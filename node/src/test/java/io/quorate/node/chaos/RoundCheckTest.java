package io.quorate.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.DevNetwork;
import io.quorate.node.DevOptions;
import io.quorate.node.bench.Wallet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica that has lost or altered something is found, whichever way it is asked. */
@Tag("network")
@Timeout(120)
class RoundCheckTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final List<HttpServer> proxies = new ArrayList<>();
    private DevNetwork network;
    private Address register;

    @BeforeEach
    void write() throws IOException {
        network = DevNetwork.start(DevOptions.onFreePorts(), () -> {});
        Wallet wallet = Wallet.numbered(1, 0, DevOptions.CHAIN_ID);
        Rpc rpc = honest();
        register = Address.fromHex(rpc.call("eth_sendRawTransactionSync",
                wallet.sign(Optional.empty(), Swap.CREATION, 200_000).toHexString(), 20_000)
                .get("contractAddress").asText());
        for (int i = 1; i <= 3; i++) {
            rpc.call("eth_sendRawTransactionSync", wallet.sign(Optional.of(register),
                    UInt256.of(WriteLog.value(0, i)).toBytes(), 100_000).toHexString(), 20_000);
        }
    }

    @AfterEach
    void stop() {
        proxies.forEach(proxy -> proxy.stop(0));
        network.close();
    }

    private Rpc honest() {
        return new Rpc(URI.create(network.rpcUrls().getFirst()).getPort(), TIMEOUT);
    }

    /** A replica whose answers go through {@code lie}: from request and answer to what is told. */
    private Rpc lying(BinaryOperator<String> lie) throws IOException {
        HttpServer proxy = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> answer(exchange, lie));
        proxy.start();
        proxies.add(proxy);
        return new Rpc(proxy.getAddress().getPort(), TIMEOUT);
    }

    private void answer(HttpExchange exchange, BinaryOperator<String> lie) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(),
                StandardCharsets.UTF_8);
        try {
            String answer = HttpClient.newHttpClient().send(HttpRequest
                    .newBuilder(URI.create(network.rpcUrls().getFirst()))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(request)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            byte[] told = lie.apply(request, answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, told.length);
            exchange.getResponseBody().write(told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            exchange.close();
        }
    }

    private List<String> faultsOf(Rpc... replicas) throws IOException {
        RoundCheck check = new RoundCheck(List.of(replicas), register);
        check.check(new Random(1));
        assertThat(check.answers()).isGreaterThan(10);
        return check.faults();
    }

    private static BinaryOperator<String> lieOf(String method, String from, String to) {
        return (request, answer) -> request.contains(method) ? answer.replaceAll(from, to)
                : answer;
    }

    @Test
    void findsNothingWhereAllIsRight() throws IOException {
        assertThat(faultsOf(honest(), lying((_, answer) -> answer))).isEmpty();
    }

    @Test
    void findsWhatIsLostOrAltered() throws IOException {
        assertThat(faultsOf(honest(), lying(lieOf("eth_getLogs", "\\[.*\\]", "[]"))))
                .anyMatch(fault -> fault.contains("replica 1 finds 0 events"));
        assertThat(faultsOf(honest(), lying(lieOf("eth_getBlockByNumber",
                "\"stateRoot\":\"0x..", "\"stateRoot\":\"0x00"))))
                .anyMatch(fault -> fault.contains("replica 1 has another block 1"));
        assertThat(faultsOf(honest(), lying(lieOf("eth_getTransactionReceipt",
                "\"status\":\"0x1\"", "\"status\":\"0x0\""))))
                .anyMatch(fault -> fault.contains("replica 1 has another receipt 0x"));
        assertThat(faultsOf(honest(), lying(lieOf("eth_getBlockReceipts",
                "\"status\":\"0x1\"", "\"status\":\"0x0\""))))
                .anyMatch(fault -> fault.contains("replica 1 has another receipts of block"));
        assertThat(faultsOf(honest(), lying(lieOf("eth_getProof", "\"balance\":\"0x0\"",
                "\"balance\":\"0x1\""))))
                .anyMatch(fault -> fault.contains("replica 1 has another proof"));
    }

    /** All replicas say the same, and it is wrong: the root tells. */
    @Test
    void findsAProofThatDoesNotHold() throws IOException {
        BinaryOperator<String> lie = lieOf("eth_getProof", "\"0xf[89]([0-9a-f]{10})", "\"0xc000$1");
        Rpc one = lying(lie);
        Rpc other = lying(lie);
        assertThatThrownBy(() -> faultsOf(one, other)).isInstanceOf(ChaosException.class)
                .hasMessageContaining("does not hold");
    }
}
