package io.quorate.ledger;

import org.apache.tuweni.bytes.Bytes;

/**
 * One sequence number of the order, as it is kept. The byte strings are the ordering layer's own: the ledger
 * gives them back as it got them.
 *
 * @param timestampMillis the agreed time
 * @param value the decided value with all that a peer needs to check it
 * @param certificate that decided it
 * @param orderingState that the record's {@code orderingHash} is the hash of
 */
public record DecidedSlot(SlotRecord slotRecord, long timestampMillis, Bytes value,
        Bytes certificate, Bytes orderingState) {
    public long seqNum() {
        return slotRecord.seqNum();
    }
}
