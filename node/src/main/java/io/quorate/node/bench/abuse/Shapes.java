package io.quorate.node.bench.abuse;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests whose end two readers may see in different places (RFC 9112, sections 6 and 11.2). Behind each of them stands a
 * second request that must not be answered as one of its own, unless the first was taken as it was meant.
 */
final class Shapes {
    private static final String BODY = Requests.call("eth_chainId", "");
    private static final String SECOND_METHOD = "web3_clientVersion";

    /**
     * @param mayBeAnswered whether the first request may be taken, for it is strange but clear
     */
    record Shape(String name, String bytes, boolean mayBeAnswered) {}

    private Shapes() {}

    static List<Shape> all(URI url) {
        int length = BODY.length();
        String chunked = Integer.toHexString(length) + "\r\n" + BODY + "\r\n0\r\n\r\n";
        String second = Requests.head(url, "Content-Length: "
                + Requests.call(SECOND_METHOD, "").length()) + Requests.call(SECOND_METHOD, "");
        List<Shape> shapes = new ArrayList<>();
        add(shapes, "length and chunks", false, Requests.head(url, "Content-Length: 4",
                "Transfer-Encoding: chunked") + chunked, second);
        add(shapes, "chunks and length", false, Requests.head(url, "Transfer-Encoding: chunked",
                "Content-Length: " + chunked.length()) + chunked, second);
        add(shapes, "two lengths", false, Requests.head(url, "Content-Length: " + length,
                "Content-Length: 0") + BODY, second);
        add(shapes, "a list of lengths", false,
                Requests.head(url, "Content-Length: " + length + ", 0") + BODY, second);
        add(shapes, "a signed length", false,
                Requests.head(url, "Content-Length: +" + length) + BODY, second);
        add(shapes, "a negative length", false, Requests.head(url, "Content-Length: -1") + BODY,
                second);
        add(shapes, "a hexadecimal length", false,
                Requests.head(url, "Content-Length: 0x" + Integer.toHexString(length)) + BODY,
                second);
        add(shapes, "a blank before the colon", false,
                Requests.head(url, "Content-Length : " + length) + BODY, second);
        add(shapes, "a folded line", false, Requests.head(url, "X-Fold: a\r\n b",
                "Content-Length:\r\n " + length) + BODY, second);
        add(shapes, "lines without carriage return", false,
                Requests.head(url, "Content-Length: " + length).replace("\r\n", "\n") + BODY,
                second);
        add(shapes, "a carriage return alone", false,
                Requests.head(url, "X-A: b\rContent-Length: 0",
                        "Content-Length: " + length) + BODY,
                second);
        add(shapes, "a zero byte in a header", false, Requests.head(url, "X-A: b\0c",
                "Content-Length: " + length) + BODY, second);
        add(shapes, "unknown coding", false, Requests.head(url, "Transfer-Encoding: gzip") + BODY,
                second);
        add(shapes, "chunked twice", false,
                Requests.head(url, "Transfer-Encoding: chunked, chunked")
                        + chunked,
                second);
        add(shapes, "chunked is not last", false,
                Requests.head(url, "Transfer-Encoding: chunked, identity") + chunked, second);
        add(shapes, "a misspelt coding", false, Requests.head(url, "Transfer-Encoding: xchunked",
                "Content-Length: " + length) + BODY, second);
        add(shapes, "a chunk's size that is no number", false,
                Requests.head(url, "Transfer-Encoding: chunked") + "zz\r\n" + BODY
                        + "\r\n0\r\n\r\n",
                second);
        add(shapes, "a chunk longer than its size", false,
                Requests.head(url, "Transfer-Encoding: chunked") + "5\r\n" + BODY
                        + "\r\n0\r\n\r\n",
                second);
        add(shapes, "a huge chunk size", false, Requests.head(url, "Transfer-Encoding: chunked")
                + "ffffffffffffffff0\r\n" + BODY, second);
        add(shapes, "chunk extensions", true, Requests.head(url, "Transfer-Encoding: chunked")
                + Integer.toHexString(length) + ";a=b;c=\"d\"\r\n" + BODY + "\r\n0;x\r\n\r\n", "");
        add(shapes, "an endless chunk extension", false,
                Requests.head(url, "Transfer-Encoding: chunked") + Integer.toHexString(length) + ";"
                        + "a".repeat(100_000) + "\r\n" + BODY + "\r\n0\r\n\r\n",
                second);
        add(shapes, "a trailer", true, Requests.head(url, "Transfer-Encoding: chunked")
                + Integer.toHexString(length) + "\r\n" + BODY + "\r\n0\r\nX-Late: y\r\n\r\n", "");
        add(shapes, "no version", false, "POST /\r\nHost: " + url.getAuthority()
                + "\r\nContent-Length: " + length + "\r\n\r\n" + BODY, second);
        add(shapes, "an unknown version", false, Requests.head(url, "Content-Length: " + length)
                .replace("HTTP/1.1", "HTTP/9.9") + BODY, second);
        add(shapes, "a long target", false, Requests.head(url, "Content-Length: " + length)
                .replace("POST /", "POST /" + "a".repeat(100_000)) + BODY, second);
        add(shapes, "a long header", false, Requests.head(url, "X-Long: " + "a".repeat(1_000_000),
                "Content-Length: " + length) + BODY, second);
        add(shapes, "very many headers", false, Requests.head(url,
                "X-A: b\r\n".repeat(50_000) + "Content-Length: " + length) + BODY, second);
        add(shapes, "two hosts", false, Requests.head(url, "Host: evil.example",
                "Content-Length: " + length) + BODY, second);
        return shapes;
    }

    private static void add(List<Shape> shapes, String name, boolean mayBeAnswered, String first,
            String second) {
        shapes.add(new Shape(name, first + second, mayBeAnswered));
    }

    /** Whether the request behind the strange one was answered. */
    static boolean secondWasAnswered(String answer) {
        return answer.contains("Quorate/") || answer.split("HTTP/1.1 200", -1).length > 2;
    }
}
