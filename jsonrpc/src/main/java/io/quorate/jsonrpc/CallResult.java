package io.quorate.jsonrpc;

import org.apache.tuweni.bytes.Bytes;

/** How a simulated message ended; gas used counts the intrinsic cost and is after refunds. */
public sealed interface CallResult {
    /**
     * @param output what it returned; of a creation, the deployed code
     */
    record Returned(long gasUsed, Bytes output) implements CallResult {}

    /**
     * @param output the revert data
     */
    record Reverted(long gasUsed, Bytes output) implements CallResult {}

    /**
     * The EVM stopped it and took all gas.
     *
     * @param reason for people, such as {@code invalid opcode 0xfe}
     */
    record Halted(long gasUsed, boolean isOutOfGas, String reason) implements CallResult {}

    /**
     * It could not start.
     *
     * @param code of the execution-apis catalogue; see {@link RejectionCode}
     */
    record Rejected(int code, String message) implements CallResult {}
}
