package io.quorate.bft.core.lane;

import io.quorate.bft.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A payload that cites lanes: form (1) ‖ count (2) ‖ for each lane, ascending: lane (2) ‖ laneSeq (8) ‖ digest (32).
 * Tips are absolute, so that the payload means the same whatever the slots before it come to; lanes without news are
 * left out.
 */
public record CutPayload(List<Tip> tips) {
    private static final int TIP_BYTES = Short.BYTES + Long.BYTES + Digest.SIZE;
    private static final int HEAD_BYTES = 1 + Short.BYTES;

    public CutPayload {
        tips = List.copyOf(tips);
    }

    /** Up to where a lane is cited. */
    public record Tip(int lane, long laneSeq, Digest digest) {}

    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + tips.size() * TIP_BYTES);
        out.put(Payloads.CUT).putShort((short) tips.size());
        for (Tip tip : tips) {
            out.putShort((short) tip.lane()).putLong(tip.laneSeq()).put(tip.digest().toArray());
        }
        return Bytes.wrap(out.array());
    }

    /** As {@link #decode}; an empty payload cites nothing. */
    public static Optional<CutPayload> cited(Bytes payload, int lanes) {
        return Payloads.isEmpty(payload) ? Optional.of(new CutPayload(List.of()))
                : decode(payload, lanes);
    }

    /** Empty if {@code payload} is of another form, names other lanes or is written in another way. */
    public static Optional<CutPayload> decode(Bytes payload, int lanes) {
        if (payload.size() < HEAD_BYTES || payload.get(0) != Payloads.CUT) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload.toArrayUnsafe(), 1, payload.size() - 1);
        int count = in.getShort() & 0xffff;
        if (count == 0 || count > lanes || in.remaining() != count * TIP_BYTES) {
            return Optional.empty();
        }
        List<Tip> tips = new ArrayList<>(count);
        int previous = -1;
        for (int i = 0; i < count; i++) {
            int lane = in.getShort() & 0xffff;
            long laneSeq = in.getLong();
            Digest digest = new Digest(in.getLong(), in.getLong(), in.getLong(), in.getLong());
            if (lane <= previous || lane >= lanes || laneSeq < 1 || laneSeq >= 1L << 62) {
                return Optional.empty();
            }
            previous = lane;
            tips.add(new Tip(lane, laneSeq, digest));
        }
        return Optional.of(new CutPayload(tips));
    }
}
