package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.RecoveredLog;
import java.util.ArrayList;
import java.util.List;

/** A log file whose tail a crash takes away, or part of it. Mutable, one thread. */
final class SimDisk {
    private final List<RecoveredLog.LogRecord> records = new ArrayList<>();
    private long durableLsn;
    private long appendedLsn;

    void append(Effect.Persist persist) {
        if (persist.lsn() != appendedLsn + 1) {
            throw new IllegalStateException("record " + persist.lsn() + " after " + appendedLsn);
        }
        appendedLsn = persist.lsn();
        records.add(new RecoveredLog.LogRecord(persist.lsn(), persist.record()));
    }

    long appendedLsn() {
        return appendedLsn;
    }

    long durableLsn() {
        return durableLsn;
    }

    void synced(long lsn) {
        durableLsn = Math.max(durableLsn, lsn);
    }

    void truncate(long firstKeptLsn) {
        if (firstKeptLsn > durableLsn) {
            throw new IllegalStateException(
                    "the log was cut at " + firstKeptLsn + ", durable is " + durableLsn);
        }
        records.removeIf(record -> record.lsn() < firstKeptLsn);
    }

    /** Keeps what was synced and, by chance, some of what follows: the system may have written it by itself. */
    void crash(SimRandom random, boolean lying) {
        if (lying) {
            records.clear();
            appendedLsn = 0;
            durableLsn = 0;
            return;
        }
        long last = random.chance(50) ? durableLsn : random.between(durableLsn, appendedLsn);
        records.removeIf(record -> record.lsn() > last);
        appendedLsn = last;
        durableLsn = last;
    }

    RecoveredLog recover() {
        return new RecoveredLog(records);
    }

    int recordCount() {
        return records.size();
    }
}
