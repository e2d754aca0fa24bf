package io.quorate.bft.recording;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.VoteRouting;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** All that a core starts from. */
record Header(ReplicaConfig config, Scheme scheme, Recovery recovery) {

    /** What is asked of a scheme besides its answers. */
    record Scheme(byte suite, int committeeSize, int shareSizeBytes, boolean checksSharesSingly) {
        static Scheme of(QuorumScheme scheme) {
            return new Scheme(scheme.suite(), scheme.committeeSize(), scheme.shareSizeBytes(),
                    scheme.checksSharesSingly());
        }
    }

    Bytes encode() {
        Out out = new Out();
        Timeouts t = config.timeouts();
        out.u32(config.self().index()).u32(config.quorums().n()).u32(config.quorums().c())
                .u64(config.chainId()).u64(config.epoch()).u64(config.epochStart().number())
                .u32(config.window()).u32(config.inFlightMax()).u32(config.payloadBytesMax())
                .u64(t.rttMillis()).u64(t.batchMillis()).u64(t.progressMillis())
                .u64(t.newViewMillis()).u64(t.silenceMillis()).u64(t.capMillis())
                .u64(t.statusMillis()).u64(t.idleStatusMillis()).u64(t.retransmitMillis())
                .u64(t.clockToleranceMillis()).u8(config.routing().ordinal())
                .u64(config.segmentSlots());
        lanes(out, config.lanes());
        out.u8(scheme.suite).u32(scheme.committeeSize).u32(scheme.shareSizeBytes)
                .u8(scheme.checksSharesSingly ? 1 : 0);
        List<RecoveredLog.LogRecord> records = recovery.log().records();
        out.u32(records.size());
        records.forEach(record -> out.u64(record.lsn()).bytes(record.bytes()));
        Applied applied = recovery.applied();
        out.u64(applied.seq()).digest(applied.resultDigest()).bytes(applied.orderingState())
                .u64(applied.timestampMillis());
        out.u32(recovery.recentSlots().size());
        recovery.recentSlots().forEach(slot -> out.bytes(MessageCodec.encodeSlot(slot)));
        return out.finish();
    }

    private static void lanes(Out out, LaneSetting lanes) {
        out.u32(lanes.authors().size());
        lanes.authors().forEach(author -> out.u32(author.index()));
        out.u32(lanes.batchBytesMax()).u32(lanes.batchesMax()).u32(lanes.laneBytesMax())
                .u32(lanes.blockBytesMax()).u64(lanes.batchMillis()).u64(lanes.haveMillis());
    }

    private static LaneSetting lanes(In in) {
        return new LaneSetting(in.list(() -> new ReplicaId(in.u32())), in.u32(), in.u32(),
                in.u32(), in.u32(), in.u64(), in.u64());
    }

    static Header decode(Bytes bytes) {
        In in = new In(bytes);
        try {
            Header header = new Header(config(in),
                    new Scheme((byte) in.u8(), in.u32(), in.u32(), in.u8() == 1), recovery(in));
            in.end();
            return header;
        } catch (IllegalArgumentException e) {
            throw new DamagedException(e.getMessage());
        }
    }

    private static ReplicaConfig config(In in) {
        ReplicaId self = new ReplicaId(in.u32());
        Quorums quorums = new Quorums(in.u32(), in.u32());
        return new ReplicaConfig(self, quorums, in.u64(), in.u64(), new SeqNum(in.u64()), in.u32(),
                in.u32(), in.u32(),
                new Timeouts(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(),
                        in.u64(), in.u64(), in.u64()),
                in.at(VoteRouting.values()), in.u64(), lanes(in));
    }

    private static Recovery recovery(In in) {
        List<RecoveredLog.LogRecord> records = in
                .list(() -> new RecoveredLog.LogRecord(in.u64(), in.bytes()));
        Applied applied = new Applied(in.u64(), in.digest(), in.bytes(), in.u64());
        return new Recovery(new RecoveredLog(records), applied, in.list(() -> slot(in)));
    }

    static DecidedSlot slot(In in) {
        try {
            return MessageCodec.decodeSlot(in.bytes());
        } catch (DecodeException e) {
            throw new DamagedException(e.getMessage());
        }
    }
}
