package io.quorate.bft.core;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import java.util.List;

/**
 * What a replica starts from.
 *
 * @param recentSlots the application's last slots up to {@code applied}, ascending: at least twice the window, as far
 *     as it has them
 */
public record Recovery(RecoveredLog log, Applied applied, List<DecidedSlot> recentSlots) {
    public Recovery {
        recentSlots = List.copyOf(recentSlots);
    }

    /** A first start. */
    public static Recovery fresh(Applied applied) {
        return new Recovery(RecoveredLog.EMPTY, applied, List.of());
    }
}
