package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.RecoveredLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * A log file whose tail a crash takes away, or part of it. A record that was half written counts as absent: the
 * product's log cuts it. Mutable, one thread.
 */
final class SimDisk {
    private final List<RecoveredLog.LogRecord> records = new ArrayList<>();
    private final int machine;
    private int wipes;
    private long durableLsn;
    /** What the machine believes to be durable; more than is, only where a test broke the disk. */
    private long claimedLsn;
    private long appendedLsn;
    private long groupFirstLsn;
    private boolean full;
    private int slowness = 1;
    private boolean stalls = true;

    SimDisk(int machine) {
        this.machine = machine;
    }

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
        return claimedLsn;
    }

    void synced(long lsn) {
        if (lsn > durableLsn) {
            groupFirstLsn = durableLsn + 1;
            durableLsn = lsn;
        }
        claimedLsn = Math.max(claimedLsn, durableLsn);
    }

    /** Lies that the last record is durable, if all before it are said to be. */
    boolean claim(long lsn) {
        if (claimedLsn != lsn - 1) {
            return false;
        }
        claimedLsn = lsn;
        return true;
    }

    void fill(boolean toTheBrim) {
        full = toTheBrim;
    }

    boolean full() {
        return full;
    }

    /** Syncs take so many times as long. */
    void slowDown(int factor) {
        slowness = factor;
    }

    int slowness() {
        return slowness;
    }

    /** From now on no sync takes unusually long. */
    void neverStalls() {
        stalls = false;
    }

    boolean stalls() {
        return stalls;
    }

    void truncate(long firstKeptLsn) {
        if (firstKeptLsn > claimedLsn) {
            throw new IllegalStateException(
                    "the log was cut at " + firstKeptLsn + ", durable is " + claimedLsn);
        }
        records.removeIf(record -> record.lsn() < firstKeptLsn);
    }

    /** Keeps what was synced and, by chance, some of what follows: the system may have written it by itself. */
    void crash(SimRandom random) {
        keepUpTo(random.chance(50) ? durableLsn : random.between(durableLsn, appendedLsn));
    }

    /** Damage in the last synced group looks like a torn tail: nobody can tell, so the machine counts as faulty. */
    void rot(SimRandom random) {
        if (groupFirstLsn > 0 && groupFirstLsn <= durableLsn) {
            keepUpTo(random.between(groupFirstLsn - 1, durableLsn - 1));
        }
    }

    /** Of the log that is on it now. */
    Bytes incarnation() {
        return ChangePlan.incarnation(machine, wipes);
    }

    /** Everything is gone; a new log gets a new incarnation. */
    void wipe() {
        wipes++;
        records.clear();
        keepUpTo(0);
    }

    private void keepUpTo(long last) {
        records.removeIf(record -> record.lsn() > last);
        appendedLsn = last;
        durableLsn = last;
        claimedLsn = last;
        groupFirstLsn = 0;
    }

    /** The log as found at start; {@code seen} may swap what a broken disk forgot. */
    RecoveredLog recover(UnaryOperator<RecoveredLog.LogRecord> seen) {
        return new RecoveredLog(records.stream().map(seen).toList());
    }

    int recordCount() {
        return records.size();
    }
}
