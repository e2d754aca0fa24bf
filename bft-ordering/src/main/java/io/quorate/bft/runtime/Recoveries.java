package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochRecovery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads from an application what a start needs. */
final class Recoveries {
    private Recoveries() {}

    static EpochRecovery of(EpochConfig first, RecoveredLog log, Application application) {
        Applied applied = application.lastApplied();
        List<EpochChange> changes = new ArrayList<>();
        List<FrozenLane> frozen = new ArrayList<>(application.frozenLanes(first.number()));
        int window = first.parameters().window();
        for (Optional<EpochChange> change = application.epochChange(first.number()); change
                .isPresent(); change = application.epochChange(change.get().next().number())) {
            changes.add(change.get());
            frozen.addAll(application.frozenLanes(change.get().next().number()));
            window = Math.max(window, change.get().next().parameters().window());
        }
        return new EpochRecovery(first, changes, changes.stream()
                .flatMap(change -> application.blockCert(change.last().number()).stream())
                .toList(), log, applied, recentSlots(application, applied.seq(), 2 * window),
                frozen);
    }

    private static List<DecidedSlot> recentSlots(Application application, long appliedSeq,
            int count) {
        Deque<DecidedSlot> slots = new ArrayDeque<>();
        for (long seq = appliedSeq; seq > 0 && slots.size() < count; seq--) {
            Optional<DecidedSlot> slot = application.slot(seq);
            if (slot.isEmpty()) {
                break;
            }
            slots.addFirst(slot.get());
        }
        return List.copyOf(slots);
    }
}
