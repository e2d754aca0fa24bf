package io.quorate.evm;

/** A {@link CallGuard} has ended an execution; the message says at what, in one sentence. */
public final class ExecutionLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExecutionLimitException(String message) {
        super(message, null, false, false);
    }
}
