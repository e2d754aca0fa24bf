package io.quorate.node.pool;

import io.quorate.ledger.RecoveredTransaction;

/** What is left of a {@link ProposalLimits}. Mutable, for one call. */
final class ProposalRoom {
    private int count;
    private long bytes;
    private long gas;

    ProposalRoom(ProposalLimits limits) {
        count = limits.countMax();
        bytes = limits.payloadBytesMax() - PayloadCodec.LIST_HEADER_BYTES_MAX;
        gas = limits.gasMax();
    }

    /** Takes what the transaction needs, or nothing where there is not enough. */
    boolean take(RecoveredTransaction transaction) {
        long size = transaction.encoded().size() + PayloadCodec.ITEM_HEADER_BYTES_MAX;
        long gasLimit = transaction.transaction().gasLimit();
        if (count < 1 || bytes < size || gas < gasLimit) return false;
        count--;
        bytes -= size;
        gas -= gasLimit;
        return true;
    }
}
