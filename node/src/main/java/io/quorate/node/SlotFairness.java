package io.quorate.node;

import io.quorate.bft.Decided;
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
    /** Where transactions travel in lanes the ordering layer itself watches whether a lane is left out. */
    private final boolean lanes;
    private final long blockGasLimit;
    private final int payloadBytesMax;

    /** Takes the index of a replica in its epoch, on the executing thread. */
    @FunctionalInterface
    interface Accusation {
        void of(long epoch, int replica);
    }

    SlotFairness(Intake intake, OrderedLedger.Settings settings, Accusation accuse) {
        this.intake = intake;
        this.accuse = accuse;
        this.lanes = settings.lanes();
        this.blockGasLimit = settings.blockGasLimit();
        this.payloadBytesMax = settings.payloadBytesMax();
    }

    void afterSlot(Decided decided, ExecutedBatch executed) {
        if (!lanes && !decided.isNoop()
                && intake.isCensoredBy(decided.proposer(), roomBytes(executed))) {
            accuse.of(decided.epoch(), decided.proposer());
        }
    }

    /** Only what was executed counts, or a leader could fill slots with what is none. */
    private int roomBytes(ExecutedBatch executed) {
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
