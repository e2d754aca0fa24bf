package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.HandOver;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochRecovery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads from an application what a start needs. */
final class Recoveries {
    private Recoveries() {}

    static EpochRecovery of(EpochConfig first, RecoveredLog log, Application application) {
        Applied applied = application.lastApplied();
        List<EpochChange> changes = new ArrayList<>();
        List<Bytes> handOvers = new ArrayList<>();
        List<FrozenLane> frozen = new ArrayList<>(application.frozenLanes(first.number()));
        int window = first.parameters().window();
        EpochConfig epoch = first;
        for (Optional<EpochChange> change = end(epoch, application); change
                .isPresent(); change = end(epoch, application)) {
            changes.add(change.get());
            application.blockCert(change.get().last().number()).ifPresent(handOvers::add);
            application.handOvers().find(epoch.number())
                    .ifPresent(proof -> handOvers.add(proof.blockCert()));
            epoch = change.get().next();
            frozen.addAll(application.frozenLanes(epoch.number()));
            window = Math.max(window, epoch.parameters().window());
        }
        return new EpochRecovery(first, changes, handOvers, log, applied,
                recentSlots(application, applied.seq(), 2 * window), frozen);
    }

    /** As it was decided here, or where it was not, as it was proved. */
    private static Optional<EpochChange> end(EpochConfig epoch, Application application) {
        return application.epochChange(epoch.number()).or(() -> application.handOvers()
                .find(epoch.number()).map(proof -> proved(epoch, proof)));
    }

    private static EpochChange proved(EpochConfig epoch, HandOver proof) {
        try {
            return new EpochChange(EpochConfig.decode(proof.next()));
        } catch (DecodeException e) {
            throw new IllegalStateException(
                    "what is kept of the end of epoch " + epoch.number() + " cannot be read", e);
        }
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
