package io.quorate.node.bench.abuse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Sends mutated requests over a few connections; each gets an answer that is one, whatever it was. */
final class Fuzzer {
    private static final int THREADS = 4;
    private static final int ANSWER_MILLIS_MAX = 90_000;

    private final URI url;
    private final Mutator mutator;
    private final Promises promises;
    private final AtomicLong next;
    private final long end;

    /** Requests {@code first} and after; {@code count} of them. */
    Fuzzer(URI url, Mutator mutator, Promises promises, long first, long count) {
        this.url = url;
        this.mutator = mutator;
        this.promises = promises;
        this.next = new AtomicLong(first);
        this.end = first + count;
    }

    /** The number of requests sent. */
    long run() throws InterruptedException {
        long begin = next.get();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().name("fuzz-" + i).daemon().start(this::send));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Math.min(next.get(), end) - begin;
    }

    private void send() {
        long number = next.getAndIncrement();
        while (number < end) {
            try (RawLine line = new RawLine(url)) {
                boolean open = true;
                while (open && number < end) {
                    open = ask(line, number);
                    number = next.getAndIncrement();
                }
            }
        }
    }

    /** Whether the connection may be used again. */
    private boolean ask(RawLine line, long number) {
        byte[] body = mutator.body(number);
        line.send(Requests.post(url, body));
        HttpAnswer answer = line.readAnswer(ANSWER_MILLIS_MAX);
        String told = "request " + number + ": " + new String(body, StandardCharsets.ISO_8859_1);
        promises.require(answer.status() == 200 || answer.status() == 204,
                "HTTP " + answer.status() + " to " + told);
        if (answer.status() == 200) promises.check(told, answer.body());
        return answer.status() != 0 && !answer.closes();
    }
}
