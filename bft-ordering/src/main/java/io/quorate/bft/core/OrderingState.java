package io.quorate.bft.core;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What the ordering layer itself carries from slot to slot; its hash enters every result digest, so that restart and
 * state transfer notice a wrong one. Encoded: version (1) ‖ time (8) ‖ leaders.
 *
 * @param timestampMillis agreed time of the last slot
 */
record OrderingState(long timestampMillis, Leaders leaders) {
    private static final byte VERSION = 2;

    /** Where a replica goes on: the state before its last slot, as stored with it, and that slot itself. */
    static OrderingState restore(ReplicaConfig config, Applied applied, List<DecidedSlot> recent) {
        Leaders.Setting setting = Leaders.Setting.of(config);
        if (applied.seq() == config.epochStart().number()) {
            return new OrderingState(applied.timestampMillis(),
                    Leaders.atStart(setting, config.epochStart()));
        }
        if (recent.isEmpty() || recent.getLast().seq() != applied.seq()) {
            throw new IllegalStateException(
                    "the application does not have its last slot " + applied.seq());
        }
        OrderingState before = decode(applied.orderingState(), setting);
        OrderingState after = before.after(recent.getLast());
        if (after.timestampMillis() != applied.timestampMillis()) {
            throw new IllegalStateException("stored ordering state of slot " + applied.seq()
                    + " leads to time " + after.timestampMillis() + ", the slot has "
                    + applied.timestampMillis());
        }
        return after;
    }

    private static OrderingState decode(Bytes bytes, Leaders.Setting setting) {
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        if (in.remaining() < 1 + Long.BYTES || in.get() != VERSION) {
            throw new IllegalStateException("stored ordering state is not of version " + VERSION
                    + ": another version of this software wrote it");
        }
        return new OrderingState(in.getLong(), LeadersCodec.read(in, setting));
    }

    OrderingState after(DecidedSlot slot) {
        SeqNum seq = new SeqNum(slot.seq());
        if (slot.isNoop()) {
            return new OrderingState(timestampMillis, leaders.after(seq, Optional.empty()));
        }
        return new OrderingState(Math.max(timestampMillis, slot.proposedMillis()),
                leaders.after(seq, Optional.of(new ReplicaId(slot.proposer()))));
    }

    Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + LeadersCodec.sizeBytes(leaders));
        out.put(VERSION).putLong(timestampMillis);
        LeadersCodec.write(out, leaders);
        return Bytes.wrap(out.array());
    }
}
