package io.quorate.state.storage;

/** The machine failed: disk, database or a store that is closed. Whoever drives the node stops it. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
