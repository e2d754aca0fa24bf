package io.quorate.bft.runtime;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.recording.RecordingConfig;
import io.quorate.bft.wal.WalConfig;
import java.util.Optional;

/**
 * @param self this process's number in the registry, member of an epoch or not
 * @param first the epoch that the genesis describes
 * @param inboxBytesMaxPerPeer unread frames kept for one peer; newer ones are dropped, and counted
 * @param gossipBytesMax unread gossip kept for the application; newer frames are dropped, and counted
 * @param ceremonies how epochs ended by hand
 * @param recording where the inputs of this process's core are recorded, if they are
 */
public record OrderingConfig(MemberId self, long chainId, EpochConfig first, WalConfig wal,
        int inboxBytesMaxPerPeer, int gossipBytesMax, Ceremonies ceremonies,
        Optional<RecordingConfig> recording) {
    private static final int MIB = 1 << 20;

    public OrderingConfig {
        if (inboxBytesMaxPerPeer < MIB || gossipBytesMax < MIB) {
            throw new IllegalArgumentException("a queue of less than 1 MiB cannot hold a frame");
        }
    }

    /** 16 MiB for each peer, 32 MiB of gossip. */
    public static OrderingConfig of(MemberId self, long chainId, EpochConfig first,
            WalConfig wal) {
        return new OrderingConfig(self, chainId, first, wal, 16 * MIB, 32 * MIB, Ceremonies.NONE,
                Optional.empty());
    }

    /** The same, and every input is recorded. */
    public OrderingConfig recordedIn(RecordingConfig where) {
        return new OrderingConfig(self, chainId, first, wal, inboxBytesMaxPerPeer, gossipBytesMax,
                ceremonies, Optional.of(where));
    }

    /** The same, after these ceremonies. */
    public OrderingConfig after(Ceremonies installed) {
        return new OrderingConfig(self, chainId, first, wal, inboxBytesMaxPerPeer, gossipBytesMax,
                installed, recording);
    }
}
