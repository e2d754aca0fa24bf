package io.quorate.bft.core;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What makes up for lost messages: each replica says where it stands, and whoever is further sends what is missing;
 * values and old slots are fetched. Mutable, one thread.
 */
final class Repair {
    /** Slots looked at for one Status: the rest follows with the next one. */
    private static final int SLOTS_PER_STATUS = 16;
    private static final int SLOTS_PER_FETCH = 32;
    private static final int STATUS_PEERS = 4;

    private final Context context;
    private final ShareCollector shares;
    private final Ordering ordering;
    private final Delivery delivery;
    private final ViewChanger viewChanger;
    private final SnapshotDuty snapshots;
    private final Status[] peers;
    /** The most that the last word of any peer claims. */
    private SeqNum executedMax = SeqNum.ZERO;
    private final boolean[] reading;
    private final long[] answeredMillis;
    private long statusAtMillis = Long.MIN_VALUE;
    private long fetchedMillis;
    private int nextPeer;

    Repair(Context context, ShareCollector shares, Ordering ordering, Delivery delivery,
            ViewChanger viewChanger, SnapshotDuty snapshots) {
        this.context = context;
        this.shares = shares;
        this.ordering = ordering;
        this.delivery = delivery;
        this.viewChanger = viewChanger;
        this.snapshots = snapshots;
        this.peers = new Status[context.quorums.n()];
        this.reading = new boolean[context.quorums.n()];
        this.answeredMillis = new long[context.quorums.n()];
        Arrays.fill(answeredMillis, Long.MIN_VALUE / 2);
        this.nextPeer = context.config.self().index(); // or all would turn to the same few at a time
    }

    /** Sends what is due; {@code busy} shortens the interval. */
    void tick(boolean busy) {
        Timeouts timeouts = context.timeouts();
        if (context.nowMillis >= statusAtMillis) {
            statusAtMillis = context.nowMillis
                    + (busy ? timeouts.statusMillis() : timeouts.idleStatusMillis());
            sendStatus();
            if (!context.duty.isDirect()) {
                repeatToCollectors();
            }
        }
        if (busy) {
            statusAtMillis = Math.min(statusAtMillis, context.nowMillis + timeouts.statusMillis());
        }
        if (context.nowMillis >= fetchedMillis + timeouts.retransmit()) {
            fetch();
        }
    }

    long deadlineMillis() {
        boolean fetching = behind() || !missingValues().isEmpty();
        long fetchAt = fetching
                ? Math.max(fetchedMillis, context.grewMillis)
                        + context.timeouts().retransmit()
                : Long.MAX_VALUE;
        return Math.min(statusAtMillis, fetchAt);
    }

    /**
     * Each to each would be n² messages. Everybody hears the leader and the leader everybody, which is what repair needs
     * where it does its part; a few others in turn make up for one that does not. A view change needs all.
     */
    private void sendStatus() {
        boolean toAll = context.duty.isDirect() || !context.active
                || context.leads(context.window.decided().next());
        if (toAll) {
            context.outbox.emit(new Effect.Broadcast(status(), 0));
            return;
        }
        connected(context.leader());
        for (int i = 0; i < STATUS_PEERS; i++) {
            connected(rotate());
        }
    }

    /** What was lost on the way to a slot's collectors. */
    private void repeatToCollectors() {
        int count = 0;
        for (Slot slot : context.window.slots().tailMap(context.window.decided(), false).values()) {
            if (slot.decided.isEmpty() && old(slot.touchedMillis) && count++ < SLOTS_PER_STATUS) {
                votes(slot).stream()
                        .filter(vote -> vote instanceof Vote1 || vote instanceof Vote2)
                        .forEach(vote -> context.duty.repeatVote(slot.seq, vote));
            }
        }
        Timeouts timeouts = context.timeouts();
        boolean stuck = context.nowMillis - shares.movedMillis() >= timeouts
                .progress(context.failedViews);
        if (stuck) { // all collectors of a result may be faulty, and that is no reason to suspect a leader
            shares.lastShare().ifPresent(context.outbox::broadcast);
        }
    }

