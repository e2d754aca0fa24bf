package io.quorate.node.bench.rpc;

import io.quorate.node.bench.BenchException;

/** Messages of a WebSocket (RFC 6455), of one frame or more; a server's pings are passed over. */
final class WebSocketAnswerReader implements AnswerReader {
    private static final int FINAL = 0x80;
    private static final int CONTROL = 0x8;
    private static final int CLOSE = 0x8;

    private final byte[] head = new byte[10];
    private final BodyCheck body = new BodyCheck();
    private int headLength;
    private long left;
    private boolean inPayload;
    private long bodyBytes;

    @Override
    public boolean feed(byte[] bytes, int from, int to) {
        int at = from;
        boolean whole = false;
        while (at < to || inPayload && left == 0) {
            if (!inPayload) {
                head[headLength++] = bytes[at++];
                inPayload = headLength == headSize();
                if (inPayload) beginFrame();
                continue;
            }
            int taken = (int) Math.min(left, to - at);
            if ((head[0] & CONTROL) == 0) body.take(bytes, at, at + taken);
            at += taken;
            left -= taken;
            if (left == 0) {
                whole |= (head[0] & FINAL) != 0 && (head[0] & CONTROL) == 0;
                inPayload = false;
                headLength = 0;
            }
        }
        return whole;
    }

    private int headSize() {
        if (headLength < 2) return 2;
        return switch (head[1] & 0x7f) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private void beginFrame() {
        if ((head[0] & 0xf) == CLOSE) throw new BenchException("the node closed a WebSocket");
        left = headLength == 2 ? head[1] & 0x7f : 0;
        for (int i = 2; i < headLength; i++) {
            left = left << 8 | head[i] & 0xff;
        }
    }

    @Override
    public boolean takeVerdict() {
        boolean good = !body.hasError();
        bodyBytes = body.length();
        body.reset();
        return good;
    }

    @Override
    public long bodyBytes() {
        return bodyBytes;
    }
}
