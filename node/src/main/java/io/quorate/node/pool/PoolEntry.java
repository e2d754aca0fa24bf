package io.quorate.node.pool;

import io.quorate.bft.Inclusion;
import io.quorate.ledger.RecoveredTransaction;

/** One pooled transaction. Mutable, guarded by the pool's lock, never leaves the pool. */
final class PoolEntry {
    static final long NOT_PROPOSED = -1;

    final RecoveredTransaction transaction;
    final long arrivalMillis;
    /** This replica was given it by a client and keeps offering it to the others. */
    boolean local;
    /** The sequence number that this replica last proposed it for. */
    long proposedSeqNum = NOT_PROPOSED;
    /** When to offer it again, and whether leaders leave it out. */
    final Inclusion inclusion;

    PoolEntry(RecoveredTransaction transaction, long arrivalMillis, boolean local) {
        this.transaction = transaction;
        this.arrivalMillis = arrivalMillis;
        this.inclusion = new Inclusion(arrivalMillis);
        this.local = local;
    }

    boolean isProposed() {
        return proposedSeqNum != NOT_PROPOSED;
    }

    long nonce() {
        return transaction.transaction().nonce();
    }

    int sizeBytes() {
        return transaction.encoded().size();
    }
}