    /** Own last words and position: at start, or to a peer that came back. */
    void announce() {
        viewChanger.ownPosition().forEach(context.outbox::broadcast);
        for (Slot slot : context.window.slots().values()) {
            votes(slot).forEach(this::sayAgain);
        }
        shares.lastShare().ifPresent(context.outbox::cast);
        context.outbox.emit(new Effect.Broadcast(status(), 0));
    }

    /** To all, and to self, who counts its own votes as it counts others'. */
    private void sayAgain(Message message) {
        switch (message) {
            case Propose propose -> {
                SeqNum seq = propose.value().seq();
                Digest digest = context.signatures.digestOf(propose.value());
                context.outbox.castAs(propose,
                        new Vote1(propose.view(), seq, digest, propose.share()));
            }
            case Vote1 vote -> context.outbox.cast(vote);
            case Vote2 vote -> context.outbox.cast(vote);
            default -> context.outbox.broadcast(message);
        }
    }

    /** Tells one peer where we stand. */
    void connected(ReplicaId peer) {
        context.outbox.emit(new Effect.Send(peer, status(), 0));
    }

    void onStatus(ReplicaId from, Status status) {
        Status before = peers[from.index()];
        peers[from.index()] = status;
        noteExecuted(before, status);
        snapshots.onStatus(from, status);
        if (from.equals(context.leader())) {
            context.duty.leaderWaits(status.fastMillis());
        }
        viewChanger.helpFor(from, status)
                .forEach(message -> context.outbox.send(from, message));
        SeqNum base = context.window.base();
        boolean answer = old(answeredMillis[from.index()], from);
        boolean lacksBase = status.base().isBefore(base);
        boolean behind = status.executed().isBefore(context.window.executed());
        if (answer && (behind || lacksBase)) {
            answeredMillis[from.index()] = context.nowMillis;
        }
        if (answer && behind) {
            // So that it knows whom to fetch from. It may be ahead again when this arrives, and answer in turn:
            // without a pause two replicas under load would go on so for ever.
            connected(from);
        }
        if (answer && lacksBase) {
            context.window.baseCert().ifPresent(cert -> context.outbox.send(from, cert));
        } else if (!lacksBase && old(context.grewMillis, from)) {
            shares.lastShare().ifPresent(share -> context.outbox.send(from, share));
        }
        int count = 0;
        for (Slot slot : context.window.slots().tailMap(status.decided(), false).values()) {
            if (old(slot.touchedMillis, from)) {
                Optional<DecisionCert> decided = slot.decided;
                if (decided.isPresent()) {
                    context.outbox.send(from, decided.get());
                } else if (status.view().equals(context.view)) {
                    votes(slot).forEach(message -> context.outbox.send(from, message));
                }
                if (++count == SLOTS_PER_STATUS) {
                    return;
                }
            }
        }
    }

    private void noteExecuted(Status before, Status now) {
        if (!now.executed().isBefore(executedMax)) {
            executedMax = now.executed();
        } else if (before != null && before.executed().equals(executedMax)) { // it took its claim back
            executedMax = now.executed();
            for (Status status : peers) {
                if (status != null && status.executed().isAfter(executedMax)) {
                    executedMax = status.executed();
                }
            }
        }
    }

