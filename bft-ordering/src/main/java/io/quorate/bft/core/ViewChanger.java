package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Leaves views that f+1 replicas suspect and enters those that a NewView proves (SBFT view change). One thread. */
final class ViewChanger {
    /** So many replicas at a time tell a peer what others suspect. */
    private static final int RELAYS = 4;

    private final Context context;
    private final ShareCollector shares;
    private final Ordering ordering;
    private final Proposer proposer;
    private final LeaderWatch watch;
    private final ViewRules rules;
    private final Suspicions suspicions;
    private final ViewChanges viewChanges;
    /** By the leader that signed it: one with a huge view must not hide another's. */
    private final PendingNewView[] pending;
    private int pendingCount;
    /** When each peer was last sent what it lacks. */
    private final long[] helpedMillis;
    private Optional<ViewChange> own = Optional.empty();
    /** When it was made: what is that young is under way to all. */
    private long ownMillis = Long.MIN_VALUE / 2;
    private Optional<PendingNewView> entered = Optional.empty();
    /** When this awaited view is given up; Long.MAX_VALUE until a quorum awaits it too. */
    private long newViewDeadline = Long.MAX_VALUE;
    /** Who led the view that was active last, until its turn to start one was passed by. */
    private Optional<ReplicaId> leftLeader = Optional.empty();
    /** The awaited view that this leader would have to start. */
    private Optional<View> passedBy = Optional.empty();

    ViewChanger(Context context, ShareCollector shares, Ordering ordering, Proposer proposer,
            LeaderWatch watch, ViewRules rules) {
        this.context = context;
        this.shares = shares;
        this.ordering = ordering;
        this.proposer = proposer;
        this.watch = watch;
        this.rules = rules;
        this.suspicions = new Suspicions(context);
        this.viewChanges = new ViewChanges(context.quorums.n());
        this.pending = new PendingNewView[context.quorums.n()];
        this.helpedMillis = new long[context.quorums.n()];
        Arrays.fill(helpedMillis, Long.MIN_VALUE / 2);
    }

    /** Recovery: the last own promise. */
    void restoreLeft(ViewChange message) {
        own = Optional.of(message);
        viewChanges.put(new ViewChanges.Held(message, context.signatures.hashOf(message)));
        context.view = message.newView();
        context.active = false;
    }

    /** Recovery: the last view that was active; {@code members} are those of its view changes that the log has. */
    void restoreEntered(NewView message, List<ViewChange> members) {
        PendingNewView restored = new PendingNewView(message);
        members.forEach(m -> restored.offer(new ViewChanges.Held(m, context.signatures.hashOf(m))));
        entered = Optional.of(restored);
        context.view = message.view();
        context.active = true;
    }

    void suspect(Suspect.Reason reason) {
        suspicions.suspect(context.view, reason);
        leaveIfSuspected();
    }

    void onSuspect(Suspect message) {
        if (suspicions.learn(message)) {
            leaveIfSuspected();
        }
    }

    void onViewChange(ViewChange message) {
        boolean news = viewChanges.wants(message);
        boolean named = false;
        for (PendingNewView one : pending) {
            named |= one != null
                    && one.missing().stream().anyMatch(m -> m.sender().equals(message.sender()));
        }
        if (!news) {
            context.evidence.viewChangeAgain(message);
        }
        boolean admitted = named
                || context.quota.admitsViewWord(message.sender(), context.nowMillis);
        if (!news && !named || !admitted) {
            return;
        }
        Digest hash = context.signatures.hashOf(message);
        if (!context.signatures.valid(message, hash)) {
            context.blameSender();
            context.trace(Effect.Trace.Kind.REJECTED, message.base(),
                    "ViewChange of " + message.sender());
            return;
        }
        ViewChanges.Held held = new ViewChanges.Held(message, hash);
        context.quota.verifiedViewWord(message.sender(), context.nowMillis);
        context.evidence.viewChange(message);
        if (news) {
            viewChanges.put(held);
        }
        for (PendingNewView one : pending) {
            if (one != null && one.offer(held)) {
                tryEnter(one);
            }
        }
        followOthers();
    }

