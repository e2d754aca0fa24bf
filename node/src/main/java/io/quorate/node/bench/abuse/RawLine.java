package io.quorate.node.bench.abuse;

import io.quorate.node.bench.BenchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection over which any bytes are sent. Owned by one thread. */
final class RawLine implements AutoCloseable {
    private static final int CONNECT_MILLIS = 20_000;
    private static final int ANSWER_BYTES_MAX = 48 << 20;

    private final Socket socket;

    RawLine(URI url) {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), CONNECT_MILLIS);
        } catch (IOException e) {
            throw new BenchException(url + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /** False where the other side has closed meanwhile, as it may. */
    boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    boolean send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What comes until the other side closes or is silent for so long. */
    String readAll(int silenceMillis) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[16 << 10];
        try {
            socket.setSoTimeout(silenceMillis);
            InputStream in = socket.getInputStream();
            for (int n = in.read(part); n >= 0
                    && all.size() < ANSWER_BYTES_MAX; n = in.read(part)) {
                all.write(part, 0, n);
            }
        } catch (SocketTimeoutException _) {
            // silent: it has said what it wanted
        } catch (IOException _) {
            // reset: it has closed
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** One whole answer of HTTP with a length; empty text where the other side closes before. */
    HttpAnswer readAnswer(int silenceMillis) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout(silenceMillis);
            InputStream in = socket.getInputStream();
            int matched = 0;
            while (matched < 4) {
                int next = in.read();
                if (next < 0 || head.size() > 16 << 10) return HttpAnswer.NONE;
                head.write(next);
                matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int length = HttpAnswer.length(text);
            byte[] body = in.readNBytes(Math.min(length, ANSWER_BYTES_MAX));
            return new HttpAnswer(Integer.parseInt(text.substring(9, 12)), text,
                    new String(body, StandardCharsets.UTF_8));
        } catch (IOException _) {
            return HttpAnswer.NONE;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new BenchException("a connection cannot be closed: " + e.getMessage(), e);
        }
    }
}
