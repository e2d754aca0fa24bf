package io.quorate.bft.recording;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.ReplicaStatus;
import java.util.List;

/** A replica's core as its driver sees it, recorded or not. */
public interface Steps extends AutoCloseable {
    List<Effect> step(Input input);

    ReplicaStatus status();

    @Override
    void close();
}