    void onFetch(ReplicaId from, Fetch fetch) {
        switch (fetch.wanted()) {
            case Fetch.Wanted.ValueOf wanted -> {
                Optional<Value> value = context.window.find(wanted.seq())
                        .flatMap(slot -> Optional.ofNullable(slot.values.get(wanted.digest())));
                if (value.isPresent()) {
                    context.outbox.send(from, new FetchedValue(value.get()));
                } else {
                    serve(from, wanted.seq(), 1);
                }
            }
            case Fetch.Wanted.ViewChangeOf wanted -> viewChanger.findViewChange(wanted)
                    .ifPresent(message -> context.outbox.send(from, message));
            case Fetch.Wanted.BatchesTo _ -> throw new IllegalStateException(
                    "batches are asked of the lanes");
            case Fetch.Wanted.SlotsFrom wanted -> serve(from, wanted.first(), wanted.count());
            case Fetch.Wanted.SnapshotAbove _ -> snapshots.onFetch(from, fetch);
            case Fetch.Wanted.DescriptionOf _ -> snapshots.onFetch(from, fetch);
            case Fetch.Wanted.ChunkOf _ -> snapshots.onFetch(from, fetch);
            case Fetch.Wanted.HandOver() -> {
                // the epoch is not over here
            }
        }
    }

    void onSlotsRead(ReplicaId requester, List<DecidedSlot> slots) {
        reading[requester.index()] = false;
        if (!slots.isEmpty()) {
            context.outbox.emit(new Effect.Send(requester, new FetchedSlots(slots), 0));
        }
    }

    /** Each slot proves itself by its deciding certificate; a bad one ends the use of this answer. */
    void onFetchedSlots(ReplicaId from, FetchedSlots message) {
        SeqNum before = known();
        for (DecidedSlot decided : message.slots()) {
            SeqNum seq = new SeqNum(decided.seq());
            if (context.window.acceptsDecision(seq) && !learn(seq, decided)) {
                context.blameSender();
                context.trace(Effect.Trace.Kind.REJECTED, seq, "FetchedSlots of " + from);
                return;
            }
        }
        if (known().isAfter(before)) {
            fetchSlots(from);
        }
    }

    private boolean learn(SeqNum seq, DecidedSlot decided) {
        Optional<SlotProof> proof = SlotProof.of(decided, context.config.epoch(), context.codec,
                context.signatures);
        proof.ifPresent(proven -> {
            Slot slot = context.window.slot(seq);
            boolean withChains = !proven.chains().links().isEmpty();
            slot.chains = withChains ? Optional.of(proven.chains()) : slot.chains;
            proven.value().ifPresent(v -> slot.remember(decided.digest(), v));
            delivery.decide(slot, proven.cert(), Effect.Trace.Kind.DECIDED_FETCHED);
            delivery.deliver();
        });
        return proof.isPresent();
    }

    static Optional<Value> valueOf(DecidedSlot slot) {
        return slot.isNoop() ? Optional.empty()
                : Optional.of(new Value(new SeqNum(slot.seq()), slot.proposedMillis(),
                        new ReplicaId(slot.proposer()),
                        slot.payload()));
    }

    private Status status() {
        return new Status(context.view, context.active, context.window.base(),
                context.window.decided(), context.window.executed(),
                viewChanger.heldViewChanges(), context.duty.fastMillis());
    }

    /** Own votes of this view for an undecided slot; the leader's come with the value. */
    private List<Message> votes(Slot slot) {
        List<Message> votes = new ArrayList<>();
        if (!context.active || slot.decided.isPresent()) {
            return votes;
        }
        Optional<Vote1> vote = slot.ownVote1.filter(v -> v.view().equals(context.view));
        if (vote.isPresent()) {
            Value value = slot.values.get(vote.get().digest());
            votes.add(context.leads(slot.seq) && value != null
                    ? new Propose(context.view, value, vote.get().share())
                    : vote.get());
        }
        Optional<PrepCert> prepared = slot.prepared
                .filter(cert -> cert.view().equals(context.view));
        prepared.ifPresent(cert -> {
            if (slot.ownVote2.filter(v -> v.view().equals(cert.view())).isEmpty()) {
                slot.ownVote2 = Optional.of(context.signatures.vote2(cert.view(), cert.seq(),
                        cert.digest()));
            }
            slot.ownVote2.ifPresent(votes::add);
            if (!context.duty.isDirect()) { // there it was sent once, by a collector that may be faulty
                votes.add(cert);
            }
        });
        return votes;
    }

