package io.quorate.node.bench.abuse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Abuses by single requests: too large, too deep, not text, not HTTP. Each gives how many there were. */
final class Bodies {
    private static final int SILENCE_MILLIS = 2_000;
    private static final int ANSWER_MILLIS_MAX = 60_000;
    private static final long LARGE_BYTES = 100L << 20;
    private static final int TAKEN_BYTES_MAX = 12 << 20;
    private static final int PARSE_ERROR = -32700;

    private final URI url;
    private final Promises promises;

    Bodies(URI url, Promises promises) {
        this.url = url;
        this.promises = promises;
    }

    /** Refused by its length before any of it is sent; in chunks as soon as there is too much. */
    long large() {
        try (RawLine line = new RawLine(url)) {
            line.send(Requests.head(url, "Content-Length: " + LARGE_BYTES));
            refused(413, line.readAnswer(ANSWER_MILLIS_MAX), "a declared body of 100 MB");
        }
        try (RawLine line = new RawLine(url)) {
            line.send(Requests.head(url, "Transfer-Encoding: chunked"));
            byte[] chunk = new byte[1 << 16];
            Arrays.fill(chunk, (byte) ' ');
            long sent = 0;
            while (sent < LARGE_BYTES && line.send("10000\r\n") && line.send(chunk)
                    && line.send("\r\n")) {
                sent += chunk.length;
            }
            promises.require(sent < TAKEN_BYTES_MAX,
                    "a body in chunks was taken up to " + sent + " bytes");
        }
        return 2;
    }

    private void refused(int status, HttpAnswer answer, String what) {
        promises.require(answer.status() == status, what + " got HTTP " + answer.status());
        promises.check(what, answer.body());
    }

    long batches() {
        expect(-32600, "[" + String.join(",", Collections.nCopies(100_000, "1")) + "]");
        expect(-32600, "[" + String.join(",", Collections.nCopies(50_000, "{\"id\":1}")) + "]");
        try (RawLine line = new RawLine(url)) {
            line.send(Requests.post(url, "[" + String.join(",", Collections.nCopies(100_000,
                    Requests.call("eth_blockNumber", ""))) + "]"));
            promises.require(line.readAnswer(ANSWER_MILLIS_MAX).status() != 200,
                    "a batch of 100,000 was answered");
        }
        return 3;
    }

    long deep() {
        List<String> bodies = List.of("[".repeat(1_000_000), "{\"a\":".repeat(500_000),
                Requests.call("eth_call", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
                "[".repeat(100_000) + "]".repeat(100_000),
                Requests.call("eth_call", "9".repeat(1_000_000)),
                Requests.call("eth_call", "1e" + "9".repeat(50)),
                "{\"" + "n".repeat(1_000_000) + "\":1}");
        for (String body : bodies) {
            post(body.getBytes(StandardCharsets.UTF_8));
        }
        expect(PARSE_ERROR, bodies.getFirst());
        expect(PARSE_ERROR, bodies.get(1));
        return bodies.size() + 2L;
    }

    private void expect(int code, String body) {
        HttpAnswer answer = post(body.getBytes(StandardCharsets.UTF_8));
        promises.require(Promises.code(answer.body()) == code, "code "
                + Promises.code(answer.body()) + ", not " + code + ", to "
                + body.substring(0, Math.min(60, body.length())));
    }

    private HttpAnswer post(byte[] body) {
        try (RawLine line = new RawLine(url)) {
            line.send(Requests.post(url, body));
            HttpAnswer answer = line.readAnswer(ANSWER_MILLIS_MAX);
            String told = new String(body, 0, Math.min(60, body.length),
                    StandardCharsets.ISO_8859_1);
            promises.require(answer.status() == 200, "HTTP " + answer.status() + " to " + told);
            if (answer.status() == 200) promises.check(told, answer.body());
            return answer;
        }
    }

    /** Bytes that are no UTF-8, or another encoding. */
    long notText() {
        byte[][] parts = {{(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0,
                (byte) 0x80}, {(byte) 0xf8, 0, 0, 0, 0}, {(byte) 0xe2, (byte) 0x82}, {(byte) 0x80}};
        String call = Requests.call("eth_getBalance", "\"X\",\"latest\"");
        int at = call.indexOf('X');
        byte[] before = call.substring(0, at).getBytes(StandardCharsets.UTF_8);
        byte[] after = call.substring(at + 1).getBytes(StandardCharsets.UTF_8);
        for (byte[] part : parts) {
            byte[] body = new byte[before.length + part.length + after.length];
            System.arraycopy(before, 0, body, 0, before.length);
            System.arraycopy(part, 0, body, before.length, part.length);
            System.arraycopy(after, 0, body, before.length + part.length, after.length);
            promises.require(Promises.code(post(body).body()) == PARSE_ERROR,
                    "bytes that are no text were read: " + Arrays.toString(part));
            overWebSocket(Frames.frame(Frames.TEXT, body));
        }
        post(call.getBytes(StandardCharsets.UTF_16));
        post(call.getBytes(java.nio.charset.Charset.forName("UTF-32")));
        post(new byte[]{0, 0, (byte) 0xfe, (byte) 0xff, 0x7f, 0x7f, 0x7f, 0x7f});
        overWebSocket(Frames.frame(0x83, before)); // a reserved opcode
        overWebSocket(Frames.frame(0xf1, before)); // extensions that were not agreed on
        overWebSocket(Frames.frame(0x80, before)); // goes on with nothing
        return 2L * parts.length + 6;
    }

    /** An error or the end of the connection. */
    private void overWebSocket(byte[] frame) {
        try (RawLine line = new RawLine(url)) {
            line.send(Frames.upgrade(url));
            line.readAnswer(ANSWER_MILLIS_MAX);
            line.send(frame);
            String answer = line.readAll(SILENCE_MILLIS / 4);
            promises.require(!answer.contains("\"result\""),
                    "a WebSocket answered what is no text: " + answer);
            promises.require(!answer.contains("Exception") && !answer.contains("java."),
                    "words of the inside: " + answer);
        }
    }

    /** Never two answers where the second request may be a part of the first. */
    long smuggling() {
        List<Shapes.Shape> shapes = Shapes.all(url);
        for (Shapes.Shape shape : shapes) {
            try (RawLine line = new RawLine(url)) {
                line.send(shape.bytes());
                String answer = line.readAll(SILENCE_MILLIS / 4);
                promises.require(!Shapes.secondWasAnswered(answer),
                        shape.name() + ": the request behind it was answered: " + answer);
                promises.require(shape.mayBeAnswered() == answer.startsWith("HTTP/1.1 200"),
                        shape.name() + " got " + answer);
                promises.require(!answer.contains("Exception") && !answer.contains("java."),
                        shape.name() + ", words of the inside: " + answer);
            }
        }
        return shapes.size();
    }
}
