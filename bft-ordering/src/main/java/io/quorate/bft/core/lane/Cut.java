package io.quorate.bft.core.lane;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How far each lane is executed. It never goes back. Immutable; part of the state that every result digest covers, as
 * count (2) ‖ laneSeq (8) for each lane.
 */
public final class Cut {
    private final long[] laneSeqs;

    private Cut(long[] laneSeqs) {
        this.laneSeqs = laneSeqs;
    }

    public static Cut start(int lanes) {
        return new Cut(new long[lanes]);
    }

    public int lanes() {
        return laneSeqs.length;
    }

    public long of(int lane) {
        return laneSeqs[lane];
    }

    Cut with(int lane, long laneSeq) {
        long[] changed = laneSeqs.clone();
        changed[lane] = laneSeq;
        return new Cut(changed);
    }

    /** Of each lane the further of the two. */
    public Cut reaching(CutPayload payload) {
        long[] changed = laneSeqs.clone();
        for (CutPayload.Tip tip : payload.tips()) {
            changed[tip.lane()] = Math.max(changed[tip.lane()], tip.laneSeq());
        }
        return new Cut(changed);
    }

    public int sizeBytes() {
        return Short.BYTES + laneSeqs.length * Long.BYTES;
    }

    public void write(ByteBuffer out) {
        out.putShort((short) laneSeqs.length);
        for (long laneSeq : laneSeqs) {
            out.putLong(laneSeq);
        }
    }

    /** @throws IllegalStateException if the bytes are not a cut of so many lanes */
    public static Cut read(ByteBuffer in, int lanes) {
        int count = in.remaining() < Short.BYTES ? -1 : in.getShort() & 0xffff;
        if (count != lanes || in.remaining() < lanes * Long.BYTES) {
            throw new IllegalStateException("stored ordering state is of " + count
                    + " lanes, not of " + lanes + ", or cut short");
        }
        long[] laneSeqs = new long[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            laneSeqs[lane] = in.getLong();
        }
        return new Cut(laneSeqs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cut that && Arrays.equals(laneSeqs, that.laneSeqs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(laneSeqs);
    }

    @Override
    public String toString() {
        return Arrays.toString(laneSeqs);
    }
}
