package io.quorate.execution;

import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Optional;

/**
 * What a decided batch came to.
 *
 * @param block empty where no transaction was executed and no empty block was asked for
 * @param skipped transactions that cannot start; they change nothing
 * @param returned transactions that did not fit the block and may be ordered again
 */
public record ExecutedBatch(Optional<ExecutedBlock> block, List<Skipped> skipped,
        List<RecoveredTransaction> returned) {
    public ExecutedBatch {
        skipped = List.copyOf(skipped);
        returned = List.copyOf(returned);
    }

    /** {@code message} says why in one sentence, with the numbers. */
    public record Skipped(RecoveredTransaction transaction, TransactionRejection reason,
            String message) {}
}
