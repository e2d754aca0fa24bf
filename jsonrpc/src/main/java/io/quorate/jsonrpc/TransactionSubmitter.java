package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/** Where JSON-RPC hands in transactions, and what it may ask of those that wait. Safe for any thread. */
public interface TransactionSubmitter {
    /** Admits a signed transaction in its network form (EIP-2718), or says why not. */
    Submission submit(Bytes raw);

    /**
     * The nonce that the sender's next transaction should have: the first that neither the latest state
     * nor an unbroken run of waiting transactions has taken.
     */
    long pendingNonce(Address sender);

    /** A transaction that waits; empty once its block is committed. */
    Optional<RecoveredTransaction> pending(Hash transactionHash);

    /** What is known of a transaction that is in no block. */
    default PoolPlace place(Hash transactionHash) {
        return new PoolPlace.Unknown();
    }

    /** Why a transaction was given up; of the last few thousand that were. */
    default Optional<Dropped> dropped(Hash transactionHash) {
        return Optional.empty();
    }

    /** What waits for the next block and what waits for an earlier nonce, by sender and nonce. */
    default PoolContent content() {
        return new PoolContent(List.of(), List.of());
    }

    /** Tells of every transaction newly admitted; the listener must not block. */
    Registration onAdmitted(Consumer<RecoveredTransaction> listener);

    /** Tells of every admitted transaction that will not get into a block; the listener must not block. */
    Registration onDropped(Consumer<Dropped> listener);

    /** The answer to a submission. */
    sealed interface Submission {
        record Accepted(Hash transactionHash) implements Submission {}

        /**
         * @param code see {@link RejectionCode}
         * @param message says what was found and what is expected
         */
        record Refused(int code, String message) implements Submission {}
    }

    /** An admitted transaction that was given up; {@code code} as in {@link Submission.Refused}. */
    record Dropped(Hash transactionHash, int code, String message) {}

    /** Waiting transactions: {@code pending} can run now, {@code queued} lack an earlier nonce. */
    record PoolContent(List<RecoveredTransaction> pending, List<RecoveredTransaction> queued) {
        public PoolContent {
            pending = List.copyOf(pending);
            queued = List.copyOf(queued);
        }
    }
}