    void onNewView(ReplicaId from, NewView message) {
        View view = message.view();
        ReplicaId leader = context.config.viewStarter(view);
        boolean useful = view.isAfter(context.view) || view.equals(context.view) && !context.active;
        PendingNewView held = pending[leader.index()];
        boolean first = held == null || view.isAfter(held.message.view());
        context.evidence.newViewAgain(message);
        if (held != null) {
            context.evidence.newViews(held.message, message);
        }
        if (!useful || !first || leader.equals(context.config.self())
                || !context.quota.admitsViewWord(leader, context.nowMillis)) {
            return;
        }
        if (message.members().size() != context.quorums.viewChange()
                || !context.signatures.valid(leader, message)) {
            context.blameSender();
            context.trace(Effect.Trace.Kind.REJECTED, message.base(), "NewView of " + leader);
            return;
        }
        context.quota.verifiedViewWord(leader, context.nowMillis);
        PendingNewView fresh = new PendingNewView(message);
        pendingCount += held == null ? 1 : 0;
        pending[leader.index()] = fresh;
        for (NewView.Member member : message.members()) {
            viewChanges.find(member.sender(), member.viewChangeHash()).ifPresent(fresh::offer);
        }
        tryEnter(fresh);
        fetchMissing(fresh, Optional.of(from));
    }

    /** Timeouts and repeated questions. */
    void tick() {
        if (context.nowMillis >= newViewDeadline) {
            newViewDeadline = Long.MAX_VALUE;
            suspect(Suspect.Reason.NEW_VIEW_LATE);
        }
        for (int i = 0; pendingCount > 0 && i < pending.length; i++) {
            PendingNewView one = pending[i];
            if (one != null) {
                fetchMissing(one, Optional.empty());
            }
        }
    }

    long deadlineMillis() {
        return newViewDeadline;
    }

