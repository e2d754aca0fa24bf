package io.quorate.node.bench.abuse;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Abuses by many connections at once. Each gives how many there were. */
final class Crowds {
    private static final int ANSWER_MILLIS_MAX = 90_000;
    private static final int SLOW_CONNECTIONS = 300;
    private static final long DRIBBLE_NANOS = 100_000_000L;
    private static final int UNREAD_CONNECTIONS = 50;
    private static final int UNREAD_REQUESTS = 500;

    private final URI url;
    private final Promises promises;
    private final long nanos;

    Crowds(URI url, Promises promises, long nanos) {
        this.url = url;
        this.promises = promises;
        this.nanos = nanos;
    }

    private long end() {
        return System.nanoTime() + nanos;
    }

    /** All are open together, and the first and the last can be used then. */
    long idleSockets(int count) {
        List<RawLine> lines = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                RawLine line = new RawLine(url);
                lines.add(line);
                line.send(Frames.upgrade(url));
                HttpAnswer answer = line.readAnswer(ANSWER_MILLIS_MAX);
                promises.require(answer.status() == 101,
                        "WebSocket " + i + " of " + count + " got " + answer.status());
                if (answer.status() != 101) break;
            }
            LockSupport.parkNanos(nanos);
            for (RawLine line : List.of(lines.getFirst(), lines.getLast())) {
                line.send(Frames.text(Requests.call("eth_chainId", "")));
                promises.require(line.readAll(3_000).contains("\"result\""),
                        "an idle WebSocket did not answer");
            }
            return lines.size();
        } finally {
            lines.forEach(RawLine::close);
        }
    }

    long manyClients(int count) {
        AtomicLong answered = new AtomicLong();
        long end = end();
        eachOf(count, line -> {
            do {
                line.send(Requests.post(url, Requests.call("eth_blockNumber", "")));
                HttpAnswer answer = line.readAnswer(ANSWER_MILLIS_MAX);
                promises.require(answer.status() == 200,
                        "one of many clients got HTTP " + answer.status() + answer.body());
                if (answer.status() != 200) return;
                answered.incrementAndGet();
            } while (System.nanoTime() < end);
        });
        return answered.get();
    }

    /** Some never end a head, others a body. */
    long slowLoris() {
        List<RawLine> lines = new ArrayList<>();
        String body = Requests.head(url, "Content-Length: 1000000");
        try {
            for (int i = 0; i < SLOW_CONNECTIONS; i++) {
                RawLine line = new RawLine(url);
                line.send(i % 2 == 0 ? "POST / HTTP/1.1\r\nX-Slow: " : body);
                lines.add(line);
            }
            long end = end();
            while (System.nanoTime() < end) {
                lines.forEach(line -> line.send(" "));
                LockSupport.parkNanos(DRIBBLE_NANOS);
            }
            return lines.size();
        } finally {
            lines.forEach(RawLine::close);
        }
    }

    /** Asks for much and reads nothing. */
    long unread() {
        List<RawLine> lines = new ArrayList<>();
        try {
            byte[] request = Requests.post(url,
                    "[" + String.join(",", java.util.Collections.nCopies(50, Requests.call(
                            "eth_getCode", "\"0x0000f90827f1c53a10cb7a02335b175320002935\"")))
                            + "]");
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < UNREAD_CONNECTIONS; i++) {
                RawLine line = new RawLine(url);
                lines.add(line);
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < UNREAD_REQUESTS && line.send(request); n++) {
                        Thread.onSpinWait();
                    }
                }));
            }
            LockSupport.parkNanos(nanos);
            return (long) UNREAD_CONNECTIONS * UNREAD_REQUESTS;
        } finally {
            lines.forEach(RawLine::close);
        }
    }

    /** The same few requests again and again, from {@code threads} clients. */
    long repeat(int threads, List<String> bodies, java.util.Set<Integer> codes) {
        AtomicLong answered = new AtomicLong();
        long end = end();
        eachOf(threads, line -> {
            do {
                String body = bodies.get((int) (answered.getAndIncrement() % bodies.size()));
                line.send(Requests.post(url, body));
                HttpAnswer answer = line.readAnswer(ANSWER_MILLIS_MAX);
                String told = body.substring(0, Math.min(200, body.length()));
                promises.require(answer.status() == 200, "HTTP " + answer.status() + " to " + told);
                if (answer.status() != 200) return;
                if (answer.body().length() < 1 << 20) promises.check(told, answer.body());
                promises.require(codes.contains(Promises.code(answer.body())),
                        "code " + Promises.code(answer.body()) + " to " + told);
            } while (System.nanoTime() < end);
        });
        return answered.get();
    }

    private void eachOf(int count, Consumer<RawLine> work) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (RawLine line = new RawLine(url)) {
                    work.accept(line);
                }
            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
