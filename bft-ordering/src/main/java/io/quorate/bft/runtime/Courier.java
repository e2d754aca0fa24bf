package io.quorate.bft.runtime;

import io.quorate.bft.DecodeException;
import io.quorate.bft.MemberId;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.net.TrafficClass;
import io.quorate.bft.net.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.tuweni.bytes.Bytes;

/**
 * Encodes and decodes messages, and holds each back until the log records it depends on are durable.
 * The core's thread only.
 */
final class Courier {
    private final Transport transport;
    private final LongFunction<Optional<MessageCodec>> codecs;
    private final Deque<Held> held = new ArrayDeque<>();

    private record Held(List<MemberId> to, TrafficClass trafficClass, Bytes frame,
            long afterLsn) {}

    /** {@code codecs} are by epoch; empty for one that is not known here. */
    Courier(Transport transport, LongFunction<Optional<MessageCodec>> codecs) {
        this.transport = transport;
        this.codecs = codecs;
    }

    /** To one member, or to all of the epoch but this process. */
    void accept(EpochConfig epoch, Optional<MemberId> to, Message message, long afterLsn,
            long durableLsn) {
        TrafficClass trafficClass = isSync(message) ? TrafficClass.SYNC
                : TrafficClass.CONSENSUS;
        List<MemberId> receivers = to.map(List::of).orElseGet(() -> epoch.members().stream()
                .map(Member::id).filter(id -> id.number() != transport.self()).toList());
        Bytes frame = codecs.apply(epoch.number()).orElseThrow().encode(message);
        Held item = new Held(receivers, trafficClass, frame, afterLsn);
        if (afterLsn <= durableLsn) {
            dispatch(item);
        } else {
            held.addLast(item);
        }
    }

    private static boolean isSync(Message message) {
        return message instanceof FetchedSlots || message instanceof Batch
                || message instanceof HandOverProof || message instanceof SnapshotOffer
                || message instanceof SnapshotDescription || message instanceof SnapshotChunk;
    }

    /** A frame names its epoch, and is in that one's form. */
    EpochInput.Received open(int from, Bytes frame) throws DecodeException {
        long epoch = MessageCodec.epochOf(frame);
        Optional<MessageCodec> codec = codecs.apply(epoch);
        if (codec.isEmpty()) {
            throw new DecodeException("epoch " + epoch + " is not known here");
        }
        return new EpochInput.Received(new MemberId(from), epoch, codec.get().decode(frame));
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
        for (MemberId receiver : item.to) {
            transport.send(receiver.number(), item.trafficClass, item.frame);
        }
    }
}
