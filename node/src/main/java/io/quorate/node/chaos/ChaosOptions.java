package io.quorate.node.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is to be done to how large a network.
 *
 * @param launcher the {@code quorate} script that starts replicas
 * @param seed of the schedule: kinds, victims and lengths of faults follow from it and the round's number
 * @param rounds how many rounds are done at most; else, where it is empty, the time says when it is enough
 * @param limit how long the network may take after a fault until it is whole, and a client until it is answered
 * @param faults to draw from; none for a soak
 * @param results where counts and times add up over runs
 * @param workFolder where the network is laid out; empty for a temporary folder. It is kept after a failure
 */
public record ChaosOptions(Path launcher, int replicas, long seed, Duration time,
        OptionalInt rounds, Duration limit, int clients,
        Duration pause, Set<Fault> faults, Path results, MemoryOptions memory,
        Optional<Path> workFolder) {
    public ChaosOptions {
        faults = Set.copyOf(faults);
    }

    boolean isSoak() {
        return faults.isEmpty();
    }
}
