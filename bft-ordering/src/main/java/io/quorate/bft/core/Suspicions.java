package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Suspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The highest view each replica wants to leave. Mutable, one thread. */
final class Suspicions {
    private final Context context;
    private final Suspect[] bySender;

    Suspicions(Context context) {
        this.context = context;
        this.bySender = new Suspect[context.quorums.n()];
    }

    /** Says once for each view that this replica wants to leave it. */
    void suspect(View view, Suspect.Reason reason) {
        ReplicaId self = context.config.self();
        if (wants(self, view)) {
            Suspect message = context.signatures.suspect(view, reason);
            bySender[self.index()] = message;
            context.outbox.broadcast(message);
            context.trace(Effect.Trace.Kind.SUSPECTED, context.window.decided(), reason.name());
        }
    }

    /** True if it is news and genuine. */
    boolean learn(Suspect message) {
        if (!wants(message.sender(), message.view())
                || message.sender().equals(context.config.self())
                || !context.quota.admitsViewWord(message.sender(), context.nowMillis)) {
            return false;
        }
        if (!context.signatures.valid(message)) {
            context.blameSender();
            context.trace(Effect.Trace.Kind.REJECTED, context.window.decided(),
                    "Suspect of " + message.sender());
            return false;
        }
        context.quota.verifiedViewWord(message.sender(), context.nowMillis);
        bySender[message.sender().index()] = message;
        return true;
    }

    /** The highest view that f+1 replicas, so at least one correct one, want to leave. */
    Optional<View> viewToLeave() {
        List<View> views = new ArrayList<>(
                Arrays.stream(bySender).filter(Objects::nonNull).map(Suspect::view)
                        .toList());
        views.sort(Comparator.reverseOrder());
        int weak = context.quorums.weak();
        return views.size() < weak ? Optional.empty() : Optional.of(views.get(weak - 1));
    }

    /** All held that ask to leave {@code view} or a later one. */
    List<Suspect> against(View view) {
        return Arrays.stream(bySender).filter(s -> s != null && !s.view().isBefore(view)).toList();
    }

    private boolean wants(ReplicaId sender, View view) {
        Suspect held = bySender[sender.index()];
        return held == null || view.isAfter(held.view());
    }
}
