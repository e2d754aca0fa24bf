package io.quorate.bft.core;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.lane.Cut;
import io.quorate.bft.core.lane.CutExecution;
import io.quorate.bft.core.lane.FrozenLanes;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.lane.SlotChains;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * What the ordering layer itself carries from slot to slot; its hash enters every result digest, so that restart and
 * state transfer notice a wrong one. Encoded: version (1) ‖ time (8) ‖ leaders ‖ cut.
 *
 * @param timestampMillis agreed time of the last slot
 * @param cut how far lanes are executed
 */
record OrderingState(long timestampMillis, Leaders leaders, Cut cut) {
    private static final byte VERSION = 3;

    /** Where a replica goes on: the state before its last slot, as stored with it, and that slot itself. */
    static OrderingState restore(ReplicaConfig config, Applied applied, List<DecidedSlot> recent,
            FrozenLanes frozen, LaneRules rules, Function<Bytes, Digest> hash) {
        Leaders.Setting setting = Leaders.Setting.of(config);
        if (applied.seq() == config.epochStart().number()) {
            return new OrderingState(applied.timestampMillis(),
                    Leaders.atStart(setting, config.epochStart()),
                    Cut.start(config.lanes().lanes()));
        }
        if (recent.isEmpty() || recent.getLast().seq() != applied.seq()) {
            throw new IllegalStateException(
                    "the application does not have its last slot " + applied.seq());
        }
        OrderingState before = decode(applied.orderingState(), setting, config.lanes().lanes());
        OrderingState after = before.after(recent.getLast(),
                before.cutAfter(recent.getLast(), frozen, config.lanes(), rules, hash));
        if (after.timestampMillis() != applied.timestampMillis()) {
            throw new IllegalStateException("stored ordering state of slot " + applied.seq()
                    + " leads to time " + after.timestampMillis() + ", the slot has "
                    + applied.timestampMillis());
        }
        return after;
    }

    private Cut cutAfter(DecidedSlot slot, FrozenLanes frozen, LaneSetting setting,
            LaneRules rules, Function<Bytes, Digest> hash) {
        if (slot.isNoop() || !setting.isOn()) {
            return cut;
        }
        try {
            SlotChains chains = SlotChains.decode(slot.bodies(), hash);
            return CutExecution.of(slot, chains, cut, frozen, setting, rules)
                    .map(CutExecution::after)
                    .orElseThrow(() -> new IllegalStateException("the stored batches of slot "
                            + slot.seq() + " are not what its payload cites"));
        } catch (DecodeException e) {
            throw new IllegalStateException(
                    "the stored batches of slot " + slot.seq() + " cannot be read", e);
        }
    }

    private static OrderingState decode(Bytes bytes, Leaders.Setting setting, int lanes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        if (in.remaining() < 1 + Long.BYTES || in.get() != VERSION) {
            throw new IllegalStateException("stored ordering state is not of version " + VERSION
                    + ": another version of this software wrote it");
        }
        return new OrderingState(in.getLong(), LeadersCodec.read(in, setting),
                Cut.read(in, lanes));
    }

    OrderingState after(DecidedSlot slot, Cut cutAfter) {
        SeqNum seq = new SeqNum(slot.seq());
        if (slot.isNoop()) {
            return new OrderingState(timestampMillis, leaders.after(seq, Optional.empty()),
                    cutAfter);
        }
        return new OrderingState(Math.max(timestampMillis, slot.proposedMillis()),
                leaders.after(seq, Optional.of(new ReplicaId(slot.proposer()))), cutAfter);
    }

    Bytes encode() {
        ByteBuffer out = ByteBuffer
                .allocate(1 + Long.BYTES + LeadersCodec.sizeBytes(leaders) + cut.sizeBytes());
        out.put(VERSION).putLong(timestampMillis);
        LeadersCodec.write(out, leaders);
        cut.write(out);
        return Bytes.wrap(out.array());
    }
}
