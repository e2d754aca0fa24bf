package io.quorate.bft.core.epoch;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.core.RecoveredLog;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a process starts from.
 *
 * @param first the epoch that the genesis describes
 * @param changes how epochs ended, from the first one on: what the application decided up to {@code applied}, and
 *     beyond that what peers proved
 * @param handOvers the encoded BlockCerts that ended those epochs, as far as the application has them, in any order
 * @param frozen what the application decided about lanes up to {@code applied}
 * @param ceremonies what operators decided by hand about how epochs end
 * @param recentSlots as in {@link io.quorate.bft.core.Recovery}, with the largest window of all epochs
 */
public record EpochRecovery(EpochConfig first, List<EpochChange> changes, List<Bytes> handOvers,
        RecoveredLog log, Applied applied, List<DecidedSlot> recentSlots, List<FrozenLane> frozen,
        Ceremonies ceremonies) {
    public EpochRecovery {
        changes = List.copyOf(changes);
        handOvers = List.copyOf(handOvers);
        recentSlots = List.copyOf(recentSlots);
        frozen = List.copyOf(frozen);
    }

    /** No epoch was ended by hand. */
    public EpochRecovery(EpochConfig first, List<EpochChange> changes, List<Bytes> handOvers,
            RecoveredLog log, Applied applied, List<DecidedSlot> recentSlots,
            List<FrozenLane> frozen) {
        this(first, changes, handOvers, log, applied, recentSlots, frozen, Ceremonies.NONE);
    }

    /** No lane is frozen. */
    public EpochRecovery(EpochConfig first, List<EpochChange> changes, List<Bytes> handOvers,
            RecoveredLog log, Applied applied, List<DecidedSlot> recentSlots) {
        this(first, changes, handOvers, log, applied, recentSlots, List.of());
    }
}
