package io.quorate.execution;

import io.quorate.ledger.Block;
import io.quorate.ledger.Log;
import java.util.List;

/** What became of a {@link SimulationRequest}. */
public sealed interface SimulationOutcome {
    /** All blocks, those that fill gaps included. */
    record Simulated(List<SimulatedBlock> blocks) implements SimulationOutcome {
        public Simulated {
            blocks = List.copyOf(blocks);
        }
    }

    /** Nothing is simulated; {@code message} says what is wrong where. */
    record Refused(Reason reason, String message) implements SimulationOutcome {}

    /** A block; its calls are its transactions, not signed. */
    record SimulatedBlock(Block block, List<CallOutcome> calls) {
        public SimulatedBlock {
            calls = List.copyOf(calls);
        }
    }

    /**
     * A call that ran.
     *
     * @param logs with those that tell transfers of ether, where asked for, which are in no receipt
     */
    record CallOutcome(TransactionOutcome.Executed executed, List<IndexedLog> logs) {
        public CallOutcome {
            logs = List.copyOf(logs);
        }
    }

    /** A log and its index in the block; indexes have gaps where a call failed after it had logged. */
    record IndexedLog(Log log, int index) {}

    /** Why nothing is simulated. */
    enum Reason {
        BLOCK_NUMBER_ORDER, TIMESTAMP_ORDER, TOO_MANY_BLOCKS,
        /** An override that cannot be applied. */
        ACCOUNT_OVERRIDE, PRECOMPILE_MOVED_TO_ITSELF, WITHDRAWALS_NOT_SUPPORTED,
        NONCE_TOO_LOW, NONCE_TOO_HIGH, NONCE_OVERFLOW, FEE_CAP_BELOW_BASE_FEE,
        INTRINSIC_GAS_TOO_LOW, INSUFFICIENT_FUNDS, BLOCK_GAS_EXCEEDED, INITCODE_TOO_LARGE,
        /** Fields of a call that do not go together. */
        INVALID_CALL,
        /** The chain's rules of accounts and contracts do not let the sender. */
        NOT_PERMITTED,
        /** The calls return or log more than {@link SimulationRequest#RESULT_BYTES_MAX}. */
        RESULT_TOO_LARGE,
        /** It took too long. */
        TIMEOUT
    }
}
