package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;
import java.util.List;
import java.util.Optional;

/** A block with its hash; {@code withdrawals} is present from Shanghai on. */
public record Block(Hash hash, BlockHeader header, List<RecoveredTransaction> transactions,
        List<BlockHeader> ommers, Optional<List<Withdrawal>> withdrawals) {
    public Block {
        transactions = List.copyOf(transactions);
        ommers = List.copyOf(ommers);
        withdrawals = withdrawals.map(List::copyOf);
    }

    public long number() {
        return header.number();
    }
}
