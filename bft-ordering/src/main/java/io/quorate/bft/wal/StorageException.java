package io.quorate.bft.wal;

/** The disk failed. The log takes no more records: the replica must stop, not vote. */
public final class StorageException extends RuntimeException {
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    public StorageException(String message) {
        super(message);
    }
}
