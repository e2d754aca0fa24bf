package io.quorate.bft;

import org.apache.tuweni.bytes.Bytes;

/**
 * One slot of the order with the proof that it was decided: what a replica keeps for as long as peers may ask for
 * it. {@code MessageCodec.encodeSlot} gives it a canonical byte form.
 *
 * @param digest the value digest d, which names chain, epoch, slot, time, proposer and payload
 * @param proposedMillis the proposer's own clock, part of the digest; executors use {@link Decided#timestampMillis}
 * @param proposer index in the epoch's validator list, or {@link #NOOP_PROPOSER}
 * @param payload with its leading form byte, as the digest covers it; empty for a no-op
 * @param certificate the encoded deciding certificate; replicas may hold different valid ones for one slot, so it
 *     must not enter anything they have to agree on
 * @param bodies where the payload cites lanes: the cited chains, which prove themselves by the payload's tips; else
 *     empty. The same on all replicas
 */
public record DecidedSlot(long epoch, long seq, Digest digest, long proposedMillis, int proposer,
        Bytes payload, Bytes certificate, Bytes bodies) {
    /** The proposer of a slot that a view change had to fill with nothing. */
    public static final int NOOP_PROPOSER = -1;

    /** A slot whose payload, if any, carries its items itself. */
    public DecidedSlot(long epoch, long seq, Digest digest, long proposedMillis, int proposer,
            Bytes payload, Bytes certificate) {
        this(epoch, seq, digest, proposedMillis, proposer, payload, certificate, Bytes.EMPTY);
    }

    /** What the slot weighs where room is counted. */
    public int contentBytes() {
        return payload.size() + bodies.size();
    }

    public boolean isNoop() {
        return proposer == NOOP_PROPOSER;
    }
}
