package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Status;
import java.util.BitSet;
import java.util.Optional;

/**
 * The seat in an epoch that is over here: it repeats its share of the last slot and helps those that are not as far,
 * until a quorum of the next epoch's members is known to be. Mutable, one thread.
 */
final class Closing {
    private final EpochConfig config;
    private final Seat seat;
    private final EpochConfig next;
    private final BitSet arrived = new BitSet();

    Closing(EpochConfig config, Seat seat, EpochConfig next) {
        this.config = config;
        this.seat = seat;
        this.next = next;
    }

    EpochConfig config() {
        return config;
    }

    Seat seat() {
        return seat;
    }

    /** Whatever a member says in the next epoch. */
    void heard(ReplicaId member, Message message) {
        if (message instanceof Status status && !status.executed().isBefore(next.start())) {
            arrived.set(member.index());
        }
    }

    /** {@code self} is there too. */
    boolean done(Optional<ReplicaId> self) {
        self.ifPresent(replica -> arrived.set(replica.index()));
        return arrived.cardinality() >= next.quorums().quorum();
    }
}
