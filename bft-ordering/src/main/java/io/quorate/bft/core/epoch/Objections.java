package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import java.util.Optional;

/** Why a process must only look on in an epoch; asked whenever it takes a seat. */
record Objections(Identity identity, EpochRules rules, Ceremonies ceremonies,
        EpochHistory history) {
    /** Empty if it may vote. */
    Optional<String> against(EpochConfig epoch) {
        Optional<ReplicaId> self = epoch.replicaOf(identity.id());
        if (self.isEmpty()) {
            return Optional.of("it is not a member of epoch " + epoch.number());
        }
        return rules.bound(ceremonies.objection(epoch.number()))
                .or(() -> ofLog(epoch, self.get()));
    }

    private Optional<String> ofLog(EpochConfig epoch, ReplicaId self) {
        if (history.logIsAfter(epoch.number())) {
            return Optional.of("its log is of a later epoch than " + epoch.number());
        }
        Member registered = epoch.member(self);
        return rules.mayVote(registered, identity) ? Optional.empty()
                : Optional.of("its log has the incarnation " + identity.incarnation()
                        + ", epoch " + epoch.number() + " names " + registered.incarnation()
                        + ": votes may be forgotten, so it votes again from the epoch on that"
                        + " names its new incarnation");
    }
}
