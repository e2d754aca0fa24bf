package io.quorate.bft.core;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The write-ahead log as found at start, or one epoch's part of it: all records that were not truncated, ascending, torn
 * tail already cut. A log with any other hole must not be used.
 */
public record RecoveredLog(List<LogRecord> records) {
    public static final RecoveredLog EMPTY = new RecoveredLog(List.of());

    public RecoveredLog {
        records = List.copyOf(records);
    }

    /** One record that {@link Effect.Persist} asked for. */
    public record LogRecord(long lsn, Bytes bytes) {}

    public long lastLsn() {
        return records.isEmpty() ? 0 : records.getLast().lsn();
    }
}
