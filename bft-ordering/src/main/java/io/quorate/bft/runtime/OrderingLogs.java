package io.quorate.bft.runtime;

import io.quorate.bft.MemberId;
import io.quorate.bft.wal.OwnerFile;
import io.quorate.bft.wal.WalConfig;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Makes the log that a validator votes from, when a network is laid out: an empty disk alone may not vote. */
public final class OrderingLogs {
    private OrderingLogs() {}

    /** Whether there is, or was, a log. */
    public static boolean exists(WalConfig config) {
        return OwnerFile.exists(config);
    }

    /**
     * Of the log that is there; empty where there is none. Opens it as a start would, so nobody may run on it.
     *
     * @throws LogUnusableException as {@link OrderingService#start}
     */
    public static Optional<Bytes> incarnation(WalConfig config, long chainId, MemberId member) {
        if (!exists(config)) {
            return Optional.empty();
        }
        try (ReplicaLog log = ReplicaLog.open(config, chainId, member, new Tally())) {
            return Optional.of(log.incarnation());
        }
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
