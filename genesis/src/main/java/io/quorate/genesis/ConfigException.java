package io.quorate.genesis;

/**
 * What an operator wrote cannot be used. The message is one sentence that names the file, the line and key
 * where there is one, the value, and what is allowed; it is shown as it stands, without a stack trace.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
