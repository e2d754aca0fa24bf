package io.quorate.bft.sim;

import io.quorate.bft.DecodeException;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Links that delay, lose, repeat, reorder and block, each direction by itself. Mutable, one thread. */
final class SimNetwork {
    private final EventQueue events;
    private final SimRandom random;
    private final boolean[][] blocked;
    private final Function<EpochConfig, Optional<MessageCodec>> codecs;
    private final Optional<Wires> wires;
    private Weather weather = Weather.CALM;
    private Filter filter = (_, _, _) -> true;
    private long sent;

    /** How bad it is, in percent and microseconds; delays are drawn evenly, so messages overtake each other. */
    record Weather(int lossPercent, int duplicatePercent, long delayMicrosMin,
            long delayMicrosMax) {
        static final Weather CALM = new Weather(0, 0, 200, 600);
    }

    /** Decides about single messages. */
    interface Filter {
        boolean passes(SimNode from, SimNode to, Message message);
    }

    /** With codecs every message goes through its wire form and back. */
    SimNetwork(int machines, EventQueue events, SimRandom random,
            Function<EpochConfig, Optional<MessageCodec>> codecs, Optional<Wires> wires) {
        this.events = events;
        this.random = random;
        this.blocked = new boolean[machines][machines];
        this.codecs = codecs;
        this.wires = wires;
    }

    void weather(Weather next) {
        weather = next;
    }

    /** Replaces the filter before. */
    void filter(Filter next) {
        filter = next;
    }

    void block(int from, int to) {
        blocked[from][to] = true;
    }

    void unblock(int from, int to) {
        blocked[from][to] = false;
    }

    void unblockAll() {
        for (boolean[] row : blocked) {
            Arrays.fill(row, false);
        }
    }

    boolean isOpen(SimNode from, SimNode to) {
        return !blocked[from.index()][to.index()];
    }

    long sent() {
        return sent;
    }

    void send(SimNode from, SimNode to, EpochConfig epoch, Message message, long lateMicros) {
        sent++;
        if (blocked[from.index()][to.index()] || !filter.passes(from, to, message)) {
            return;
        }
        if (wires.isPresent()) {
            overWires(wires.get(), from, to, epoch.number(), message, lateMicros);
            return;
        }
        if (random.chance(weather.lossPercent())) {
            return;
        }
        int copies = random.chance(weather.duplicatePercent()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = random.between(weather.delayMicrosMin(), weather.delayMicrosMax());
            events.after(delay + lateMicros, () -> throughWire(from, epoch, message)
                    .ifPresent(m -> to.receive(from.replica(), epoch.number(), m, 0)));
        }
    }

    /** Distance and bandwidth come on top of the weather; calm weather adds nothing to them. */
    private void overWires(Wires wire, SimNode from, SimNode to, long epoch, Message message,
            long lateMicros) {
        if (weather.equals(Weather.CALM) && lateMicros == 0) {
            wire.send(from, to, epoch, message);
            return;
        }
        if (random.chance(weather.lossPercent())) {
            return;
        }
        int copies = random.chance(weather.duplicatePercent()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = weather.equals(Weather.CALM) ? 0
                    : random.between(0, weather.delayMicrosMax() - weather.delayMicrosMin());
            events.after(lateMicros + delay, () -> wire.send(from, to, epoch, message));
        }
    }

    /** Empty if its bytes would be refused. */
    private Optional<Message> throughWire(SimNode from, EpochConfig epoch, Message message) {
        Optional<MessageCodec> codec = codecs.apply(epoch);
        if (codec.isEmpty()) {
            return Optional.of(message);
        }
        try {
            Message copy = codec.get().decode(codec.get().encode(message));
            if (!copy.equals(message)) {
                throw new IllegalStateException(
                        "not the same after encoding: " + message + " and " + copy);
            }
            return Optional.of(copy);
        } catch (DecodeException e) {
            if (from.faulty()) {
                return Optional.empty();
            }
            throw new IllegalStateException(
                    "a correct replica's message does not decode: " + message, e);
        }
    }
}
