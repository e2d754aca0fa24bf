package io.quorate.node;

import io.quorate.bft.Decided;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.execution.ExecutedBatch;
import io.quorate.execution.TransactionRejection;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;

/**
 * Looks after each executed slot whether its proposer left out what it had room for, and accuses it if it goes on. A
 * slot has room if what was executed of it takes at most half of each limit: then any gas limit fits, and half the bytes.
 */
final class SlotFairness {
    /** Of a list and its last item. */
    private static final int HEADER_BYTES_MAX = 16;

    private final Intake intake;
    private final Accusation accuse;
    private final LedgerEpochs epochs;
    private final long blockGasLimit;

    /** Takes the index of a replica in its epoch, on the executing thread. */
    @FunctionalInterface
    interface Accusation {
        void of(long epoch, int replica);
    }

    SlotFairness(Intake intake, long blockGasLimit, LedgerEpochs epochs, Accusation accuse) {
        this.intake = intake;
        this.accuse = accuse;
        this.blockGasLimit = blockGasLimit;
        this.epochs = epochs;
    }

    void afterSlot(Decided decided, ExecutedBatch executed) {
        if (decided.isNoop()) return;
        EpochConfig.Parameters rules = epochs.config(decided.epoch()).parameters();
        // In lanes the ordering layer itself watches whether one is left out.
        if (!rules.lanes() && intake.isCensoredBy(decided.proposer(),
                roomBytes(executed, rules.payloadBytesMax()))) {
            accuse.of(decided.epoch(), decided.proposer());
        }
    }

    /** Only what was executed counts, or a leader could fill slots with what is none. */
    private int roomBytes(ExecutedBatch executed, int payloadBytesMax) {
        List<RecoveredTransaction> transactions = executed.block()
                .map(block -> block.block().transactions()).orElse(List.of());
        long bytes = 0;
        long gas = 0;
        for (RecoveredTransaction transaction : transactions) {
            bytes += transaction.encoded().size();
            gas += transaction.transaction().gasLimit();
        }
        boolean exceeded = executed.skipped().stream()
                .anyMatch(s -> s.reason() == TransactionRejection.BLOCK_GAS_EXCEEDED);
        boolean isFull = exceeded
                || 2L * transactions.size() > OrderedLedger.PAYLOAD_TRANSACTIONS_MAX
                || 2 * bytes > payloadBytesMax || 2 * gas > blockGasLimit;
        return isFull ? 0 : payloadBytesMax / 2 - HEADER_BYTES_MAX;
    }
}
