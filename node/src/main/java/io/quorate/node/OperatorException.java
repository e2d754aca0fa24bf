package io.quorate.node;

/**
 * The operator asked for something that cannot be: a flag, a config key, a folder in use. The message is
 * one sentence that names what was given and what is allowed; the command line prints it alone and ends
 * with exit code 2.
 */
public class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
