package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.Optional;

/** The keys that a process holds, as an epoch's certificate suite. */
public interface CommitteeKeys {
    /** With the key that the epoch names for {@code self}; empty if this process does not hold that one. */
    Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self);

    /** Verifies only: it is never asked to sign. */
    QuorumScheme verifying(EpochConfig epoch);
}
