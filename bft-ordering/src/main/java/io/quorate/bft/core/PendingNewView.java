package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.NewView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A NewView and those of its view changes that are here. Mutable, one thread. */
final class PendingNewView {
    final NewView message;
    private final TreeMap<ReplicaId, ViewChanges.Held> found = new TreeMap<>();
    private long askedMillis = Long.MIN_VALUE;
    private int asked;

    PendingNewView(NewView message) {
        this.message = message;
    }

    /** True if the view change is one of those named, and was missing. */
    boolean offer(ViewChanges.Held held) {
        return message.members().contains(held.member())
                && held.message().newView().equals(message.view())
                && found.putIfAbsent(held.message().sender(), held) == null;
    }

    List<NewView.Member> missing() {
        return message.members().stream().filter(member -> !found.containsKey(member.sender()))
                .toList();
    }

    List<ViewChanges.Held> members() {
        return new ArrayList<>(found.values());
    }

    Optional<ViewChanges.Held> find(ReplicaId sender, Digest hash) {
        return Optional.ofNullable(found.get(sender)).filter(held -> held.hash().equals(hash));
    }

    /** Whether it is time to ask again; the answer counts the tries, so that each goes to another peer. */
    Optional<Integer> nextTry(long nowMillis, long intervalMillis) {
        if (missing().isEmpty()
                || askedMillis != Long.MIN_VALUE && nowMillis < askedMillis + intervalMillis) {
            return Optional.empty();
        }
        askedMillis = nowMillis;
        return Optional.of(asked++);
    }
}
