package io.quorate.node.doctor;

import java.util.List;

/**
 * What was collected.
 *
 * @param watchedMillis how long it was waited for blocks
 * @param notes what could not be looked at, and why
 */
public record Facts(List<ReplicaFacts> replicas, long watchedMillis, List<String> notes) {
    public Facts {
        replicas = List.copyOf(replicas);
        notes = List.copyOf(notes);
    }
}