    private boolean old(long sinceMillis) {
        return context.nowMillis - sinceMillis >= context.timeouts().retransmit();
    }

    /** What was sent so long ago would have arrived there, and its effect been heard of. */
    private boolean old(long sinceMillis, ReplicaId peer) {
        return context.nowMillis - sinceMillis >= context.roundTrips.retransmit(peer);
    }

    private void serve(ReplicaId requester, SeqNum first, int count) {
        SeqNum executed = context.window.executed();
        if (count > 0 && first.isAfter(context.config.epochStart()) && !first.isAfter(executed)
                && !reading[requester.index()]) {
            reading[requester.index()] = true;
            long last = Math.min(executed.number(), first.number() + count - 1);
            context.outbox.emit(new Effect.ReadSlots(requester, first, new SeqNum(last),
                    MessageCodec.REPLY_PAYLOAD_BYTES));
        }
    }

    private void fetch() {
        List<Slot> missing = missingValues();
        boolean behind = behind() && old(context.grewMillis) && !snapshots.replacesSlots();
        if (missing.isEmpty() && !behind) {
            return;
        }
        fetchedMillis = context.nowMillis;
        for (Slot slot : missing) {
            Digest digest = slot.decidedDigest().or(() -> slot.acceptedIn(context.view))
                    .orElseThrow();
            context.outbox.send(rotate(), new Fetch(new Fetch.Wanted.ValueOf(slot.seq, digest)));
        }
        for (int i = 0; behind && i < peers.length; i++) {
            if (fetchSlots(rotate())) {
                return;
            }
        }
    }

    /** True if {@code peer} has what comes next, and was asked for it. */
    private boolean fetchSlots(ReplicaId peer) {
        SeqNum next = known().next();
        Status status = peers[peer.index()];
        boolean roomLeft = context.window.delivered().number()
                - context.window.executed().number() < context.window
                        .size();
        if (status == null || status.executed().isBefore(next) || !roomLeft
                || snapshots.replacesSlots()) {
            return false;
        }
        fetchedMillis = context.nowMillis;
        context.outbox.send(peer, new Fetch(new Fetch.Wanted.SlotsFrom(next, SLOTS_PER_FETCH)));
        return true;
    }

    /** The last slot of which nothing is missing; bodies come with slots, too, where batches are gone already. */
    private SeqNum known() {
        return context.lanes.isOn() ? context.window.delivered() : context.window.decided();
    }

    /** Some peer executed more than is decided here. */
    boolean behind() {
        return executedMax.isAfter(known());
    }

    /** Decided or chosen slots whose value nobody sent us; at most one answer's worth. */
    private List<Slot> missingValues() {
        List<Slot> missing = List.of();
        for (Slot slot : context.window.slots().values()) { // after every input: no stream, and mostly no list
            if (missesValue(slot)) {
                missing = missing.isEmpty() ? new ArrayList<>() : missing;
                missing.add(slot);
                if (missing.size() == SLOTS_PER_STATUS) {
                    break;
                }
            }
        }
        return missing;
    }

    private boolean missesValue(Slot slot) {
        if (slot.decided.isPresent()) {
            return slot.seq.isAfter(context.window.delivered()) && delivery.missesValue(slot);
        }
        if (!context.active || slot.accepted.isEmpty()) {
            return false;
        }
        Slot.Accepted accepted = slot.accepted.get();
        return accepted.view().equals(context.view) && !slot.values.containsKey(accepted.digest())
                && !delivery.isNoop(slot.seq, accepted.digest());
    }

    private ReplicaId rotate() {
        do {
            nextPeer = (nextPeer + 1) % peers.length;
        } while (nextPeer == context.config.self().index());
        return new ReplicaId(nextPeer);
    }
}
