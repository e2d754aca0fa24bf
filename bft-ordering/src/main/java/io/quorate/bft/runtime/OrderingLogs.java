package io.quorate.bft.runtime;

import io.quorate.bft.MemberId;
import io.quorate.bft.wal.OwnerFile;
import io.quorate.bft.wal.WalConfig;
import org.apache.tuweni.bytes.Bytes;

/** Makes the log that a validator votes from, when a network is laid out: an empty disk alone may not vote. */
public final class OrderingLogs {
    private OrderingLogs() {}

    /** Whether there is, or was, a log. */
    public static boolean exists(WalConfig config) {
        return OwnerFile.exists(config);
    }

    /**
     * A new log with the incarnation that the first epoch names for {@code member}. Not for a disk that was lost: votes
     * of the log that was on it would be forgotten.
     *
     * @throws LogUnusableException if there is a log already
     */
    public static void create(WalConfig config, long chainId, MemberId member,
            Bytes incarnation) {
        ReplicaLog.create(config, new LogOwner(chainId, member, incarnation));
    }
}
