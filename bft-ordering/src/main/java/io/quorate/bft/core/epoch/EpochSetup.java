package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.Optional;

/** What a {@link Participant} needs to take its place in an epoch: its keys, and the replica that is built with them. */
public interface EpochSetup {
    ReplicaConfig config(EpochConfig epoch, ReplicaId self);

    /** With the key that the epoch names for {@code self}; empty if this process does not hold it. */
    Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self);

    /** Verifies only: it is never asked to sign. */
    QuorumScheme verifying(EpochConfig epoch);

    Replica replica(ReplicaConfig config, QuorumScheme scheme, Recovery recovery);
}