    boolean fetching() {
        for (int i = 0; pendingCount > 0 && i < pending.length; i++) {
            PendingNewView one = pending[i];
            if (one != null && !one.missing().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a peer at that place lacks to come to our view, or to leave its own; nothing more than once in a while. Own
     * words go to each, other replicas' suspicions only from a few in turn: each from each of all would be n³.
     */
    List<Message> helpFor(ReplicaId peer, Status status) {
        View theirs = status.view();
        if (theirs.isAfter(context.view) || context.nowMillis < helpedMillis[peer.index()]
                + context.roundTrips.retransmit(peer)) {
            return List.of();
        }
        List<Message> help = new ArrayList<>();
        boolean behind = theirs.isBefore(context.view) || !status.active();
        if (context.active && behind) {
            entered.ifPresent(view -> help.add(view.message));
        }
        boolean informed = theirs.equals(context.view)
                && status.holdsViewChangeOf(context.config.self());
        boolean isUnderWay = context.nowMillis < ownMillis
                + context.config.timeouts().retransmit();
        if (!context.active && behind && !informed && !isUnderWay) {
            own.ifPresent(help::add);
        }
        boolean relays = !context.active && theirs.isBefore(context.view) && isRelayFor(peer);
        help.addAll(suspicions.against(theirs).stream()
                .filter(s -> s.sender().equals(context.config.self()) || relays)
                .limit(context.quorums.weak() + 1L).toList());
        if (!help.isEmpty()) {
            helpedMillis[peer.index()] = context.nowMillis;
        }
        return help;
    }

    /** The same replica is nobody's relay for long, so a faulty one matters little. */
    private boolean isRelayFor(ReplicaId peer) {
        long round = context.nowMillis / context.timeouts().statusMillis();
        int n = context.quorums.n();
        return (context.config.self().index() + peer.index() + round * RELAYS) % n < RELAYS;
    }

    /** For a Status: whose view changes for the awaited view are here. */
    Bytes heldViewChanges() {
        if (context.active) {
            return Bytes.EMPTY;
        }
        byte[] bitmap = new byte[(context.quorums.n() + 7) / 8];
        viewChanges.of(context.view).forEach(held -> {
            int index = held.message().sender().index();
            bitmap[index >> 3] |= (byte) (1 << (index & 7));
        });
        return Bytes.wrap(bitmap);
    }

    /** What a replica says (again) when it starts. */
    List<Message> ownPosition() {
        if (!context.active) {
            return List.copyOf(own.stream().toList());
        }
        boolean started = context.config.viewStarter(context.view).equals(context.config.self());
        return started ? List.copyOf(entered.map(view -> view.message).stream().toList())
                : List.of();
    }

    Optional<ViewChange> findViewChange(Fetch.Wanted.ViewChangeOf wanted) {
        Optional<ViewChanges.Held> held = viewChanges.find(wanted.sender(), wanted.hash())
                .or(() -> entered.flatMap(view -> view.find(wanted.sender(), wanted.hash())));
        for (PendingNewView one : pending) {
            if (held.isEmpty() && one != null) {
                held = one.find(wanted.sender(), wanted.hash());
            }
        }
        return held.map(ViewChanges.Held::message);
    }

    /** The messages that stand for this replica's view in a shortened log, in an order that recovery understands. */
    List<Message> logRecords() {
        List<Message> records = new ArrayList<>();
        if (!context.active) {
            own.ifPresent(records::add);
        } else {
            entered.ifPresent(view -> {
                view.members().forEach(held -> records.add(held.message()));
                records.add(view.message);
            });
        }
        return records;
    }

    private void leaveIfSuspected() {
        Optional<View> view = suspicions.viewToLeave();
        if (view.isPresent() && !view.get().isBefore(context.view)) {
            suspicions.suspect(view.get(), Suspect.Reason.ECHO);
            leaveFor(view.get().next());
        }
    }

    /** f+1 replicas are further: one of them is correct, so this view is over. */
    private void followOthers() {
        Optional<View> view = viewChanges.reachedBy(context.quorums.weak());
        if (view.isPresent() && view.get().isAfter(context.view)) {
            leaveFor(view.get());
        }
        awaitNewView();
    }

    private void leaveFor(View newView) {
        context.trace(Effect.Trace.Kind.VIEW_LEFT, context.window.decided(), newView.toString());
        boolean wasPassedBy = !context.active && passedBy.filter(context.view::equals).isPresent();
        context.failedViews += wasPassedBy ? 0 : 1; // the same replica failed, once
        leftLeader = context.active ? Optional.of(context.leader()) : leftLeader;
        ReplicaId starter = context.config.viewStarter(newView);
        boolean sameAgain = leftLeader.filter(starter::equals).isPresent()
                && !starter.equals(context.config.self());
        context.view = newView;
        context.active = false;
        newViewDeadline = Long.MAX_VALUE;
        SeqNum base = context.window.base();
        List<SlotReport> reports = context.window.slots().tailMap(base, false).values().stream()
                .filter(slot -> slot.seq.number() <= base.number() + context.window.size())
                .flatMap(slot -> slot.report().stream()).toList();
        ViewChange message = context.signatures.viewChange(newView, base, context.window.baseCert(),
                reports);
        own = Optional.of(message);
        ownMillis = context.nowMillis;
        context.outbox.persist(message);
        context.outbox.broadcast(message);
        viewChanges.put(new ViewChanges.Held(message, context.signatures.hashOf(message)));
        for (PendingNewView one : pending) {
            if (one != null && !context.active) {
                tryEnter(one);
            }
        }
        if (sameAgain && !context.active) { // f+1 gave up its lead: nobody need wait for its NewView
            passedBy = Optional.of(newView);
            leftLeader = Optional.empty(); // once: at its next turn it has had its time
            suspect(Suspect.Reason.LEADER_AGAIN);
        }
        awaitNewView();
    }

    private void awaitNewView() {
        Optional<View> reached = viewChanges.reachedBy(context.quorums.viewChange());
        if (context.active || reached.isEmpty() || reached.get().isBefore(context.view)) {
            return;
        }
        if (newViewDeadline == Long.MAX_VALUE && suspicions.against(context.view).stream()
                .noneMatch(s -> s.sender().equals(context.config.self()))) {
            newViewDeadline = starterSinceMillis()
                    + context.timeouts().newView(context.failedViews);
        }
        List<ViewChanges.Held> all = viewChanges.of(context.view);
        if (context.config.viewStarter(context.view).equals(context.config.self())
                && all.size() >= context.quorums.viewChange()) {
            lead(all.subList(0, context.quorums.viewChange()));
        }
    }

    /**
     * Since when the awaited view's starter could have spoken: since it was last heard, where all tell all where they
     * stand, so that one that is down for longer is not waited for once more.
     */
    private long starterSinceMillis() {
        ReplicaId starter = context.config.viewStarter(context.view);
        boolean isTimed = context.duty.isDirect() && !starter.equals(context.config.self());
        return isTimed ? watch.heardMillis(starter) : context.nowMillis;
    }

    private void lead(List<ViewChanges.Held> members) {
        ViewChoice choice = choose(members);
        NewView message = context.signatures.newView(context.view,
                members.stream().map(ViewChanges.Held::member).toList(), choice.base(),
                choice.digests());
        PendingNewView view = new PendingNewView(message);
        members.forEach(view::offer);
        enter(view, choice);
        context.outbox.broadcast(message);
    }

    private void tryEnter(PendingNewView view) {
        NewView message = view.message;
        boolean useful = message.view().isAfter(context.view)
                || message.view().equals(context.view) && !context.active;
        if (!useful || !view.missing().isEmpty()) {
            return;
        }
        ViewChoice choice = choose(view.members());
        if (rules.accepts(message, choice)) {
            enter(view, choice);
        } else {
            suspicions.suspect(message.view(), Suspect.Reason.INVALID_PROPOSAL);
            leaveIfSuspected();
        }
    }

    private ViewChoice choose(List<ViewChanges.Held> members) {
        return ViewChoice.of(members.stream().map(ViewChanges.Held::message).toList(),
                context.config,
                context.signatures::valid, context.signatures::noop, rules);
    }

    /** The view starts here; everything sent in it waits for the log records of its start. */
    private void enter(PendingNewView view, ViewChoice choice) {
        choice.baseCert().filter(cert -> cert.seq().isAfter(context.window.base()))
                .ifPresent(shares::raise);
        view.members().forEach(held -> context.outbox.persist(held.message()));
        context.outbox.persist(view.message);
        context.view = view.message.view();
        context.active = true;
        entered = Optional.of(view);
        context.evidence.started(view.message);
        newViewDeadline = Long.MAX_VALUE;
        for (int i = 0; i < pending.length; i++) {
            if (pending[i] != null && !pending[i].message.view().isAfter(context.view)) {
                pending[i] = null;
                pendingCount--;
            }
        }
        applyChoices(view.message);
        proposer.viewEntered(lastChosen());
        context.trace(Effect.Trace.Kind.VIEW_ENTERED, choice.last(), "");
        ordering.viewEntered();
        ordering.windowMoved();
    }

    /** The last slot whose value the active view's NewView fixed. */
    SeqNum lastChosen() {
        return entered.map(
                view -> new SeqNum(view.message.base().number() + view.message.choices().size()))
                .orElse(context.config.epochStart());
    }

    /** Recovery too: what a NewView chose stands in its slots as a proposal. */
    void applyChoices(NewView message) {
        SeqNum seq = message.base();
        SeqNum closed = context.window.base().isBefore(context.window.executed())
                ? context.window.base()
                : context.window.executed();
        for (Digest digest : message.choices()) {
            seq = seq.next();
            if (seq.isAfter(closed)) {
                Slot slot = context.window.slot(seq);
                slot.accepted = Optional.of(new Slot.Accepted(message.view(), digest, true));
                if (slot.durableValues.containsKey(digest)) {
                    slot.values.put(digest, slot.durableValues.get(digest));
                }
            }
        }
    }

    private void fetchMissing(PendingNewView view, Optional<ReplicaId> source) {
        boolean useful = view.message.view().isAfter(context.view)
                || view.message.view().equals(context.view) && !context.active;
        if (!useful) {
            return;
        }
        view.nextTry(context.nowMillis, context.timeouts().retransmit()).ifPresent(tries -> {
            ReplicaId leader = context.config.viewStarter(view.message.view());
            ReplicaId peer = source
                    .orElse(new ReplicaId((leader.index() + tries) % context.quorums.n()));
            if (!peer.equals(context.config.self())) {
                view.missing().forEach(m -> context.outbox.send(peer,
                        new Fetch(new Fetch.Wanted.ViewChangeOf(view.message.view(), m.sender(),
                                m.viewChangeHash()))));
            }
        });
    }
}
