package io.quorate.bft.core;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.FrozenLane;
import java.util.List;

/**
 * What a replica starts from.
 *
 * @param recentSlots the application's last slots up to {@code applied}, ascending: at least twice the window, as far
 *     as it has them
 * @param frozen lanes of which the application takes nothing more in this epoch
 * @param tail end of the whole log, of which {@code log} may be one epoch's part
 */
public record Recovery(RecoveredLog log, Applied applied, List<DecidedSlot> recentSlots,
        List<FrozenLane> frozen, LogTail tail) {
    public Recovery {
        recentSlots = List.copyOf(recentSlots);
        frozen = List.copyOf(frozen);
    }

    /** Of a replica that has the log to itself. */
    public Recovery(RecoveredLog log, Applied applied, List<DecidedSlot> recentSlots) {
        this(log, applied, recentSlots, List.of(), new LogTail(log.lastLsn()));
    }

    /** A first start. */
    public static Recovery fresh(Applied applied) {
        return new Recovery(RecoveredLog.EMPTY, applied, List.of());
    }
}
