package io.quorate.node.bench.abuse;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a WebSocket client sends (RFC 6455). */
final class Frames {
    static final int TEXT = 0x81;
    private static final byte[] MASK = {0x11, 0x5c, 0x27, 0x6b};

    private Frames() {}

    static String upgrade(URI url) {
        return "GET / HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: cXVvcmF0ZS1iZW5jaC1ycA==\r\n\r\n";
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] frame(int first, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (payload.length < 126) out.put((byte) (0x80 | payload.length));
        else out.put((byte) (0x80 | 126)).putShort((short) payload.length);
        out.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
