package io.quorate.node.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All connections between replicas go through here: each replica dials each other one at a port of its own, and
 * what flows in each direction can be held, delayed or cut off.
 */
final class Links implements AutoCloseable {
    private final int replicas;
    private final Direction[][] directions;
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Links(int replicas) {
        this.replicas = replicas;
        this.directions = new Direction[replicas][replicas];
        for (int from = 0; from < replicas; from++) {
            for (int to = 0; to < replicas; to++) {
                directions[from][to] = new Direction();
            }
        }
    }

    /** The port at which {@code from} reaches {@code to}, which listens at {@code target}. */
    int open(int from, int to, int target) {
        try {
            ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            listeners.add(listener);
            Thread.ofVirtual().start(() -> accept(listener, from, to, target));
            return listener.getLocalPort();
        } catch (IOException e) {
            throw new ChaosException("no port for a link: " + e.getMessage(), e);
        }
    }

    private void accept(ServerSocket listener, int from, int to, int target) {
        while (!closed) {
            try {
                Socket near = listener.accept();
                connect(near, from, to, target);
            } catch (IOException e) {
                if (!closed) throw new ChaosException("a link's port failed", e);
            }
        }
    }

    /** Where the target does not listen, the caller sees its connection close, as it would without us. */
    private void connect(Socket near, int from, int to, int target) throws IOException {
        Socket far;
        try {
            far = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException _) {
            near.close();
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(near, far, from, to, this);
        connections.add(connection);
        connection.start();
    }

    Direction direction(int from, int to) {
        return directions[from][to];
    }

    void ended(ProxiedConnection connection) {
        connections.remove(connection);
    }

    /** Breaks the connections between two replicas. */
    void reset(int one, int other) {
        connections.stream().filter(connection -> connection.joins(one, other))
                .forEach(ProxiedConnection::close);
    }

    /** Holds what {@code from} sends to {@code to}. */
    void hold(int from, int to) {
        directions[from][to].hold(true);
    }

    void delayAll(int millis, int jitterMillis) {
        for (Direction[] row : directions) {
            for (Direction direction : row) {
                direction.delay(millis, jitterMillis);
            }
        }
    }

    /** Links are fast and open again; held ones break, or go on with what was held. */
    void heal(boolean breakHeld) {
        for (int from = 0; from < replicas; from++) {
            for (int to = 0; to < replicas; to++) {
                Direction direction = directions[from][to];
                direction.delay(0, 0);
                if (breakHeld && direction.isHeld()) reset(from, to);
                direction.hold(false);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (ServerSocket listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                throw new ChaosException("a link's port cannot be closed", e);
            }
        }
        connections.forEach(ProxiedConnection::close);
    }
}
