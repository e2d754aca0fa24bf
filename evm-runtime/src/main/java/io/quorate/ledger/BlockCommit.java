package io.quorate.ledger;

import io.quorate.state.StateUpdate;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A block that was executed and is not yet stored.
 *
 * @param receipts one a transaction
 * @param state what it does to the stored state, worked out on top of the head
 * @param accessList the encoded block access list
 * @param fixed the epoch of the order that it fixed, if it did
 */
public record BlockCommit(Block block, List<Receipt> receipts, StateUpdate state,
        Bytes accessList, Optional<FixedEpoch> fixed) {
    public BlockCommit {
        receipts = List.copyOf(receipts);
        if (receipts.size() != block.transactions().size()) {
            throw new IllegalArgumentException("block " + block.number() + " has "
                    + block.transactions().size() + " transactions but " + receipts.size()
                    + " receipts");
        }
    }

    /** Of a block that fixed no epoch. */
    public BlockCommit(Block block, List<Receipt> receipts, StateUpdate state, Bytes accessList) {
        this(block, receipts, state, accessList, Optional.empty());
    }
}
