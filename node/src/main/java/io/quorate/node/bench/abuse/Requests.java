package io.quorate.node.bench.abuse;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests as text. */
final class Requests {
    /** Loops for ever: JUMPDEST PUSH1 0 JUMP. */
    static final String LOOP = "0x5b600056";

    private Requests() {}

    static byte[] post(URI url, String body) {
        return post(url, body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] post(URI url, byte[] body) {
        byte[] head = head(url, "Content-Length: " + body.length).getBytes(
                StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /** A head of a POST with further lines. */
    static String head(URI url, String... lines) {
        return "POST / HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nContent-Type: application/json\r\n"
                + (lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n") + "\r\n";
    }

    static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + params
                + "]}";
    }

    /** A call of {@code code} at an address that has none. */
    static String run(String code) {
        return call("eth_call",
                "{\"to\":\"0x00000000000000000000000000000000000c0de0\"},\"latest\","
                        + "{\"0x00000000000000000000000000000000000c0de0\":{\"code\":\"" + code
                        + "\"}}");
    }
}
