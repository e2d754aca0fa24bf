package io.quorate.jsonrpc.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All connections, and how long each has kept its place without a use: bytes that dribble in are no request until it is
 * whole. Where there are too many, the one that waits longest for a request makes room. Safe for any thread.
 */
final class Connections {
    /** From one request to the end of the next one's head; and how long a body may take. */
    private static final long HEAD_NANOS_MAX = Duration.ofSeconds(120).toNanos();
    private static final long BODY_NANOS_MAX = Duration.ofSeconds(60).toNanos();
    /** From an answer's begin to its end. */
    private static final long SENDING_NANOS_MAX = Duration.ofSeconds(120).toNanos();

    /**
     * By the client's address and port, since Vert.x reports the end of an upgraded connection by its
     * WebSocket alone.
     */
    private final Map<SocketAddress, Line> lines = new ConcurrentHashMap<>();
    private final int max;

    Connections(int max) {
        this.max = max;
    }

    /** What a connection waits for. */
    private enum State {
        HEAD, BODY, ANSWER, SENDING, MESSAGES
    }

    /** One connection; its own event loop changes it. */
    static final class Line {
        private final HttpConnection connection;
        private volatile State state = State.HEAD;
        private volatile boolean refused;
        private volatile long sinceNanos = System.nanoTime();

        private Line(HttpConnection connection) {
            this.connection = connection;
        }

        void bodyBegins() {
            sinceNanos = System.nanoTime();
            state = State.BODY;
        }

        void answerBegins() {
            state = State.ANSWER;
        }

        void sendingBegins() {
            sinceNanos = System.nanoTime();
            state = State.SENDING;
        }

        /** The answer is with the client, which may have sent the next request before. */
        void answered() {
            if (state == State.SENDING || state == State.ANSWER) {
                sinceNanos = System.nanoTime();
                state = State.HEAD;
            }
        }

        /** It is about to be closed. */
        void refused() {
            refused = true;
        }

        boolean isRefused() {
            return refused;
        }

        /** It is a WebSocket from now on, which is allowed to be quiet. */
        void upgraded() {
            state = State.MESSAGES;
        }

        private boolean isOverdue(long now) {
            return switch (state) {
                case HEAD -> now - sinceNanos > HEAD_NANOS_MAX;
                case BODY -> now - sinceNanos > BODY_NANOS_MAX;
                case SENDING -> now - sinceNanos > SENDING_NANOS_MAX;
                case ANSWER, MESSAGES -> false;
            };
        }
    }

    void open(HttpConnection connection) {
        SocketAddress client = connection.remoteAddress();
        Line line = new Line(connection);
        lines.put(client, line);
        connection.closeHandler(ignored -> lines.remove(client, line));
        if (lines.size() > max) {
            Optional<Line> idlest = lines.values().stream()
                    .filter(other -> other != line
                            && (other.state == State.HEAD || other.state == State.BODY))
                    .min(Comparator.comparingLong(other -> other.sinceNanos));
            idlest.orElse(line).connection.close();
        }
    }

    /** Empty where the client has gone meanwhile. */
    Optional<Line> of(SocketAddress client) {
        return Optional.ofNullable(lines.get(client));
    }

    void closed(SocketAddress client) {
        lines.remove(client);
    }

    /** Closes what has taken too long. */
    void sweep() {
        long now = System.nanoTime();
        lines.values().stream().filter(line -> line.isOverdue(now))
                .forEach(line -> line.connection.close());
    }
}
