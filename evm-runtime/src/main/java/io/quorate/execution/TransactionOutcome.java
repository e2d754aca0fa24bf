package io.quorate.execution;

import io.quorate.evm.HaltReason;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Log;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What became of a transaction or call. */
public sealed interface TransactionOutcome {
    /**
     * It ran and, being a transaction, belongs in the block, whether it succeeded or not.
     *
     * @param gasUsed what it is charged for: after the refund, at least the floor of EIP-7623
     * @param gasRefunded what was taken off for cleared state; gasUsed + gasRefunded is what it needed at
     *     most at one time, but for the rule of EIP-150
     * @param haltReason absent after success and after a revert
     * @param output returned data, the reason of a revert, or the code of a creation
     * @param logs empty unless it succeeded
     * @param createdAddress of a creation, also of a failed one
     * @param effectiveGasPrice in wei; zero in fee-blind mode
     */
    record Executed(long gasUsed, long gasRefunded, boolean succeeded,
            Optional<HaltReason> haltReason,
            Bytes output, List<Log> logs, Optional<Address> createdAddress,
            UInt256 effectiveGasPrice,
            long blobGasUsed) implements TransactionOutcome {
        public Executed {
            logs = List.copyOf(logs);
        }
    }

    /** It could not start; {@code message} says why in one sentence, with the numbers. */
    record Rejected(TransactionRejection reason, String message) implements TransactionOutcome {}
}
