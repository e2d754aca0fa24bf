package io.quorate.bft.recording;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.MemberId;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochRecovery;
import io.quorate.bft.core.epoch.Identity;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** All that a core starts from, besides what its ports answer. */
record Header(Identity identity, long chainId, EpochRecovery recovery) {
    Bytes encode() {
        Out out = new Out();
        out.u32(identity.id().number()).bytes(identity.incarnation()).u64(chainId)
                .bytes(recovery.first().encode());
        out.u32(recovery.changes().size());
        recovery.changes().forEach(change -> out.bytes(change.next().encode()));
        out.u32(recovery.handOvers().size());
        recovery.handOvers().forEach(out::bytes);
        List<RecoveredLog.LogRecord> records = recovery.log().records();
        out.u32(records.size());
        records.forEach(record -> out.u64(record.lsn()).bytes(record.bytes()));
        Applied applied = recovery.applied();
        out.u64(applied.seq()).digest(applied.resultDigest()).bytes(applied.orderingState())
                .u64(applied.timestampMillis());
        out.u32(recovery.recentSlots().size());
        recovery.recentSlots().forEach(slot -> out.bytes(MessageCodec.encodeSlot(slot)));
        frozen(recovery.frozen(), out);
        ceremonies(recovery.ceremonies(), out);
        return out.finish();
    }

    static void frozen(List<FrozenLane> lanes, Out out) {
        out.u32(lanes.size());
        lanes.forEach(
                lane -> out.u64(lane.epoch()).u32(lane.author()).u64(lane.decidedAt()));
    }

    static List<FrozenLane> frozen(In in) {
        return in.list(() -> new FrozenLane(in.u64(), in.u32(), in.u64()));
    }

    static Header decode(Bytes bytes) {
        In in = new In(bytes);
        try {
            Header header = new Header(new Identity(new MemberId(in.u32()), in.bytes()), in.u64(),
                    recovery(in));
            in.end();
            return header;
        } catch (IllegalArgumentException e) {
            throw new DamagedException(e.getMessage());
        }
    }

    private static EpochRecovery recovery(In in) {
        EpochConfig first = epoch(in.bytes());
        List<EpochChange> changes = in.list(() -> new EpochChange(epoch(in.bytes())));
        List<Bytes> handOvers = in.list(in::bytes);
        List<RecoveredLog.LogRecord> records = in
                .list(() -> new RecoveredLog.LogRecord(in.u64(), in.bytes()));
        Applied applied = new Applied(in.u64(), in.digest(), in.bytes(), in.u64());
        return new EpochRecovery(first, changes, handOvers, new RecoveredLog(records), applied,
                in.list(() -> slot(in)), frozen(in), ceremonies(in));
    }

    private static void ceremonies(Ceremonies ceremonies, Out out) {
        out.u32(ceremonies.ended().size());
        ceremonies.ended().forEach(signed -> out.bytes(signed.encode()));
        out.u32(ceremonies.promised().size());
        ceremonies.promised().forEach(out::u64);
    }

    private static Ceremonies ceremonies(In in) {
        return new Ceremonies(in.list(() -> signed(in.bytes())), in.list(in::u64));
    }

    private static SignedRecovery signed(Bytes bytes) {
        try {
            return SignedRecovery.decode(bytes);
        } catch (DecodeException e) {
            throw new DamagedException(e.getMessage());
        }
    }

    static EpochConfig epoch(Bytes bytes) {
        try {
            return EpochConfig.decode(bytes);
        } catch (DecodeException e) {
            throw new DamagedException(e.getMessage());
        }
    }

    static DecidedSlot slot(In in) {
        try {
            return MessageCodec.decodeSlot(in.bytes());
        } catch (DecodeException e) {
            throw new DamagedException(e.getMessage());
        }
    }

    static Snapshot snapshot(In in) {
        try {
            return MessageCodec.decodeSnapshot(in.bytes());
        } catch (DecodeException e) {
            throw new DamagedException(e.getMessage());
        }
    }
}
