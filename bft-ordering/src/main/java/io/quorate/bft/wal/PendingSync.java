package io.quorate.bft.wal;

import java.io.IOException;

/** A sync begun by the log's owner, carried out by any one thread, ended by the owner. */
public final class PendingSync {
    private final SegmentWriter segment;
    private final long lsn;

    PendingSync(SegmentWriter segment, long lsn) {
        this.segment = segment;
        this.lsn = lsn;
    }

    /** All records up to this one are durable once {@link #force} returned. */
    public long lsn() {
        return lsn;
    }

    /**
     * Waits for the disk. Once, from any thread; the log must not be closed meanwhile.
     *
     * @throws StorageException if the disk fails: the log must not be used any more
     */
    public void force() {
        try {
            segment.force();
        } catch (IOException e) {
            throw new StorageException("cannot sync the log", e);
        }
    }

    void end() throws IOException {
        segment.endSync(lsn);
    }
}
