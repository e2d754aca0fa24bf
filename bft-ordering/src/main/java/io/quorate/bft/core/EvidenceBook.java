package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.Testimony;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Notices what one replica signs twice, keeps one proof of each kind against each replica, and tells all others of it
 * once. Looks at what the protocol holds anyway; nothing it finds changes a vote. Mutable, one thread; holds at most
 * six proofs and one view change for each replica.
 */
final class EvidenceBook {
    private final Context context;
    private final EvidenceRules rules;
    private final TreeMap<Charge, Evidence> proofs = new TreeMap<>();
    /** The newest of each replica: votes that come later are held against them. */
    private final ViewChange[] viewChanges;
    private Optional<NewView> started = Optional.empty();

    private record Charge(ReplicaId accused, Evidence.Kind kind) implements Comparable<Charge> {
        @Override
        public int compareTo(Charge other) {
            int order = accused.compareTo(other.accused);
            return order == 0 ? kind.compareTo(other.kind) : order;
        }
    }

    EvidenceBook(Context context, EvidenceRules rules) {
        this.context = context;
        this.rules = rules;
        this.viewChanges = new ViewChange[context.quorums.n()];
    }

    /** A vote that is not counted yet, and need not be genuine. */
    void vote1(ReplicaId from, Vote1 vote, Slot slot) {
        slot.votes1.other(from, vote.view(), vote.digest())
                .ifPresent(held -> consider(new Evidence(from, Evidence.Kind.TWO_FIRST_VOTES,
                        new Vote1(held.view(), vote.seq(), held.digest(), held.bytes()), vote)));
        ViewChange change = viewChanges[from.index()];
        if (change != null) {
            consider(new Evidence(from, Evidence.Kind.HIDDEN_FIRST_VOTE, vote, change));
        }
        askAboutLeader(from, vote, slot);
    }

    void vote2(ReplicaId from, Vote2 vote, Slot slot) {
        slot.votes2.other(from, vote.view(), vote.digest())
                .ifPresent(held -> consider(new Evidence(from, Evidence.Kind.TWO_SECOND_VOTES,
                        new Vote2(held.view(), vote.seq(), held.digest(), held.bytes()), vote)));
        ViewChange change = viewChanges[from.index()];
        if (change != null) {
            consider(new Evidence(from, Evidence.Kind.HIDDEN_SECOND_VOTE, vote, change));
        }
    }

    /** A first vote for something else than the leader gave us: one of the two lies, and we show what we have. */
    private void askAboutLeader(ReplicaId from, Vote1 vote, Slot slot) {
        View view = vote.view();
        boolean differs = view.equals(context.view)
                && slot.acceptedIn(view).filter(d -> !d.equals(vote.digest())).isPresent();
        if (!differs || !slot.votes1.wants(from, view)) {
            return;
        }
        if (slot.chosenIn(view)) {
            started.filter(message -> message.view().equals(view))
                    .ifPresent(message -> context.outbox.send(from, message));
            return;
        }
        context.leaders.of(view, slot.seq).ifPresent(leader -> slot.votes1.of(leader, view)
                .ifPresent(held -> context.outbox.send(from, new Testimony(leader,
                        new Vote1(view, slot.seq, held.digest(), held.bytes())))));
    }

    void onTestimony(Testimony message) {
        Vote1 vote = message.vote();
        context.window.find(vote.seq())
                .flatMap(slot -> slot.votes1.other(message.signer(), vote.view(), vote.digest()))
                .ifPresent(held -> consider(new Evidence(message.signer(),
                        Evidence.Kind.TWO_FIRST_VOTES,
                        new Vote1(held.view(), vote.seq(), held.digest(), held.bytes()), vote)));
    }

    /** A genuine one, the newest of its sender or not. */
    void viewChange(ViewChange message) {
        ReplicaId sender = message.sender();
        ViewChange held = viewChanges[sender.index()];
        if (held == null || message.newView().isAfter(held.newView())) {
            viewChanges[sender.index()] = message;
        }
        for (Slot slot : context.window.slots().tailMap(message.base(), false).values()) {
            slot.votes1.newestOf(sender).ifPresent(share -> consider(
                    new Evidence(sender, Evidence.Kind.HIDDEN_FIRST_VOTE, new Vote1(share.view(),
                            slot.seq, share.digest(), share.bytes()), message)));
            slot.votes2.newestOf(sender).ifPresent(share -> consider(
                    new Evidence(sender, Evidence.Kind.HIDDEN_SECOND_VOTE, new Vote2(share.view(),
                            slot.seq, share.digest(), share.bytes()), message)));
        }
    }

    /** One that nobody needs any more may still differ from what its sender said before. */
    void viewChangeAgain(ViewChange message) {
        ViewChange held = viewChanges[message.sender().index()];
        if (held != null && held.newView().equals(message.newView()) && !held.equals(message)) {
            consider(new Evidence(message.sender(), Evidence.Kind.TWO_VIEW_CHANGES, held, message));
        }
    }

    void started(NewView message) {
        started = Optional.of(message);
    }

    /** Two that differ and claim to start one view. */
    void newViews(NewView held, NewView message) {
        if (held.view().equals(message.view()) && !held.equals(message)) {
            consider(new Evidence(context.config.viewStarter(message.view()),
                    Evidence.Kind.TWO_NEW_VIEWS, held, message));
        }
    }

    void newViewAgain(NewView message) {
        started.ifPresent(held -> newViews(held, message));
    }

    /** From another replica; false if it proves nothing, which no correct replica sends. */
    boolean learn(Evidence evidence) {
        boolean known = proofs.containsKey(new Charge(evidence.accused(), evidence.kind()));
        return known || consider(evidence);
    }

    private boolean consider(Evidence evidence) {
        Charge charge = new Charge(evidence.accused(), evidence.kind());
        if (proofs.containsKey(charge) || !rules.contradict(evidence, context.config)
                || !genuine(evidence.accused(), evidence.second())
                || !genuine(evidence.accused(), evidence.first())) {
            return false;
        }
        proofs.put(charge, evidence);
        context.outbox.emit(new Effect.Convicted(evidence));
        context.trace(Effect.Trace.Kind.CONVICTED, seqOf(evidence.first()),
                evidence.kind() + " by " + evidence.accused());
        if (context.codec.encode(evidence).size() <= context.codec.frameBytesMax()) {
            context.outbox.emit(new Effect.Broadcast(evidence, 0));
        }
        return true;
    }

    private SeqNum seqOf(Message item) {
        return switch (item) {
            case Vote1 m -> m.seq();
            case Vote2 m -> m.seq();
            default -> context.window.decided();
        };
    }

    private boolean genuine(ReplicaId accused, Message item) {
        return switch (item) {
            case Vote1 m -> context.signatures.valid(accused, m);
            case Vote2 m -> context.signatures.valid(accused, m);
            case ViewChange m -> context.signatures.valid(m, context.signatures.hashOf(m));
            case NewView m -> context.signatures.valid(accused, m);
            default -> false;
        };
    }
}
