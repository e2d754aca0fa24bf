package io.quorate.node.bench.rpc;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is measured and for how long.
 *
 * @param rpc the node; empty to start a network of this product
 * @param pid of the node's process, for its processor time
 * @param beside another node that is measured in turns with it
 * @param launcher the {@code quorate} script that starts a network
 * @param methods some of the measured ones by name; empty for all
 * @param warmUp how long each case is asked before any of them counts
 * @param round one measurement of one case
 */
public record RpcBenchOptions(Optional<URI> rpc, Optional<Long> pid, Optional<URI> beside,
        Optional<Long> besidePid, Path launcher, int replicas, int connections, List<String> modes,
        List<String> methods, Duration warmUp, Duration round, int rounds) {
    public RpcBenchOptions {
        modes = List.copyOf(modes);
        methods = List.copyOf(methods);
    }
}
