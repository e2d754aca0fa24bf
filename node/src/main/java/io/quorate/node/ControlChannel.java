package io.quorate.node;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Lines over a socket; none is longer than its reader allows. For one thread. */
final class ControlChannel implements AutoCloseable {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    ControlChannel(SocketChannel channel) {
        this.channel = channel;
    }

    void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Fails with {@link EOFException} where the other side ends, {@link IOException} for too long a line. */
    String read(int bytesMax) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') return line.toString(StandardCharsets.UTF_8);
                if (line.size() == bytesMax) {
                    throw new IOException("a line of more than " + bytesMax + " bytes");
                }
                line.write(next);
            }
            buffer.clear();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) throw new EOFException("the other side ended");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
