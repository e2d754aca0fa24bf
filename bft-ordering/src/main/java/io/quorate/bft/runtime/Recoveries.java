package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.HandOver;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochRecovery;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads from an application what a start needs. */
final class Recoveries {
    private Recoveries() {}

    static EpochRecovery of(EpochConfig first, Ceremonies ceremonies, RecoveredLog log,
            Application application) {
        Applied applied = application.lastApplied();
        List<EpochChange> changes = new ArrayList<>();
        List<FrozenLane> frozen = new ArrayList<>();
        List<Bytes> handOvers = new ArrayList<>();
        int window = 0;
        Optional<EpochConfig> epoch = Optional.of(first);
        while (epoch.isPresent()) {
            EpochConfig config = epoch.get();
            frozen.addAll(application.frozenLanes(config.number()));
            window = Math.max(window, config.parameters().window());
            Optional<EpochConfig> recorded = recorded(ceremonies, config.number());
            Optional<HandOver> proof = recorded.isPresent() ? Optional.empty()
                    : application.handOvers().find(config.number());
            Optional<EpochChange> change = application.epochChange(config.number())
                    .or(() -> proof.map(one -> proved(config, one)));
            change.ifPresent(changes::add);
            proof.ifPresent(one -> handOvers.add(one.blockCert()));
            epoch = recorded.or(() -> change.map(EpochChange::next));
            epoch.filter(next -> next.start().number() <= applied.seq())
                    .flatMap(next -> application.blockCert(next.start().number()))
                    .ifPresent(handOvers::add);
        }
        return new EpochRecovery(first, changes, handOvers, log, applied,
                recentSlots(application, applied.seq(), 2 * window), frozen, ceremonies);
    }

    /** What follows an epoch that a record ended, whatever the application decided. */
    private static Optional<EpochConfig> recorded(Ceremonies ceremonies, long epoch) {
        return ceremonies.ended().stream().map(SignedRecovery::record)
                .filter(record -> record.ended().number() == epoch).map(RecoveryRecord::next)
                .findFirst();
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
