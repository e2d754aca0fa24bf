package io.quorate.node.bench.rpc;

import io.quorate.node.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * One thread with a selector that keeps some connections busy, each with one request at a time: what is encoded before, and
 * no more of an answer than its end is looked for, so that it costs a fraction of what a node does. Owned by one thread.
 */
final class LoadLoop implements AutoCloseable {
    private static final long MICROS_MAX = 120_000_000L;
    private static final long SILENCE_NANOS_MAX = Duration.ofSeconds(120).toNanos();
    private static final long SELECT_MILLIS = 200;

    private final Selector selector;
    private final List<Line> lines = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10);
    private final byte[] bytes = new byte[in.capacity()];

    /** A connection, and what is asked over it. */
    private static final class Line {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final AnswerReader reader;
        private final Supplier<byte[]> requests;
        private ByteBuffer out = ByteBuffer.allocate(0);
        private long sentNanos;
        private boolean waiting;

        Line(SocketChannel channel, SelectionKey key, AnswerReader reader,
                Supplier<byte[]> requests) {
            this.channel = channel;
            this.key = key;
            this.reader = reader;
            this.requests = requests;
        }
    }

    /**
     * Answers within the time.
     *
     * @param failed with an error, or another status than 200
     * @param bodyBytes of all answers together
     */
    record Sample(long answers, long failed, long bodyBytes, double seconds, Histogram micros) {
        double perSecond() {
            return answers / seconds;
        }
    }

    /** A connection for each of {@code requests}, which give encoded requests without end. */
    LoadLoop(Wire wire, URI url, List<Supplier<byte[]>> requests) {
        try {
            selector = Selector.open();
            for (Supplier<byte[]> each : requests) {
                SocketChannel channel = wire.connect(url);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                Line line = new Line(channel, key, wire.reader(), each);
                key.attach(line);
                lines.add(line);
            }
        } catch (IOException e) {
            throw new BenchException("no connections to " + url + ": " + e.getMessage(), e);
        }
    }

    /** Answers that come after {@code time} are waited for, but not counted. */
    Sample run(Duration time) {
        Histogram micros = new Histogram(MICROS_MAX, 3);
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        long failed = 0;
        long bodyBytes = 0;
        long last = begin;
        try {
            for (Line line : lines) {
                send(line);
            }
            int waiting = lines.size();
            while (waiting > 0) {
                selector.select(SELECT_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    Line line = (Line) key.attachment();
                    if (key.isWritable()) flush(line);
                    if (!key.isReadable() || !receive(line)) continue;
                    long now = System.nanoTime();
                    last = now;
                    boolean good = line.reader.takeVerdict();
                    if (now <= end) {
                        micros.recordValue(Math.min(MICROS_MAX, (now - line.sentNanos) / 1_000));
                        if (!good) failed++;
                        bodyBytes += line.reader.bodyBytes();
                        send(line);
                    } else {
                        waiting--;
                        line.waiting = false;
                    }
                }
                selector.selectedKeys().clear();
                if (System.nanoTime() - last > SILENCE_NANOS_MAX) {
                    throw new BenchException("no answer came for "
                            + SILENCE_NANOS_MAX / 1_000_000_000L + " s");
                }
            }
        } catch (IOException e) {
            throw new BenchException("a connection failed: " + e.getMessage(), e);
        }
        return new Sample(micros.getTotalCount(), failed, bodyBytes, time.toNanos() / 1e9, micros);
    }

    private void send(Line line) throws IOException {
        line.out = ByteBuffer.wrap(line.requests.get());
        line.waiting = true;
        line.sentNanos = System.nanoTime();
        flush(line);
    }

    private static void flush(Line line) throws IOException {
        line.channel.write(line.out);
        int wanted = line.out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                : SelectionKey.OP_READ;
        if (line.key.interestOps() != wanted) line.key.interestOps(wanted);
    }

    /** True once an answer is whole. */
    private boolean receive(Line line) throws IOException {
        in.clear();
        int count = line.channel.read(in);
        if (count < 0 || !line.waiting) {
            throw new BenchException(
                    "the node closed a connection, or answered what was not asked");
        }
        in.flip().get(bytes, 0, count);
        return line.reader.feed(bytes, 0, count);
    }

    @Override
    public void close() {
        try {
            for (Line line : lines) {
                line.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new BenchException("a connection cannot be closed: " + e.getMessage(), e);
        }
    }
}
