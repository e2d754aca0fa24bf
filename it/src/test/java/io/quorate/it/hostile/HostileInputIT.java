package io.quorate.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Malformed JSON, oversize bodies, deep nesting and garbage on the replica port, for a while: each gets an
 * error or a closed connection, memory stays flat, and the chain goes on. A window is a minute; ten
 * minutes with {@code -Dquorate.hostile.seconds=600}.
 */
class HostileInputIT {
    private static final Duration TIME = Duration
            .ofSeconds(Integer.getInteger("quorate.hostile.seconds", 60));
    private static final Duration WARM_UP = Duration.ofSeconds(150);
    /** A later window counts if earlier ones still saw something grow to its working size: what leaks is never flat. */
    private static final int WINDOWS_MAX = 3;
    private static final long LIVE_HEAP_SLACK_BYTES = 16 << 20;
    /**
     * The whole heap is resident from the start, so that whatever grows is not just the heap's size; and what the database
     * may use is little, so that it is used up after the warm-up.
     */
    private static final Map<String, String> FIXED_MEMORY = Map.of("QUORATE_JAVA_OPTS",
            "-Xms160m -XX:+AlwaysPreTouch", "QUORATE_STORAGE_WRITE_BUFFER_MIB", "4",
            "QUORATE_STORAGE_CACHE_MIB", "8");
    private static final double GROWTH_MAX = 0.01;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void garbageGetsErrorsAndMemoryStaysFlat(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4, FIXED_MEMORY)) {
            network.start(4);
            RpcClient rpc = network.rpc(0);
            ProductProcess replica = network.replica(0);
            Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            Random random = new Random(7);
            rounds(network, rpc, wallet, random, WARM_UP); // classes, compiled code, buffers
            long live = replica.liveHeapBytes();
            double growth = Double.MAX_VALUE;
            for (int window = 0; window < WINDOWS_MAX && growth > GROWTH_MAX; window++) {
                long before = replica.residentBytes();
                int rounds = rounds(network, rpc, wallet, random, TIME);
                long after = replica.residentBytes();
                growth = (double) after / before - 1;
                System.err.printf(
                        "hostile window=%d rounds=%d residentBefore=%d residentAfter=%d%n",
                        window, rounds, before, after);
            }
            long liveAfter = replica.liveHeapBytes();
            System.err.printf("hostile liveHeapBefore=%d liveHeapAfter=%d%n", live, liveAfter);
            assertThat(growth).as("growth of resident memory").isLessThanOrEqualTo(GROWTH_MAX);
            assertThat(liveAfter).as("live heap").isLessThan(live + LIVE_HEAP_SLACK_BYTES);
            network.assertSameChain();
        }
    }

    private static int rounds(NodeNetwork network, RpcClient rpc, Wallet wallet, Random random,
            Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        int rounds = 0;
        for (; System.nanoTime() < end; rounds++) {
            round(network, rpc, random);
            if (rounds % 20 == 0) {
                JsonNode receipt = rpc.call("eth_sendRawTransactionSync", wallet.signPing(),
                        10_000);
                assertThat(receipt.get("status").asText()).isEqualTo("0x1");
            }
        }
        assertThat(rounds).isPositive();
        return rounds;
    }

    private static void round(NodeNetwork network, RpcClient rpc, Random random)
            throws IOException {
        for (String body : hostileBodies(random)) {
            assertRefused(body, rpc);
        }
        garbageAt(network, random);
    }

    private static List<String> hostileBodies(Random random) {
        byte[] noise = new byte[512];
        random.nextBytes(noise);
        String raw = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendRawTransaction\",\"params\":[\"0x";
        return List.of("{", "[]", "null", "{\"jsonrpc\":\"2.0\"}",
                new String(noise, StandardCharsets.ISO_8859_1),
                "[".repeat(100_000), "{\"a\":".repeat(50_000), raw + "f".repeat(30) + "\"]}",
                raw + "02f8".repeat(40_000) + "\"]}", "[" + "1,".repeat(20_000) + "1]",
                "{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(60_000)
                        + ",\"method\":\"eth_chainId\",\"params\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBalance\",\"params\":[\"0x1\",{}]}");
    }

    private static void assertRefused(String body, RpcClient rpc) {
        try {
            HttpResponse<String> response = rpc.post(body);
            if (response.statusCode() >= 400) return;
            JsonNode answer = JSON.readTree(response.body());
            boolean error = answer.isArray() ? answer.get(0).has("error") : answer.has("error");
            assertThat(error).as("answer to %.60s: %.200s", body, response.body()).isTrue();
        } catch (IOException e) {
            // The connection was closed, which is as good an answer to this as an error.
            assertThat(e).isInstanceOf(IOException.class);
        }
    }

    private static void garbageAt(NodeNetwork network, Random random) throws IOException {
        int rpcPort = URI.create(network.rpc(0).url()).getPort();
        int replicaPort = rpcPort - network.size();
        byte[] noise = new byte[16 * 1024];
        random.nextBytes(noise);
        for (int i = 0; i < 4; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), replicaPort)) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream().write(noise, 0, random.nextInt(1, noise.length));
                socket.getOutputStream().flush();
                socket.shutdownOutput();
                while (socket.getInputStream().read() >= 0) {
                    // An alert may come before the end; only the end counts.
                }
            } catch (java.net.SocketException e) {
                // Reset by the replica: refused.
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void oversizeBodyIsRefused(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.start(folder, 4)) {
            RpcClient rpc = network.rpc(1);
            String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[\""
                    + "x".repeat(64 * 1024 * 1024) + "\"]}";
            assertRefused(body, rpc);
            assertThat(rpc.call("eth_chainId").asText())
                    .isEqualTo("0x" + Long.toHexString(NodeNetwork.CHAIN_ID));
        }
    }
}
