package io.quorate.node.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.OperatorException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Other networks, as the file names them. They are asked while somebody looks, and not otherwise: a look at what is known
 * starts the next round, at most one at a time and one in {@value #PAUSE_MILLIS} ms.
 */
final class NetworkWatch implements AutoCloseable {
    private static final long PAUSE_MILLIS = 4_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NetworkFile file;
    private final InstantSource clock;
    private Optional<HttpClient> http = Optional.empty();
    private boolean closed;
    private final Map<NetworkFile.Entry, Observation> known = new ConcurrentHashMap<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long lastRoundMillis;

    NetworkWatch(NetworkFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** What is known now, as JSON. */
    String look() {
        ObjectNode answer = JSON.createObjectNode();
        try {
            List<NetworkFile.Entry> entries = file.read();
            known.keySet().retainAll(entries);
            begin(entries);
            answer.putArray("networks");
            entries.forEach(entry -> Optional.ofNullable(known.get(entry))
                    .orElseGet(() -> Observation.notYet(entry))
                    .write(answer.withArray("networks").addObject()));
        } catch (OperatorException e) { // the operator changed the file since the start
            answer.put("error", e.getMessage());
        }
        return answer.toString();
    }

    private void begin(List<NetworkFile.Entry> entries) {
        if (entries.isEmpty() || clock.millis() - lastRoundMillis < PAUSE_MILLIS
                || !busy.compareAndSet(false, true)) {
            return;
        }
        lastRoundMillis = clock.millis();
        boolean begun = false;
        try {
            begun = poll().map(poll -> askAll(poll, entries)).isPresent();
        } finally {
            if (!begun) busy.set(false);
        }
    }

    private Thread askAll(NetworkPoll poll, List<NetworkFile.Entry> entries) {
        return Thread.ofVirtual().name("networks").start(() -> {
            try {
                List<Thread> asking = entries.stream().map(
                        entry -> Thread.ofVirtual().name("network").start(
                                () -> ask(poll, entry)))
                        .toList();
                for (Thread each : asking) {
                    each.join();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                busy.set(false);
            }
        });
    }

    /** The first one makes the client, which costs threads; empty once this is closed. */
    private synchronized Optional<NetworkPoll> poll() {
        if (closed) return Optional.empty();
        if (http.isEmpty()) http = Optional.of(NetworkPoll.client());
        return http.map(client -> new NetworkPoll(client, clock));
    }

    private void ask(NetworkPoll poll, NetworkFile.Entry entry) {
        try {
            known.put(entry, poll.ask(entry));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        http.ifPresent(HttpClient::shutdownNow);
    }
}
