package io.quorate.jsonrpc;

import io.quorate.ledger.Block;
import io.quorate.ledger.Receipt;
import java.util.List;

/** A block that is durable, with a receipt for each of its transactions. */
public record CommittedBlock(Block block, List<Receipt> receipts) {
    public CommittedBlock {
        receipts = List.copyOf(receipts);
        if (receipts.size() != block.transactions().size()) {
            throw new IllegalArgumentException("block " + block.number() + " has "
                    + block.transactions().size() + " transactions, " + receipts.size()
                    + " receipts");
        }
    }
}
