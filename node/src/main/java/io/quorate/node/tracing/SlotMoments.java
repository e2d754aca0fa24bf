package io.quorate.node.tracing;

import io.quorate.bft.runtime.SlotStage;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** When the last slots came to which stage. Written by one thread without a lock, read by any. */
final class SlotMoments {
    private static final int KEPT = 1024;
    private static final int STAGES = SlotStage.values().length;
    private static final int WIDTH = STAGES + 1;

    /** For each place the slot, and then the moment of each stage; 0 where it was not reached. */
    private final AtomicLongArray cells = new AtomicLongArray(KEPT * WIDTH);

    void reached(SlotStage stage, long seqNum, long nowNanos) {
        int place = placeOf(seqNum);
        if (cells.get(place) != seqNum) {
            cells.set(place, 0); // readers must not take the old slot's moments for the new one's
            for (int i = 1; i < WIDTH; i++) cells.set(place + i, 0);
            cells.set(place, seqNum);
        }
        cells.set(place + 1 + stage.ordinal(), nowNanos == 0 ? 1 : nowNanos);
    }

    OptionalLong of(SlotStage stage, long seqNum) {
        int place = placeOf(seqNum);
        long moment = cells.get(place + 1 + stage.ordinal());
        return moment == 0 || cells.get(place) != seqNum ? OptionalLong.empty()
                : OptionalLong.of(moment);
    }

    private static int placeOf(long seqNum) {
        return (int) (seqNum & (KEPT - 1)) * WIDTH;
    }
}
