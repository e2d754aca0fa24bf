package io.quorate.node.bench.rpc;

import io.quorate.node.bench.BenchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** How requests travel. */
enum Wire {
    HTTP, WEBSOCKET;

    private static final byte[] MASK = {0x5a, 0x17, 0x3c, 0x61};
    private static final int UPGRADE_BYTES_MAX = 8 << 10;

    /** {@code body} as it goes over the connection. */
    byte[] encode(String body, URI url) {
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        return switch (this) {
            case HTTP -> join(("POST / HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + payload.length
                    + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1), payload);
            case WEBSOCKET -> frame(payload);
        };
    }

    /** One masked text frame (RFC 6455, section 5.2). */
    private static byte[] frame(byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(14).put((byte) 0x81);
        if (payload.length < 126) {
            head.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            head.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            head.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        head.put(MASK).flip();
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i & 3];
        }
        byte[] headBytes = new byte[head.remaining()];
        head.get(headBytes);
        return join(headBytes, masked);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    AnswerReader reader() {
        return switch (this) {
            case HTTP -> new HttpAnswerReader();
            case WEBSOCKET -> new WebSocketAnswerReader();
        };
    }

    /** A connection that is ready for requests, in non-blocking mode. */
    SocketChannel connect(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        try {
            SocketChannel channel = SocketChannel.open(
                    new InetSocketAddress(url.getHost(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (this == WEBSOCKET) upgrade(channel, url);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            throw new BenchException(url + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void upgrade(SocketChannel channel, URI url) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: cXVvcmF0ZS1iZW5jaC1ycA==\r\n\r\n";
        ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        while (out.hasRemaining()) channel.write(out);
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder answer = new StringBuilder();
        while (answer.length() < UPGRADE_BYTES_MAX && answer.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (channel.read(one) < 0) break;
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new BenchException(url + " takes no WebSocket");
        }
    }
}
