package io.quorate.bft.core;

import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.List;

/** The whole of consensus for one replica of one ledger. Owned by one thread. */
public final class Replica {
    private final ReplicaConfig config;

    /** Replays the log; acts only from the first {@link Input.Ticked} on. */
    public Replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules, Recovery recovery) {
        this.config = config;
    }

    /**
     * Takes one input to its end. Same inputs, same effects. An {@link IllegalStateException} means that this replica
     * (or more than f others) is broken: the driver must stop it.
     */
    public List<Effect> step(Input input) {
        return List.of();
    }

    /** Where this replica stands: for status pages and metrics. */
    public ReplicaStatus status() {
        throw new IllegalStateException("not started");
    }
}
