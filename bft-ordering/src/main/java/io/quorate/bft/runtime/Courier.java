package io.quorate.bft.runtime;

import io.quorate.bft.DecodeException;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.net.TrafficClass;
import io.quorate.bft.net.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Encodes and decodes messages, and holds each back until the log records it depends on are durable.
 * The core's thread only.
 */
final class Courier {
    private final Transport transport;
    private final MessageCodec codec;
    private final Deque<Held> held = new ArrayDeque<>();

    /** {@code to} is empty for a broadcast. */
    private record Held(Optional<ReplicaId> to, TrafficClass trafficClass, Bytes frame,
            long afterLsn) {}

    Courier(Transport transport, MessageCodec codec) {
        this.transport = transport;
        this.codec = codec;
    }

    void accept(Optional<ReplicaId> to, Message message, long afterLsn, long durableLsn) {
        TrafficClass trafficClass = isSync(message) ? TrafficClass.SYNC
                : TrafficClass.CONSENSUS;
        Held item = new Held(to, trafficClass, codec.encode(message), afterLsn);
        if (afterLsn <= durableLsn) {
            dispatch(item);
        } else {
            held.addLast(item);
        }
    }

    private static boolean isSync(Message message) {
        return message instanceof FetchedSlots || message instanceof Batch
                || message instanceof SnapshotOffer || message instanceof SnapshotChunk;
    }

    Message open(Bytes frame) throws DecodeException {
        return codec.decode(frame);
    }

    void release(long durableLsn) {
        for (Iterator<Held> each = held.iterator(); each.hasNext();) {
            Held item = each.next();
            if (item.afterLsn <= durableLsn) {
                each.remove();
                dispatch(item);
            }
        }
    }

    private void dispatch(Held item) {
        if (item.to.isPresent()) {
            transport.send(item.to.get().index(), item.trafficClass, item.frame);
        } else {
            transport.broadcast(item.trafficClass, item.frame);
        }
    }
}
