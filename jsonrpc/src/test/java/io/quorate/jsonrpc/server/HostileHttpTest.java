package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.ShortRun;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no client sends, over a plain socket. */
class HostileHttpTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String BODY = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}";

    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private JsonRpcServer server;

    @BeforeEach
    void start() {
        server = new JsonRpcServer(VERTX, JsonRpcConfig.development(0), new JsonRpcPorts(chain,
                new MemoryPool(), Optional.empty(), path -> Optional.empty()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void stopVertx() {
        VERTX.close();
    }

    /** Everything that comes until the server closes, or is silent for a while. */
    private String send(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(bytes);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            try {
                for (int next = in.read(); next >= 0; next = in.read()) {
                    all.write(next);
                }
            } catch (SocketTimeoutException e) {
                assertThat(e).isNotNull(); // it keeps the connection
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    private static String post(String headers, String body) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n" + headers
                + "\r\n\r\n" + body;
    }

    private String send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    private String sendBody(byte[] body) throws IOException {
        byte[] head = post("Connection: close\r\nContent-Length: " + body.length, "")
                .getBytes(StandardCharsets.UTF_8);
        return send(Bytes.concatenate(Bytes.wrap(head), Bytes.wrap(body)).toArray());
    }

    /** A reader that sees an end elsewhere would take the second request for a part of the first, or the other way round. */
    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: xchunked\r\nContent-Length: 47",
            "Host: other\r\nContent-Length: 47"})
    void refusesWhatHasTwoMeanings(String headers) throws IOException {
        String answer = send(post(headers, BODY) + post("Content-Length: 47", BODY));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("-32600")
                .doesNotContain("\"result\"");
    }

    @Test
    void answersRequestsInARowOnOneConnection() throws IOException {
        assertThat(send(post("Content-Length: 47", BODY).repeat(3)).split("\"result\"", -1))
                .hasSize(4);
    }

    /** Its chunks are not read to their end. */
    @Test
    void closesAConnectionThatSendsTooMuchInChunks() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(post("Transfer-Encoding: chunked", "").getBytes(StandardCharsets.UTF_8));
            byte[] chunk = ("10000\r\n" + " ".repeat(1 << 16) + "\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            int sent = 0;
            try {
                while (sent < 1_600) { // 100 MiB
                    socket.getOutputStream().write(chunk);
                    sent++;
                }
            } catch (IOException e) {
                assertThat(e).isNotNull(); // closed
            }
            assertThat(sent).isLessThan(400);
        }
    }

    @Test
    void readsNoBytesThatAreNoText() throws IOException {
        for (byte[] part : new byte[][]{{(byte) 0xff}, {(byte) 0xc0, (byte) 0x80},
                {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            byte[] id = "{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\",\"id\":\""
                    .getBytes(StandardCharsets.UTF_8);
            byte[] body = Bytes.concatenate(Bytes.wrap(id), Bytes.wrap(part),
                    Bytes.wrap("\"}".getBytes(StandardCharsets.UTF_8))).toArray();

            assertThat(sendBody(body)).contains("-32700");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1e99999999999999999999}", "[[[[", "{\"a\":1,\"a\":2}",
            "{\"a\" 1}",
            "tru", "\"\\x\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})
    void saysNothingOfItsInside(String body) throws IOException {
        assertThat(sendBody(body.getBytes(StandardCharsets.UTF_8))).contains("-32700")
                .doesNotContain("java", "Exception", "jackson", "Stream", "JsonToken",
                        "JSON token");
    }

    /** A long call goes on elsewhere, and short ones do not wait for it. */
    @Test
    void answersShortCallsWhileLongOnesRun() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        chain.machine = (request, number, overrides, gas) -> {
            begun.incrementAndGet();
            if (request.gas().orElse(0L) == 1) { // a long one, which asks now and then
                try {
                    while (!release.await(5, TimeUnit.MILLISECONDS)) {
                        ShortRun.check();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return new CallResult.Returned(21_000, Bytes.EMPTY);
        };
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[{\"gas\":\"0x%d\"}]}";
        Thread[] longOnes = new Thread[8];
        String[] answers = new String[longOnes.length];
        for (int i = 0; i < longOnes.length; i++) {
            int index = i;
            longOnes[i] = Thread.ofVirtual().start(() -> {
                try {
                    answers[index] = sendBody(call.formatted(1).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    answers[index] = e.toString();
                }
            });
        }

        assertThat(sendBody(call.formatted(2).getBytes(StandardCharsets.UTF_8)))
                .contains("\"result\":\"0x\"");

        release.countDown();
        for (Thread each : longOnes) {
            each.join();
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer).contains("\"result\":\"0x\""));
        assertThat(begun.get()).isGreaterThan(longOnes.length);
    }
}
