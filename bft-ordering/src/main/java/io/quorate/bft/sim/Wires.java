package io.quorate.bft.sim;

import io.quorate.bft.core.message.Message;
import java.util.TreeMap;

/**
 * Links with distance and bandwidth: a message waits for its sender's uplink, travels half a round trip with some
 * jitter, never overtakes on its link, and waits for its receiver's downlink. Mutable, one thread.
 */
final class Wires {
    private static final int FRAME_BYTES = 60; // TLS record, TCP and IP headers
    static final int JITTER_PERCENT = 5;

    private final Performance costs;
    private final EventQueue events;
    private final SimRandom random;
    private final MessageSize sizes;
    private final long[] upFreeNanos;
    private final long[] downFreeNanos;
    private final long[][] arrivedNanos;
    private final long[] bytesSent;
    private final long[] messagesSent;
    private final long[] messageBytesSent;
    private final TreeMap<String, Long> messagesByKind = new TreeMap<>();
    private Message lastMessage;
    private long lastBytes;

    Wires(int machines, Performance costs, EventQueue events, SimRandom random,
            MessageSize sizes) {
        this.costs = costs;
        this.events = events;
        this.random = random;
        this.sizes = sizes;
        this.upFreeNanos = new long[machines];
        this.downFreeNanos = new long[machines];
        this.arrivedNanos = new long[machines][machines];
        this.bytesSent = new long[machines];
        this.messagesSent = new long[machines];
        this.messageBytesSent = new long[machines];
    }

    void send(SimNode from, SimNode to, long epoch, Message message) {
        if (message != lastMessage) { // a broadcast is measured once
            lastMessage = message;
            lastBytes = sizes.of(message);
        }
        long bytes = lastBytes + FRAME_BYTES;
        messagesSent[from.index()]++;
        messageBytesSent[from.index()] += bytes;
        messagesByKind.merge(message.getClass().getSimpleName(), 1L, Long::sum);
        travel(from.index(), to.index(), bytes,
                () -> to.receive(from.replica(), epoch, message, bytes));
    }

    /** Anything that takes room on the wires; {@code arrived} runs when its last byte is in. */
    void travel(int from, int to, long bytes, Runnable arrived) {
        bytesSent[from] += bytes;
        long wire = costs.wireNanos(bytes);
        upFreeNanos[from] = Math.max(upFreeNanos[from], events.nowMicros() * 1_000) + wire;
        long oneWay = costs.regions().oneWayMicros(from, to) * 1_000;
        long jitter = random.between(0, oneWay * JITTER_PERCENT / 100);
        long arrival = Math.max(arrivedNanos[from][to], upFreeNanos[from] + oneWay + jitter);
        arrivedNanos[from][to] = arrival;
        events.at((arrival + 999) / 1_000, () -> {
            long free = Math.max(downFreeNanos[to], arrival - wire) + wire;
            downFreeNanos[to] = free;
            if (free <= events.nowMicros() * 1_000) {
                arrived.run();
            } else {
                events.at((free + 999) / 1_000, arrived);
            }
        });
    }

    /** Without gossip. */
    long messageBytesSent(int machine) {
        return messageBytesSent[machine];
    }

    long bytesSent(int machine) {
        return bytesSent[machine];
    }

    /** Of all machines together. */
    TreeMap<String, Long> messagesByKind() {
        return messagesByKind;
    }

    long messagesSent(int machine) {
        return messagesSent[machine];
    }
}
