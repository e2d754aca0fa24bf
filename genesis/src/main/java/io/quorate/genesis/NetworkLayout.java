package io.quorate.genesis;

import java.nio.file.Path;
import java.util.List;

/**
 * Where {@code network init} put everything.
 *
 * @param nextSteps lines to print: the commands that start the network
 */
public record NetworkLayout(Path dir, Path genesisFile, List<Replica> replicas,
        List<String> nextSteps) {
    public NetworkLayout {
        replicas = List.copyOf(replicas);
        nextSteps = List.copyOf(nextSteps);
    }

    /** The files of one replica. */
    public record Replica(int index, Path dir, Path configFile, NodeSettings.Keys keys,
            Validator validator, Endpoint rpc) {}
}
