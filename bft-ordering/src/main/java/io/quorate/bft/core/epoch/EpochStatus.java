package io.quorate.bft.core.epoch;

import io.quorate.bft.core.ReplicaStatus;
import java.util.Optional;

/**
 * Where a process stands.
 *
 * @param learner why it does not vote in this epoch; empty if it does
 */
public record EpochStatus(EpochConfig epoch, ReplicaStatus replica, Optional<String> learner) {}
