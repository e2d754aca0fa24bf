package io.quorate.jsonrpc;

import io.quorate.execution.dev.DevCommand;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.execution.dev.DevState;
import java.util.List;
import java.util.Optional;

/** A chain that takes commands, for development. Safe for any thread. */
public interface DevChain {
    /**
     * Has the commands ordered, one after another and without others of this replica between them, and waits until all
     * are carried out here.
     *
     * @return the first that was refused, or what became of the last; empty where the time was over before
     */
    Optional<Outcome> tell(List<DevCommand> commands);

    /** What the chain was told, as of the latest block. */
    DevState state();
}
