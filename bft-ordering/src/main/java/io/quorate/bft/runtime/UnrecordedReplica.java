package io.quorate.bft.runtime;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.recording.Steps;
import java.util.List;

/** The core as it is. */
record UnrecordedReplica(Replica replica) implements Steps {
    @Override
    public List<Effect> step(Input input) {
        return replica.step(input);
    }

    @Override
    public ReplicaStatus status() {
        return replica.status();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
