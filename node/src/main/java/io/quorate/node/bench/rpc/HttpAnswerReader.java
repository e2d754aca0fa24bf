package io.quorate.node.bench.rpc;

import io.quorate.node.bench.BenchException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Answers of HTTP/1.1 with a length or in chunks (RFC 9112). */
final class HttpAnswerReader implements AnswerReader {
    private static final int HEAD_BYTES_MAX = 16 << 10;
    private static final int STATUS_AT = 9; // after "HTTP/1.1 "
    private static final int OK = 200;

    private final byte[] head = new byte[HEAD_BYTES_MAX];
    private final BodyCheck body = new BodyCheck();
    private int headLength;
    private Part part = Part.HEAD;
    private int status;
    private long left;
    private boolean chunked;
    private long bodyBytes;

    private enum Part {
        HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER
    }

    @Override
    public boolean feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            switch (part) {
                case HEAD -> {
                    at = feedHead(bytes, at, to);
                    if (part == Part.BODY && left == 0) return end(at, to);
                }
                case BODY -> {
                    int taken = takeBody(bytes, at, to);
                    at += taken;
                    if (left == 0) return end(at, to);
                }
                case CHUNK -> {
                    at += takeBody(bytes, at, to);
                    if (left == 0) part = Part.CHUNK_END;
                }
                default -> {
                    if (feedLine(bytes[at++])) return end(at, to);
                }
            }
        }
        return false;
    }

    private static boolean end(int at, int to) {
        if (at != to) throw new BenchException("more bytes came than one answer has");
        return true;
    }

    private int takeBody(byte[] bytes, int from, int to) {
        int taken = (int) Math.min(left, to - from);
        body.take(bytes, from, from + taken);
        left -= taken;
        return taken;
    }

    private int feedHead(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (headLength == HEAD_BYTES_MAX)
                throw new BenchException("an answer's head is endless");
            head[headLength++] = bytes[i];
            if (bytes[i] == '\n' && headLength >= 4 && head[headLength - 2] == '\r'
                    && head[headLength - 3] == '\n' && head[headLength - 4] == '\r') {
                readHead();
                return i + 1;
            }
        }
        return to;
    }

    private void readHead() {
        status = digit(STATUS_AT) * 100 + digit(STATUS_AT + 1) * 10 + digit(STATUS_AT + 2);
        String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        int length = text.indexOf("\r\ncontent-length:");
        chunked = length < 0 && text.contains("\r\ntransfer-encoding: chunked\r\n");
        left = 0;
        if (length >= 0) {
            int begin = length + "\r\ncontent-length:".length();
            left = Long.parseLong(text.substring(begin, text.indexOf('\r', begin)).trim());
        }
        part = chunked ? Part.CHUNK_SIZE : Part.BODY;
        headLength = 0;
    }

    private int digit(int index) {
        return head[index] - '0';
    }

    /** Sizes of chunks, the lines after them and the trailer; true at the end of all. */
    private boolean feedLine(byte next) {
        if (next == '\r') return false;
        if (next != '\n') {
            if (part == Part.CHUNK_SIZE) left = left << 4 | Character.digit(next, 16);
            headLength++;
            return false;
        }
        boolean empty = headLength == 0;
        headLength = 0;
        switch (part) {
            case CHUNK_SIZE -> part = left == 0 ? Part.TRAILER : Part.CHUNK;
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            default -> {
                return empty;
            }
        }
        return false;
    }

    @Override
    public boolean takeVerdict() {
        boolean good = status == OK && !body.hasError();
        bodyBytes = body.length();
        body.reset();
        part = Part.HEAD;
        headLength = 0;
        return good;
    }

    @Override
    public long bodyBytes() {
        return bodyBytes;
    }
}
