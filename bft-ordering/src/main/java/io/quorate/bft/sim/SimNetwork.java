package io.quorate.bft.sim;

import io.quorate.bft.DecodeException;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import java.util.Arrays;
import java.util.Optional;

/** Links that delay, lose, repeat, reorder and block, each direction by itself. Mutable, one thread. */
final class SimNetwork {
    private final EventQueue events;
    private final SimRandom random;
    private final boolean[][] blocked;
    private final Optional<MessageCodec> codec;
    private Weather weather = Weather.CALM;
    private long sent;

    /** How bad it is, in percent and microseconds; delays are drawn evenly, so messages overtake each other. */
    record Weather(int lossPercent, int duplicatePercent, long delayMicrosMin,
            long delayMicrosMax) {
        static final Weather CALM = new Weather(0, 0, 200, 600);
    }

    /** With a codec every message goes through its wire form and back. */
    SimNetwork(int replicas, EventQueue events, SimRandom random, Optional<MessageCodec> codec) {
        this.events = events;
        this.random = random;
        this.blocked = new boolean[replicas][replicas];
        this.codec = codec;
    }

    void weather(Weather next) {
        weather = next;
    }

    void block(int from, int to) {
        blocked[from][to] = true;
    }

    void unblockAll() {
        for (boolean[] row : blocked) {
            Arrays.fill(row, false);
        }
    }

    long sent() {
        return sent;
    }

    void send(int from, SimNode to, Message message) {
        sent++;
        if (blocked[from][to.index()] || random.chance(weather.lossPercent())) {
            return;
        }
        int copies = random.chance(weather.duplicatePercent()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = random.between(weather.delayMicrosMin(), weather.delayMicrosMax());
            events.after(delay, () -> to.receive(from, throughWire(message)));
        }
    }

    private Message throughWire(Message message) {
        if (codec.isEmpty()) {
            return message;
        }
        try {
            Message copy = codec.get().decode(codec.get().encode(message));
            if (!copy.equals(message)) {
                throw new IllegalStateException(
                        "not the same after encoding: " + message + " and " + copy);
            }
            return copy;
        } catch (DecodeException e) {
            throw new IllegalStateException(
                    "a correct replica's message does not decode: " + message, e);
        }
    }
}
