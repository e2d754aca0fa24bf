package io.quorate.bft.runtime;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.wal.Opened;
import io.quorate.bft.wal.OwnerFile;
import io.quorate.bft.wal.PendingSync;
import io.quorate.bft.wal.StorageException;
import io.quorate.bft.wal.WalConfig;
import io.quorate.bft.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A validator's log on disk: the core's records, and beside them whose they are. One thread owns it.
 */
final class ReplicaLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrderingService.class);

    private final WriteAheadLog log;
    private final RecoveredLog recovered;
    private final LogOwner owner;
    private final Tally tally;
    private Optional<PendingSync> pending = Optional.empty();

    private ReplicaLog(WriteAheadLog log, RecoveredLog recovered, LogOwner owner, Tally tally) {
        this.log = log;
        this.recovered = recovered;
        this.owner = owner;
        this.tally = tally;
    }

    /** Opens and reads the log; a new one, which no epoch names yet, where there is none. */
    static ReplicaLog open(WalConfig config, long chainId, MemberId self, Tally tally) {
        WriteAheadLog log = openFiles(config);
        boolean isUsable = false;
        try {
            Optional<LogOwner> owner = OwnerFile.read(config, log).flatMap(LogOwner::decode);
            if (owner.isPresent()) {
                check(owner.get(), config, chainId, self);
            } else if (!log.isEmpty()) {
                throw unusable(LogUnusableException.Reason.FOREIGN, "the log in "
                        + config.directory() + " holds records but does not say whose they are:"
                        + " it was written by an earlier version, or its file 'owner' was lost;"
                        + " take the directory away to go on as a learner until an epoch names"
                        + " the new log");
            }
            LogOwner known = owner.orElseGet(() -> begin(config, log, chainId, self));
            List<RecoveredLog.LogRecord> records = new ArrayList<>();
            log.replay((lsn, bytes) -> records.add(new RecoveredLog.LogRecord(lsn, bytes)));
            isUsable = true;
            return new ReplicaLog(log, new RecoveredLog(records), known, tally);
        } finally {
            if (!isUsable) {
                log.abandon();
            }
        }
    }

    /** Makes a log that an epoch already names. */
    static void create(WalConfig config, LogOwner owner) {
        WriteAheadLog log = openFiles(config);
        try {
            if (!log.isEmpty() || OwnerFile.read(config, log).isPresent()) {
                throw unusable(LogUnusableException.Reason.FOREIGN,
                        "there is a log in " + config.directory() + " already");
            }
            OwnerFile.write(config, log, owner.encode());
            log.close();
        } finally {
            log.abandon();
        }
    }

    private static WriteAheadLog openFiles(WalConfig config) {
        return switch (WriteAheadLog.open(config)) {
            case Opened.Ready(WriteAheadLog ready, long cutBytes) -> ready;
            case Opened.InUse(var directory) ->
                    throw unusable(LogUnusableException.Reason.IN_USE, "the log directory "
                            + directory
                            + " is in use by another process: two replicas with one key would endanger the chain");
            case Opened.Damaged(var segment, long lsn, String reason) ->
                    throw unusable(LogUnusableException.Reason.DAMAGED, "the log file " + segment
                            + " is damaged at record " + lsn + ": " + reason
                            + "; the replica may have forgotten votes: take the log directory away"
                            + " to go on as a learner until an epoch names the new log");
        };
    }

    private static LogOwner begin(WalConfig config, WriteAheadLog log, long chainId,
            MemberId self) {
        LogOwner owner = LogOwner.unheardOf(chainId, self);
        OwnerFile.write(config, log, owner.encode());
        LOG.warn("a new log was begun: this validator may have forgotten votes, so it looks on"
                + " until an epoch names the log's incarnation directory={} member={}"
                + " incarnation={}", config.directory(), self, owner.incarnation());
        return owner;
    }

    private static void check(LogOwner owner, WalConfig config, long chainId, MemberId self) {
        if (owner.chainId() != chainId || !owner.member().equals(self)) {
            throw unusable(LogUnusableException.Reason.FOREIGN, "the log in "
                    + config.directory() + " was written by member " + owner.member().number()
                    + " of chain " + owner.chainId() + ", this is member " + self.number()
                    + " of chain " + chainId);
        }
    }

    private static LogUnusableException unusable(LogUnusableException.Reason reason,
            String message) {
        return new LogUnusableException(reason, message);
    }

    Bytes incarnation() {
        return owner.incarnation();
    }

    RecoveredLog recovered() {
        return recovered;
    }

    /** The core counts records as the log does, or one of them is broken. */
    void append(long lsn, Bytes record) {
        long written = log.append(record);
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
            return pending.lsn();
        }

        void force() {
            long start = System.nanoTime();
            tally.syncPace.begins(start);
            Rehearsal.beforeSync();
            pending.force();
            long end = System.nanoTime();
            tally.syncPace.ends(end);
            tally.syncNanos.add(end - start);
            tally.syncs.increment();
        }
    }

    long durableLsn() {
        return log.durableLsn();
    }

    void truncateBelow(long lsn) {
        log.truncateBelow(lsn);
    }

    @Override
    public void close() {
        log.close();
    }

    void abandon() {
        log.abandon();
    }
}
