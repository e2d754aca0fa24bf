package io.quorate.evm;

import org.apache.tuweni.bytes.Bytes;

/** How a message call or a creation ended. */
public sealed interface ExecutionResult {
    long gasLeft();

    /** Returned data; the reason of a revert; of a creation the deployed code; empty after a halt. */
    Bytes output();

    record Success(long gasLeft, Bytes output) implements ExecutionResult {}

    record Revert(long gasLeft, Bytes output) implements ExecutionResult {}

    record Halt(HaltReason reason) implements ExecutionResult {
        @Override
        public long gasLeft() {
            return 0;
        }

        @Override
        public Bytes output() {
            return Bytes.EMPTY;
        }
    }
}
