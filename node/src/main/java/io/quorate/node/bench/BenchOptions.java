package io.quorate.node.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param urls of a network that runs already; empty to start one
 * @param pids of that network's processes, for memory and processor time; may be empty
 * @param launcher the {@code quorate} script that starts a network
 * @param latencyCount transactions sent one after another at light load
 * @param senders accounts that send at the same time
 * @param warmUp transfers sent before the measured ones
 */
public record BenchOptions(Layout layout, List<String> urls, List<Long> pids, Path launcher,
        int replicas, int latencyCount, int senders, int transfers, int warmUp, int batchLength,
        Duration lightLoadPause) {
    public BenchOptions {
        urls = List.copyOf(urls);
        pids = List.copyOf(pids);
    }

    /** How a network that the benchmark starts is spread over processes. */
    public enum Layout {
        ONE_PROCESS, PROCESS_PER_REPLICA
    }
}
