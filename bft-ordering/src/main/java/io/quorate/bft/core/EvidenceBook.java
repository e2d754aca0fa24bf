package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BatchClaim;
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
 * seven proofs and one view change for each replica.
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
        slot.votes1.other(from, vote.view(), vote.digest()).ifPresent(
                held -> consider(twoFirstVotes(from, held, vote), vote, from));
        ViewChange change = viewChanges[from.index()];
        if (change != null && vote.view().isBefore(change.newView())) {
            consider(new Evidence(from, Evidence.Kind.HIDDEN_FIRST_VOTE, vote, change), vote,
                    from);
        }
        askAboutLeader(from, vote, slot);
    }

    private static Evidence twoFirstVotes(ReplicaId from, Shares.Share held, Vote1 vote) {
        return new Evidence(from, Evidence.Kind.TWO_FIRST_VOTES,
                new Vote1(held.view(), vote.seq(), held.digest(), held.bytes()), vote);
    }

    void vote2(ReplicaId from, Vote2 vote, Slot slot) {
        slot.votes2.other(from, vote.view(), vote.digest())
                .ifPresent(held -> consider(new Evidence(from, Evidence.Kind.TWO_SECOND_VOTES,
                        new Vote2(held.view(), vote.seq(), held.digest(), held.bytes()), vote),
                        vote, from));
        ViewChange change = viewChanges[from.index()];
        if (change != null && vote.view().isBefore(change.newView())) {
            consider(new Evidence(from, Evidence.Kind.HIDDEN_SECOND_VOTE, vote, change), vote,
                    from);
        }
    }

    /** A first vote for something else than the leader gave us: one of the two lies, and we show what we have. */
    private void askAboutLeader(ReplicaId from, Vote1 vote, Slot slot) {
        View view = vote.view();
        boolean differs = view.equals(context.view)
                && slot.acceptedIn(view).filter(d -> !d.equals(vote.digest())).isPresent();
        if (!differs || from.equals(context.config.self()) || !slot.shownTo.add(from)) {
            return;
        }
        if (slot.chosenIn(view)) {
            started.filter(message -> message.view().equals(view))
                    .ifPresent(message -> context.outbox.send(from, message));
            return;
        }
        context.leaders.of(view, slot.seq).ifPresent(leader -> slot.votes1.of(leader, view)
                .map(held -> new Vote1(view, slot.seq, held.digest(), held.bytes()))
                .filter(held -> context.signatures.valid(leader, held))
                .ifPresent(held -> context.outbox.send(from, new Testimony(leader, held))));
    }

    void onTestimony(Testimony message) {
        Vote1 vote = message.vote();
        context.window.find(vote.seq())
                .flatMap(slot -> slot.votes1.other(message.signer(), vote.view(), vote.digest()))
                .ifPresent(held -> consider(twoFirstVotes(message.signer(), held, vote), vote,
                        context.sender));
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
                            slot.seq, share.digest(), share.bytes()), message),
                    message,
                    context.sender));
            slot.votes2.newestOf(sender).ifPresent(share -> consider(
                    new Evidence(sender, Evidence.Kind.HIDDEN_SECOND_VOTE, new Vote2(share.view(),
                            slot.seq, share.digest(), share.bytes()), message),
                    message,
                    context.sender));
        }
    }

    /** One that nobody needs any more may still differ from what its sender said before. */
    void viewChangeAgain(ViewChange message) {
        ViewChange held = viewChanges[message.sender().index()];
        if (held != null && held.newView().equals(message.newView()) && !held.equals(message)) {
            consider(new Evidence(message.sender(), Evidence.Kind.TWO_VIEW_CHANGES, held, message),
                    message, context.sender);
        }
    }

    void started(NewView message) {
        started = Optional.of(message);
    }

    /** Two that differ and claim to start one view. */
    void newViews(NewView held, NewView message) {
        if (held.view().equals(message.view()) && !held.equals(message)) {
            consider(new Evidence(context.config.viewStarter(message.view()),
                    Evidence.Kind.TWO_NEW_VIEWS, held, message), message, context.sender);
        }
    }

    void newViewAgain(NewView message) {
        started.ifPresent(held -> newViews(held, message));
    }

    /** Two genuine ones of one author at one place; {@code fresh} just came. */
    void batches(Batch held, Batch fresh) {
        BatchClaim claim = context.signatures.claim(fresh);
        consider(new Evidence(fresh.author(), Evidence.Kind.TWO_BATCHES,
                context.signatures.claim(held), claim), claim, context.sender);
    }

    /** Proofs against authors of lanes go to a replica that seems not to know them. */
    void tellOfLanes(ReplicaId peer) {
        proofs.values().stream().filter(proof -> proof.kind() == Evidence.Kind.TWO_BATCHES)
                .forEach(proof -> context.outbox.emit(new Effect.Send(peer, proof, 0)));
    }

    /** From another replica; false if it proves nothing, which no correct replica sends. */
    boolean learn(Evidence evidence) {
        boolean known = proofs.containsKey(new Charge(evidence.accused(), evidence.kind()));
        return known || consider(evidence, evidence.second(), context.sender);
    }

    /** {@code fresh} is the item that just came from {@code teller}, who answers for it. */
    private boolean consider(Evidence evidence, Message fresh, ReplicaId teller) {
        Charge charge = new Charge(evidence.accused(), evidence.kind());
        if (proofs.containsKey(charge) || !rules.contradict(evidence, context.config)) {
            return false;
        }
        if (!genuine(evidence.accused(), fresh)) {
            context.quota.failed(teller, context.nowMillis);
            return false;
        }
        Message other = fresh.equals(evidence.first()) ? evidence.second() : evidence.first();
        if (!genuine(evidence.accused(), other)) {
            return false;
        }
        proofs.put(charge, evidence);
        if (evidence.kind() == Evidence.Kind.TWO_BATCHES) {
            context.lanes.doubt(evidence.accused());
        }
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
            case BatchClaim m -> context.signatures.valid(m);
            default -> false;
        };
    }
}
