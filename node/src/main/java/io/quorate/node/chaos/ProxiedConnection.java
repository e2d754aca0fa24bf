package io.quorate.node.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One TCP connection between two replicas, passed on by two threads a direction: one reads, one waits and writes. */
final class ProxiedConnection {
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int CHUNKS_MAX = 256;
    private static final Chunk END = new Chunk(new byte[0], 0);

    private final Socket near;
    private final Socket far;
    private final int from;
    private final int to;
    private final Links links;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread[] threads = new Thread[4];

    private record Chunk(byte[] bytes, long dueNanos) {}

    ProxiedConnection(Socket near, Socket far, int from, int to, Links links) {
        this.near = near;
        this.far = far;
        this.from = from;
        this.to = to;
        this.links = links;
    }

    void start() throws IOException {
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        pass(0, near, far, links.direction(from, to));
        pass(2, far, near, links.direction(to, from));
        for (Thread thread : threads) {
            thread.start();
        }
    }

    private void pass(int first, Socket in, Socket out, Direction direction) {
        BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS_MAX);
        threads[first] = Thread.ofVirtual().unstarted(() -> run(() -> read(in, chunks, direction)));
        threads[first + 1] = Thread.ofVirtual()
                .unstarted(() -> run(() -> write(chunks, out, direction)));
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** An end or failure of either direction ends the connection: TLS has no use for half of one. */
    private void run(Step step) {
        try {
            step.run();
        } catch (IOException | InterruptedException _) {
            close();
        }
    }

    private static void read(Socket socket, BlockingQueue<Chunk> chunks, Direction direction)
            throws IOException, InterruptedException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            chunks.put(new Chunk(Arrays.copyOf(buffer, count), direction.dueNanos()));
        }
        chunks.put(END);
    }

    private void write(BlockingQueue<Chunk> chunks, Socket socket, Direction direction)
            throws IOException, InterruptedException {
        for (Chunk chunk = chunks.take(); chunk != END; chunk = chunks.take()) {
            TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
            direction.awaitOpen();
            socket.getOutputStream().write(chunk.bytes());
        }
        close();
    }

    boolean joins(int one, int other) {
        return from == one && to == other || from == other && to == one;
    }

    /** Both ends see a closed connection, whatever was held is lost. */
    void close() {
        if (!closed.compareAndSet(false, true)) return;
        links.ended(this);
        for (Thread thread : threads) {
            if (thread != null && thread != Thread.currentThread()) thread.interrupt();
        }
        try (near; far) {
            near.setSoLinger(true, 0);
            far.setSoLinger(true, 0);
        } catch (IOException _) {
            return; // closed already by its other end
        }
    }
}
