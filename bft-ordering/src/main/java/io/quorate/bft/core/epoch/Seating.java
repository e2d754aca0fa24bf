package io.quorate.bft.core.epoch;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.Follower;
import io.quorate.bft.core.LogTail;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.Recovery;
import java.util.List;
import java.util.Optional;

/** Decides whether a process may vote in an epoch, and makes its seat there. Mutable, one thread. */
final class Seating {
    private final Objections objections;
    private final EpochSetup setup;
    private final LogTail tail;

    Seating(Objections objections, EpochSetup setup, LogTail tail) {
        this.objections = objections;
        this.setup = setup;
        this.tail = tail;
    }

    /** At {@code applied}, with the log's records of that epoch, which nobody gets a second time. */
    Seat take(EpochConfig epoch, Applied applied, List<DecidedSlot> recentSlots,
            List<FrozenLane> frozen) {
        Optional<String> objection = objections.against(epoch);
        if (objection.isPresent()) {
            return learn(epoch, applied, objection.get(), recentSlots, frozen);
        }
        MemberId member = objections.identity().id();
        ReplicaId self = epoch.replicaOf(member).orElseThrow();
        RecoveredLog log = objections.history().takeLog(epoch.number());
        return setup.signing(epoch, self)
                .<Seat>map(scheme -> new Seat.Voting(setup.replica(
                        setup.config(epoch, self), scheme,
                        new Recovery(log, applied, recentSlots, frozen, tail))))
                .orElseGet(() -> learn(epoch, applied, "it does not hold the key that epoch "
                        + epoch.number() + " names for " + member, recentSlots, frozen));
    }

    private Seat learn(EpochConfig epoch, Applied applied, String reason,
            List<DecidedSlot> recentSlots, List<FrozenLane> frozen) {
        return new Seat.Learning(new Follower(setup.config(epoch, new ReplicaId(0)),
                setup.verifying(epoch), applied, recentSlots, frozen), reason);
    }
}
