package io.quorate.node;

import io.quorate.node.pool.TransactionPool;

/** What a replica would have ordered. Safe for any thread. */
interface WaitingWork {
    /** Whether a proposal made now would hold something. */
    boolean hasProposable();

    /** Whether nothing waits that could be carried out. */
    boolean hasNoRunnable();

    int size();

    static WaitingWork of(TransactionPool pool) {
        return new WaitingWork() {
            @Override
            public boolean hasProposable() {
                return pool.hasProposable();
            }

            @Override
            public boolean hasNoRunnable() {
                return pool.hasNoRunnable();
            }

            @Override
            public int size() {
                return pool.size();
            }
        };
    }
}
