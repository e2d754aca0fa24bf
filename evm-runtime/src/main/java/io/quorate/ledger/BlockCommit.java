package io.quorate.ledger;

import io.quorate.state.StateUpdate;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * A block that was executed and is not yet stored.
 *
 * @param receipts one a transaction
 * @param state what it does to the stored state, worked out on top of the head
 * @param accessList the encoded block access list
 */
public record BlockCommit(Block block, List<Receipt> receipts, StateUpdate state,
        Bytes accessList) {
    public BlockCommit {
        receipts = List.copyOf(receipts);
        if (receipts.size() != block.transactions().size()) {
            throw new IllegalArgumentException("block " + block.number() + " has "
                    + block.transactions().size() + " transactions but " + receipts.size()
                    + " receipts");
        }
    }
}
