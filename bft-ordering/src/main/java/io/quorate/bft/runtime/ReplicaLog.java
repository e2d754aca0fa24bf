package io.quorate.bft.runtime;

import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.wal.Opened;
import io.quorate.bft.wal.PendingSync;
import io.quorate.bft.wal.StorageException;
import io.quorate.bft.wal.WalConfig;
import io.quorate.bft.wal.WriteAheadLog;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A replica's log on disk: record 1 says whose it is, the core's records follow, so that the core's
 * lsn is the file's less one. One thread owns it.
 */
final class ReplicaLog implements AutoCloseable {
    private static final int MAGIC = 0x5152_4c31; // "QRL1"
    private static final int OWNER_BYTES = 4 + 8 + 4;
    private static final int INCARNATION_BYTES = 16;
    private static final int OWN_RECORDS = 1;

    private final WriteAheadLog log;
    private final RecoveredLog recovered;
    private final Tally tally;
    private Optional<PendingSync> pending = Optional.empty();

    private ReplicaLog(WriteAheadLog log, RecoveredLog recovered, Tally tally) {
        this.log = log;
        this.recovered = recovered;
        this.tally = tally;
    }

    /**
     * Opens and reads the log.
     *
     * @param appliedSeq the application's last slot: a log that is empty all the same was lost
     */
    static ReplicaLog open(WalConfig config, ReplicaConfig replica, long appliedSeq, Tally tally) {
        WriteAheadLog log = switch (WriteAheadLog.open(config)) {
            case Opened.Ready(WriteAheadLog ready, long cutBytes) -> ready;
            case Opened.InUse(var directory) ->
                    throw unusable(LogUnusableException.Reason.IN_USE, "the log directory "
                            + directory
                            + " is in use by another process: two replicas with one key would endanger the chain");
            case Opened.Damaged(var segment, long lsn, String reason) ->
                    throw unusable(LogUnusableException.Reason.DAMAGED, "the log file " + segment
                            + " is damaged at record " + lsn + ": " + reason
                            + "; the replica may have forgotten votes and must not vote until it rejoins");
        };
        boolean isUsable = false;
        try {
            RecoveredLog recovered = log.isEmpty() ? begin(log, config, replica, appliedSeq)
                    : read(log, config, replica);
            isUsable = true;
            return new ReplicaLog(log, recovered, tally);
        } finally {
            if (!isUsable) {
                log.abandon();
            }
        }
    }

    private static RecoveredLog begin(WriteAheadLog log, WalConfig config, ReplicaConfig replica,
            long appliedSeq) {
        if (appliedSeq > replica.epochStart().number()) {
            throw unusable(LogUnusableException.Reason.DAMAGED,
                    "the log directory " + config.directory()
                            + " is empty but slots up to " + appliedSeq
                            + " were executed: the log was lost, and the replica"
                            + " may have forgotten votes and must not vote until it rejoins");
        }
        byte[] incarnation = new byte[INCARNATION_BYTES];
        new SecureRandom().nextBytes(incarnation);
        log.append(Bytes.concatenate(owner(replica), Bytes.wrap(incarnation)));
        log.sync();
        return RecoveredLog.EMPTY;
    }

    private static RecoveredLog read(WriteAheadLog log, WalConfig config, ReplicaConfig replica) {
        List<RecoveredLog.LogRecord> records = new ArrayList<>();
        log.replay((lsn, bytes) -> {
            if (lsn > OWN_RECORDS) {
                records.add(new RecoveredLog.LogRecord(lsn - OWN_RECORDS, bytes));
            } else
                if (!bytes.slice(0, Math.min(OWNER_BYTES, bytes.size())).equals(owner(replica))) {
                    throw unusable(LogUnusableException.Reason.FOREIGN, "the log in "
                            + config.directory()
                            + " was written by another replica or for another chain than replica "
                            + replica.self().index() + " of chain " + replica.chainId());
                }
        });
        return new RecoveredLog(records);
    }

    private static Bytes owner(ReplicaConfig replica) {
        return Bytes.wrap(ByteBuffer.allocate(OWNER_BYTES).putInt(MAGIC).putLong(replica.chainId())
                .putInt(replica.self().index()).array());
    }

    private static LogUnusableException unusable(LogUnusableException.Reason reason,
            String message) {
        return new LogUnusableException(reason, message);
    }

    RecoveredLog recovered() {
        return recovered;
    }

    /** The core counts records as the log does, or one of them is broken. */
    void append(long lsn, Bytes record) {
        long written = log.append(record) - OWN_RECORDS;
        if (written != lsn) {
            throw new StorageException("the log gave record " + lsn + " the number " + written);
        }
        tally.walRecords.increment();
        tally.walBytes.add(record.size());
    }

    /**
     * Begins a sync if there is something to sync and none is under way.
     *
     * @return what another thread must run; the core's records up to its {@link Sync#lsn} are durable
     *     when it returns, and the owner then calls {@link #endSync}
     */
    Optional<Sync> beginSync() {
        if (pending.isPresent() || log.durableLsn() == log.nextLsn() - 1) {
            return Optional.empty();
        }
        PendingSync sync = log.beginSync();
        pending = Optional.of(sync);
        return Optional.of(new Sync(sync, tally));
    }

    /** The sync under way was carried out. */
    void endSync() {
        log.endSync(pending.orElseThrow());
        pending = Optional.empty();
    }

    /** Waits for the disk, on a thread of its own. */
    record Sync(PendingSync pending, Tally tally) {
        long lsn() {
            return pending.lsn() - OWN_RECORDS;
        }

        void force() {
            long start = System.nanoTime();
            pending.force();
            tally.syncNanos.add(System.nanoTime() - start);
            tally.syncs.increment();
        }
    }

    long durableLsn() {
        return log.durableLsn() - OWN_RECORDS;
    }

    void truncateBelow(long lsn) {
        log.truncateBelow(lsn + OWN_RECORDS);
    }

    @Override
    public void close() {
        log.close();
    }

    void abandon() {
        log.abandon();
    }
}
