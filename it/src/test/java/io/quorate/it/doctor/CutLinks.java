package io.quorate.it.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Each replica dials each other through a port of its own here, so that a test can cut who talks to whom. */
final class CutLinks implements AutoCloseable {
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
    private final Set<Pair> cut = ConcurrentHashMap.newKeySet();

    private record Pair(int low, int high) {
        static Pair of(int one, int other) {
            return new Pair(Math.min(one, other), Math.max(one, other));
        }
    }

    private record Pipe(Pair pair, Socket near, Socket far) {
        void close() {
            closeQuietly(near);
            closeQuietly(far);
        }
    }

    /** The port at which {@code from} reaches {@code to}, which listens at {@code target}. */
    int open(int from, int to, int target) throws IOException {
        ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        listeners.add(listener);
        Thread.ofVirtual().start(() -> accept(listener, Pair.of(from, to), target));
        return listener.getLocalPort();
    }

    private void accept(ServerSocket listener, Pair pair, int target) {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                if (cut.contains(pair)) {
                    near.close();
                } else {
                    join(pair, near, target);
                }
            } catch (IOException _) {
                // closed, or the target does not listen: the caller sees its connection close
            }
        }
    }

    private void join(Pair pair, Socket near, int target) throws IOException {
        try {
            Pipe pipe = new Pipe(pair, near,
                    new Socket(InetAddress.getLoopbackAddress(), target));
            pipes.add(pipe);
            Thread.ofVirtual().start(() -> copy(pipe, pipe.near, pipe.far));
            Thread.ofVirtual().start(() -> copy(pipe, pipe.far, pipe.near));
        } catch (IOException e) {
            near.close();
            throw e;
        }
    }

    private void copy(Pipe pipe, Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // one end is gone, so the other goes too
        } finally {
            pipe.close();
            pipes.remove(pipe);
        }
    }

    /** Breaks what there is between the two, and lets nothing new through. */
    void cut(int one, int other) {
        Pair pair = Pair.of(one, other);
        cut.add(pair);
        pipes.stream().filter(pipe -> pipe.pair.equals(pair)).forEach(Pipe::close);
    }

    void heal() {
        cut.clear();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        pipes.forEach(Pipe::close);
    }
}
