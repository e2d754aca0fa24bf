package io.quorate.bft;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * A decided slot handed to the application, in gapless order.
 *
 * @param timestampMillis agreed time: the proposal's, but never before the parent slot's; a no-op has its parent's
 * @param orderingState the ordering layer's own state before this slot executes; to be stored with the slot and given
 *     back by {@link Application#lastApplied}
 * @param ordHash hash of {@code orderingState}; the result digest must cover it
 * @param batches what to execute, in this order: the payload of a proposal that carries its items, or the batches of
 *     lanes that one cites; empty for a no-op, and where the leader only fills an epoch up to its end
 * @param nextSetHash hash of the next epoch's configuration in an epoch's last slot, else {@link Digest#ZERO}; the
 *     result digest must cover it, so that the certificate of this slot is the proof of the hand-over
 */
public record Decided(DecidedSlot slot, long timestampMillis, Bytes orderingState, Digest ordHash,
        List<OrderedBatch> batches, Digest nextSetHash) {
    public Decided {
        batches = List.copyOf(batches);
    }

    public long epoch() {
        return slot.epoch();
    }

    public long seq() {
        return slot.seq();
    }

    public Digest digest() {
        return slot.digest();
    }

    public int proposer() {
        return slot.proposer();
    }

    public boolean isNoop() {
        return slot.isNoop();
    }

    public Bytes certificate() {
        return slot.certificate();
    }
}
