package io.quorate.state.storage;

/** The machine failed: disk, database or a store that is closed. Whoever drives the node stops it. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isDamage;

    public StorageException(String message) {
        this(message, null, false);
    }

    public StorageException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StorageException(String message, Throwable cause, boolean isDamage) {
        super(message, cause);
        this.isDamage = isDamage;
    }

    /** What was stored is not what is read: the message says what and where. */
    public static StorageException damage(String message) {
        return new StorageException(message, null, true);
    }

    /** As {@link #damage(String)}, found by {@code cause}. */
    public static StorageException damage(String message, Throwable cause) {
        return new StorageException(message, cause, true);
    }

    /** Whether data on disk are missing or altered, so that another try will not help. */
    public boolean isDamage() {
        return isDamage;
    }
}
