package io.quorate.execution;

import io.quorate.ledger.Block;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockCommit;
import io.quorate.ledger.Receipt;
import io.quorate.state.StateUpdate;
import java.util.List;

/**
 * A block and all that comes with it; nothing is stored yet.
 *
 * @param receipts one a transaction, as are the {@code outcomes}
 * @param epochs what it did about the epochs of the order
 */
public record ExecutedBlock(Block block, List<Receipt> receipts,
        List<TransactionOutcome.Executed> outcomes, StateUpdate state,
        BlockAccessList accessList, EpochOutcome epochs) {
    public ExecutedBlock {
        receipts = List.copyOf(receipts);
        outcomes = List.copyOf(outcomes);
    }

    public BlockCommit toCommit() {
        return new BlockCommit(block, receipts, state, accessList.encode(), epochs.fixed());
    }
}
