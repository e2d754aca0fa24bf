package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.RecoveredTransaction;
import java.util.Optional;
import java.util.OptionalLong;

/** What one replica's pool knows of a transaction that is in no block. */
public sealed interface PoolPlace {
    /** Nothing, or nothing any more. */
    record Unknown() implements PoolPlace {}

    /**
     * It waits here.
     *
     * @param local whether a client gave it to this replica, and not a peer
     * @param accountNonce the nonce that the sender's next transaction in a block must have
     * @param firstGap the first nonce of the sender that no block has and nothing that waits
     * @param proposedFor the slot, or the batch of this replica's lane, for which this replica has put it up
     */
    record Waiting(RecoveredTransaction transaction, long waitingMillis, boolean local,
            long accountNonce, long firstGap, OptionalLong proposedFor) implements PoolPlace {
        /** Whether an earlier nonce of the sender is missing. */
        public boolean isGapped() {
            return Long.compareUnsigned(transaction.transaction().nonce(), firstGap) > 0;
        }
    }

    /**
     * It will not get into a block from here.
     *
     * @param admitted whether it waited before; else it was refused when a client sent it
     * @param code see {@link RejectionCode}
     */
    record GivenUp(boolean admitted, int code, String reason, Optional<Hash> replacedBy)
            implements
                PoolPlace {}
}
