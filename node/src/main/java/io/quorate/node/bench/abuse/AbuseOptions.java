package io.quorate.node.bench.abuse;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is tried.
 *
 * @param rpc the node; empty to start replicas of this product
 * @param pid of the node's process, for its memory
 * @param only some by name; empty for all
 * @param time of each abuse that lasts, and of the quiet before it
 * @param sockets idle WebSockets
 * @param clients that ask all at once
 * @param fuzz mutated requests, from number {@code fuzzFrom} on
 */
public record AbuseOptions(Optional<URI> rpc, Optional<Long> pid, Path launcher, List<String> only,
        Duration time, int sockets, int clients, long fuzz, long fuzzFrom, long seed) {
    public AbuseOptions {
        only = List.copyOf(only);
    }
}
