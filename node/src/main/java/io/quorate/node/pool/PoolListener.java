package io.quorate.node.pool;

import io.quorate.ledger.RecoveredTransaction;

/** Is told what enters and leaves a pool; called under the pool's lock, so it must not block. */
public interface PoolListener {
    void onAdmitted(RecoveredTransaction transaction);

    /** It left without a block, for the reason given. */
    void onDropped(RecoveredTransaction transaction, Refusal refusal);
}
