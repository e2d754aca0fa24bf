package io.quorate.execution;

import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;

/**
 * What was decided for one sequence number.
 *
 * @param proposerIndex in the epoch's list of members
 * @param timestampMillis the agreed time
 * @param digest of the decided value; it moves PREVRANDAO
 * @param transactions in the order to execute them
 * @param emptyBlock what to do where no transaction can be executed
 */
public record DecidedBatch(long epoch, long seqNum, int proposerIndex, long timestampMillis,
        Hash digest, List<RecoveredTransaction> transactions, EmptyBlock emptyBlock) {
    /** Whether a block without transactions is made. */
    public enum EmptyBlock {
        OMITTED,
        MADE
    }

    public DecidedBatch {
        transactions = List.copyOf(transactions);
    }
}
