package io.quorate.bft.wal;

import java.nio.file.Path;

/** What {@link WriteAheadLog#open} found. */
public sealed interface Opened {
    /**
     * The log is whole and takes records.
     *
     * @param cutBytes length of the torn tail that was cut; 0 after a clean stop
     */
    record Ready(WriteAheadLog log, long cutBytes) implements Opened {}

    /**
     * A record that was once synced is missing or altered: amnesia. The replica must not vote in
     * this epoch; the files are left as they are.
     *
     * @param segment file that holds, or should hold, the first bad record
     * @param lsn number of the first bad record
     * @param reason one sentence for the operator
     */
    record Damaged(Path segment, long lsn, String reason) implements Opened {}

    /** Another process, or another replica of this one, has the directory open. */
    record InUse(Path directory) implements Opened {}
}
