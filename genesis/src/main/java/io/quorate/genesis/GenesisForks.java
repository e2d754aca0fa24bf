package io.quorate.genesis;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When each rule set starts, as the {@code config} object of a genesis file says.
 *
 * @param blocks the first block of each fork up to London, and of Paris where the file names it
 * @param terminalTotalDifficulty empty where the chain never reaches Paris by difficulty
 * @param times the first timestamp, in seconds, of each fork from Shanghai on
 * @param blobSchedules what holds for blobs from which time on, in order of time
 */
public record GenesisForks(SortedMap<Fork, Long> blocks, Optional<UInt256> terminalTotalDifficulty,
        SortedMap<Fork, Long> times, List<BlobActivation> blobSchedules) {
    public GenesisForks {
        blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
        times = Collections.unmodifiableSortedMap(new TreeMap<>(times));
        blobSchedules = List.copyOf(blobSchedules);
    }

    /**
     * From {@code timestamp} on {@code schedule} holds.
     *
     * @param name the key in the file: a fork, or {@code bpo1} to {@code bpo5} (EIP-7892)
     */
    public record BlobActivation(String name, long timestamp, BlobSchedule schedule) {}
}
