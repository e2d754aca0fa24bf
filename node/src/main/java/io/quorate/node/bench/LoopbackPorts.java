package io.quorate.node.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports of loopback for processes that must know each other's before they listen. They lie below those that systems
 * give to outgoing connections, which could take a port before its process listens, or while it is restarted.
 */
public final class LoopbackPorts {
    private static final int FIRST = 10_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS_MAX = 1_000;

    private LoopbackPorts() {}

    /** Free at this moment. */
    public static List<Integer> free(int count) {
        List<Integer> ports = new ArrayList<>();
        for (int attempt = 0; ports.size() < count; attempt++) {
            if (attempt == ATTEMPTS_MAX + count) {
                throw new BenchException("no " + count + " free ports on loopback");
            }
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (!ports.contains(port) && isFree(port)) ports.add(port);
        }
        return ports;
    }

    /** The first of {@code count} ports in a row that are free at this moment. */
    static int freeInARow(int count) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, END - count);
            if (IntStream.range(first, first + count).allMatch(LoopbackPorts::isFree)) {
                return first;
            }
        }
        throw new BenchException("no " + count + " free ports in a row on loopback");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) { // taken
            return false;
        }
    }
}
