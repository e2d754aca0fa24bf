package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.View;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The newest view change of each replica, with genuine signatures. Mutable, one thread. */
final class ViewChanges {
    private final Held[] bySender;

    /** A view change and its hash. */
    record Held(ViewChange message, Digest hash) {
        NewView.Member member() {
            return new NewView.Member(message.sender(), hash);
        }
    }

    ViewChanges(int committeeSize) {
        bySender = new Held[committeeSize];
    }

    boolean wants(ViewChange message) {
        Held held = bySender[message.sender().index()];
        return held == null || message.newView().isAfter(held.message().newView());
    }

    void put(Held held) {
        bySender[held.message().sender().index()] = held;
    }

    /** The highest view that {@code count} replicas reached, if there are so many. */
    Optional<View> reachedBy(int count) {
        List<View> views = new ArrayList<>(Arrays.stream(bySender).filter(Objects::nonNull)
                .map(held -> held.message().newView()).toList());
        views.sort(Comparator.reverseOrder());
        return views.size() < count ? Optional.empty() : Optional.of(views.get(count - 1));
    }

    /** All for exactly {@code view}, ascending by sender. */
    List<Held> of(View view) {
        return Arrays.stream(bySender)
                .filter(held -> held != null && held.message().newView().equals(view)).toList();
    }

    Optional<Held> find(ReplicaId sender, Digest hash) {
        return Optional.ofNullable(bySender[sender.index()])
                .filter(held -> held.hash().equals(hash));
    }
}
