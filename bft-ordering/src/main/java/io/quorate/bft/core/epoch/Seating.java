package io.quorate.bft.core.epoch;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.Follower;
import io.quorate.bft.core.LogTail;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.Recovery;
import java.util.List;
import java.util.Optional;

/** Decides whether a process may vote in an epoch, and makes its seat there. Mutable, one thread. */
final class Seating {
    private final Identity identity;
    private final EpochSetup setup;
    private final EpochRules rules;
    private final EpochHistory history;
    private final LogTail tail;

    Seating(Identity identity, EpochSetup setup, EpochRules rules, EpochHistory history,
            LogTail tail) {
        this.identity = identity;
        this.setup = setup;
        this.rules = rules;
        this.history = history;
        this.tail = tail;
    }

    /** At {@code applied}, with the log's records of that epoch, which nobody gets a second time. */
    Seat take(EpochConfig epoch, Applied applied, List<DecidedSlot> recentSlots,
            List<FrozenLane> frozen) {
        Optional<ReplicaId> self = epoch.replicaOf(identity.id());
        Optional<String> objection = self.isEmpty()
                ? Optional.of("it is not a member of epoch " + epoch.number())
                : objection(epoch, self.get());
        if (objection.isPresent()) {
            return learn(epoch, applied, objection.get(), recentSlots, frozen);
        }
        RecoveredLog log = history.takeLog(epoch.number());
        return setup.signing(epoch, self.get())
                .<Seat>map(scheme -> new Seat.Voting(setup.replica(
                        setup.config(epoch, self.get()), scheme,
                        new Recovery(log, applied, recentSlots, frozen, tail))))
                .orElseGet(() -> learn(epoch, applied, "it does not hold the key that epoch "
                        + epoch.number() + " names for " + identity.id(), recentSlots, frozen));
    }

    private Optional<String> objection(EpochConfig epoch, ReplicaId self) {
        Member registered = epoch.member(self);
        if (history.logIsAfter(epoch.number())) {
            return Optional.of("its log is of a later epoch than " + epoch.number());
        }
        return rules.mayVote(registered, identity) ? Optional.empty()
                : Optional.of("its log has the incarnation " + identity.incarnation()
                        + ", epoch " + epoch.number() + " names " + registered.incarnation()
                        + ": votes may be forgotten, so it votes again from the epoch on that"
                        + " names its new incarnation");
    }

    private Seat learn(EpochConfig epoch, Applied applied, String reason,
            List<DecidedSlot> recentSlots, List<FrozenLane> frozen) {
        return new Seat.Learning(new Follower(setup.config(epoch, new ReplicaId(0)),
                setup.verifying(epoch), applied, recentSlots, frozen), reason);
    }
}
