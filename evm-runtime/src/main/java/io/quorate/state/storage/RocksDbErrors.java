package io.quorate.state.storage;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Words what RocksDB reports: what was tried, and RocksDB's own words, which name the file. */
final class RocksDbErrors {
    private RocksDbErrors() {}

    /** RocksDB takes a checksum of each block and record that it writes, and asks for it at each read. */
    static StorageException of(String what, RocksDBException e) {
        String message = what + ": " + message(e);
        return isDamage(e) ? StorageException.damage(message, e)
                : new StorageException(message, e);
    }

    static String message(RocksDBException e) {
        return String.valueOf(e.getMessage());
    }

    private static boolean isDamage(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getCode() == Status.Code.Corruption
                || message(e).contains("Corruption");
    }
}
