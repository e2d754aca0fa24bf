package io.quorate.bft.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * An append-only log of records, numbered from 1 without gaps (the lsn), in segment files. Appends
 * are buffered; {@link #sync} makes all of them durable at once (group commit). One thread owns it.
 * Disk errors are {@link StorageException}; after one the log takes nothing more, because a failed
 * fdatasync may have dropped the pages it could not write.
 */
public final class WriteAheadLog implements AutoCloseable {
    private final WalConfig config;
    private final DirectoryLock lock;
    private final long salt;

    /** First lsn of each segment, oldest first; the last is the active one. */
    private final Deque<Long> firstLsns = new ArrayDeque<>();

    private SegmentWriter active;
    private boolean isFailed;
    private boolean isReleased;

    WriteAheadLog(WalConfig config, DirectoryLock lock, long salt, List<Long> firstLsns,
            SegmentWriter active) {
        this.config = config;
        this.lock = lock;
        this.salt = salt;
        this.firstLsns.addAll(firstLsns);
        this.active = active;
    }

    /** Takes each record of a replay, in lsn order. */
    @FunctionalInterface
    public interface RecordHandler {
        void record(long lsn, Bytes payload);
    }

    /**
     * Opens or makes the log of a directory: checks every record, cuts a torn tail, takes the lock.
     */
    public static Opened open(WalConfig config) {
        try {
            Files.createDirectories(config.directory());
            return LogOpener.open(config);
        } catch (IOException e) {
            throw new StorageException("cannot open the log in " + config.directory(), e);
        }
    }

    /** Reads all records on disk again; appended ones that were not synced are not seen. */
    public void replay(RecordHandler handler) {
        try {
            for (long firstLsn : firstLsns) {
                LogOpener.scan(config, SegmentFiles.path(config.directory(), firstLsn), handler);
            }
        } catch (IOException e) {
            throw new StorageException("cannot read the log in " + config.directory(), e);
        }
    }

    /** Drawn when the log was made; in each of its segments. */
    long salt() {
        return salt;
    }

    /** Whether no record was ever appended: a new disk, or a wiped one. */
    public boolean isEmpty() {
        return nextLsn() == 1;
    }

    /** The lsn that the next append gets. */
    public long nextLsn() {
        return active.nextLsn();
    }

    /** All records up to and including this one survive a crash; 0 if none. */
    public long durableLsn() {
        return active.durableLsn();
    }

    /** Bytes of whole segments count as full; the space reserved in the active one does not. */
    public long sizeBytes() {
        return (firstLsns.size() - 1L) * config.segmentBytes() + active.length();
    }

    /**
     * Appends one record; it is not durable before {@link #sync}.
     *
     * @param payload 1 to {@code recordBytesMax} bytes
     * @return its lsn
     */
    public long append(Bytes payload) {
        if (payload.isEmpty() || payload.size() > config.recordBytesMax()) {
            throw new IllegalArgumentException(
                    "record of " + payload.size() + " bytes; allowed are 1 to "
                            + config.recordBytesMax());
        }
        checkUsable();
        try {
            if (active.length() >= config.segmentBytes()) {
                roll();
            }
            return active.append(payload);
        } catch (IOException e) {
            throw failed("append to", e);
        }
    }

    /** Makes everything appended so far durable; a no-op if it is. Returns the durable lsn. */
    public long sync() {
        checkUsable();
        try {
            return active.sync();
        } catch (IOException e) {
            throw failed("sync", e);
        }
    }

    /**
     * Begins to make everything appended so far durable, without waiting: appends go on meanwhile.
     * The caller lets some thread {@link PendingSync#force} it, then calls {@link #endSync}.
     */
    public PendingSync beginSync() {
        checkUsable();
        try {
            return active.beginSync();
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    /** Takes note of a sync that was carried out; the durable lsn. */
    public long endSync(PendingSync sync) {
        checkUsable();
        try {
            sync.end();
        } catch (IOException e) {
            throw failed("close a segment of", e);
        }
        return Math.max(durableLsn(), sync.lsn());
    }

    private void roll() throws IOException {
        active.sync();
        long firstLsn = active.nextLsn();
        SegmentWriter next = SegmentWriter.create(config,
                new SegmentHeader(salt, firstLsn, active.hash()));
        active.retire();
        active = next;
        firstLsns.addLast(firstLsn);
    }

    /**
     * Deletes the oldest segments as far as they hold only records below {@code lsn}. The active
     * segment stays, so records below may survive and be replayed.
     */
    public void truncateBelow(long lsn) {
        checkUsable();
        try {
            boolean isChanged = false;
            while (firstLsns.size() > 1 && secondFirstLsn() <= lsn) {
                Files.deleteIfExists(
                        SegmentFiles.path(config.directory(), firstLsns.removeFirst()));
                isChanged = true;
            }
            if (isChanged) {
                SegmentFiles.syncDirectory(config.directory());
            }
        } catch (IOException e) {
            throw failed("truncate", e);
        }
    }

    private long secondFirstLsn() {
        var each = firstLsns.iterator();
        each.next();
        return each.next();
    }

    /** Syncs unless the log failed, then releases files and lock. */
    @Override
    public void close() {
        try {
            if (!isFailed) {
                active.sync();
            }
        } catch (IOException e) {
            throw failed("sync", e);
        } finally {
            release();
        }
    }

    /**
     * Releases files and lock but writes nothing: what was not synced is lost, as in a crash. A no-op
     * once closed.
     */
    public void abandon() {
        isFailed = true;
        release();
    }

    private void release() {
        isFailed = true;
        if (isReleased) {
            return;
        }
        isReleased = true;
        try {
            active.close();
            lock.close();
        } catch (IOException e) {
            throw new StorageException("cannot close the log in " + config.directory(), e);
        }
    }

    private void checkUsable() {
        if (isFailed) {
            throw new StorageException("the log in " + config.directory() + " failed or is closed");
        }
    }

    private StorageException failed(String what, IOException cause) {
        isFailed = true;
        return new StorageException("cannot " + what + " the log in " + config.directory(), cause);
    }
}
