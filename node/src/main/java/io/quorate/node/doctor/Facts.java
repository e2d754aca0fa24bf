package io.quorate.node.doctor;

import java.util.List;
import java.util.Set;

/**
 * What was collected.
 *
 * @param watchedMillis how long it was waited for blocks
 * @param joining numbers of nodes that the registry lets in, and that are in no epoch yet
 * @param notes what could not be looked at, and why
 */
public record Facts(List<ReplicaFacts> replicas, long watchedMillis, Set<Integer> joining,
        List<String> notes) {
    public Facts {
        joining = Set.copyOf(joining);
        replicas = List.copyOf(replicas);
        notes = List.copyOf(notes);
    }
}
