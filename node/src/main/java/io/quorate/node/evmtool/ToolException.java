package io.quorate.node.evmtool;

/** The tool cannot go on; the exit codes are those that geth's {@code evm} documents. */
public final class ToolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Kind {
        EVM(2), CONFIG(3), MISSING_BLOCK_HASH(4), JSON(10), IO(11), RLP(12);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private final Kind kind;

    ToolException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    ToolException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public int exitCode() {
        return kind.exitCode;
    }
}
