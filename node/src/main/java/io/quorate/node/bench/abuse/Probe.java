package io.quorate.node.bench.abuse;

import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Another client, which asks for little, and how long it waits. */
final class Probe implements AutoCloseable {
    private static final long PAUSE_NANOS = 5_000_000L;
    private static final int ANSWER_MILLIS_MAX = 60_000;
    private static final long MICROS_MAX = 120_000_000L;

    private final URI url;
    private final List<String> bodies;
    private final Promises promises;
    private final Thread thread;
    private Histogram micros = new Histogram(MICROS_MAX, 3);
    private volatile boolean ended;

    Probe(URI url, List<String> bodies, Promises promises) {
        this.url = url;
        this.bodies = List.copyOf(bodies);
        this.promises = promises;
        this.thread = Thread.ofPlatform().name("probe").daemon().unstarted(this::ask);
    }

    void start() {
        thread.start();
    }

    private void ask() {
        int next = 0;
        while (!ended) {
            try (RawLine line = new RawLine(url)) {
                boolean open = true;
                while (!ended && open) {
                    String body = bodies.get(next++ % bodies.size());
                    long begin = System.nanoTime();
                    line.send(Requests.post(url, body));
                    HttpAnswer answer = line.readAnswer(ANSWER_MILLIS_MAX);
                    record((System.nanoTime() - begin) / 1_000);
                    promises.require(answer.status() == 200 && answer.body().contains("\"result\""),
                            "another client got HTTP " + answer.status() + " " + answer.body());
                    open = answer.status() == 200;
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private synchronized void record(long took) {
        micros.recordValue(Math.min(MICROS_MAX, took));
    }

    /** The 99th percentile since the last call, in microseconds. */
    synchronized long takeP99() {
        long p99 = micros.getValueAtPercentile(99);
        micros = new Histogram(MICROS_MAX, 3);
        return p99;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(ANSWER_MILLIS_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
