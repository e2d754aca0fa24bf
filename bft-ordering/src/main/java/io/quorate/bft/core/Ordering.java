package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.lane.Payloads;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.FastCert;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.SlowCert;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.Optional;
import java.util.TreeMap;

/** Proposals, both kinds of votes and the decisions they make (SBFT fast and slow path). Mutable, one thread. */
final class Ordering {
    private final Context context;
    private final Delivery delivery;
    private final EarlyWord early;
    /** Proposals of a view that is about to start here; at most a window of them. */
    private final TreeMap<SeqNum, Propose> parked = new TreeMap<>();
    private Optional<Restart> restart = Optional.empty();

    /** Where and when a replica with a log began again. */
    private record Restart(View view, SeqNum last, long wallMillis) {}

    Ordering(Context context, Delivery delivery) {
        this.context = context;
        this.delivery = delivery;
        this.early = new EarlyWord(context);
    }

    /**
     * A leader that began again too repeats what it proposed before, with the time of then: it may propose nothing else
     * there. So much is taken from it: in the view that was active here, within the window of then, and from before the
     * start. The agreed time goes back for that no more than for any slot: what it may lag is one window.
     */
    void restarted() {
        SeqNum last = new SeqNum(context.window.base().number() + context.window.size());
        restart = Optional.of(new Restart(context.view, last, context.wallMillis));
    }

    private boolean mayBeFromBefore(Value value, long tolerance) {
        return restart.filter(at -> at.view().equals(context.view)
                && !value.seq().isAfter(at.last())
                && value.timestampMillis() <= at.wallMillis() + tolerance).isPresent();
    }

    /** Judges a proposal; the reason to suspect its sender, if it gave one. */
    Optional<Suspect.Reason> onPropose(ReplicaId from, Propose propose) {
        View view = propose.view();
        SeqNum seq = propose.value().seq();
        boolean leads = context.leaders.of(view, seq).filter(from::equals).isPresent();
        if (!leads || view.isBefore(context.view)) {
            return Optional.empty();
        }
        if (view.isAfter(context.view) || !context.active) {
            park(seq, propose);
            return Optional.empty();
        }
        if (!context.window.admitsVote(seq)) {
            return Optional.empty();
        }
        Slot slot = context.window.slot(seq);
        Digest digest = context.signatures.digestOf(propose.value());
        Vote1 leaderVote = new Vote1(view, seq, digest, propose.share());
        context.evidence.vote1(from, leaderVote, slot);
        Optional<Digest> accepted = slot.acceptedIn(view);
        if (accepted.isPresent() && accepted.get().equals(digest) && slot.votedIn(view)) {
            boolean news = slot.decided.isEmpty() && slot.votes1.wants(from, view);
            if (news && context.signatures.countable(from, leaderVote)) {
                countVote1(from, leaderVote, slot);
            }
            return Optional.empty();
        }
        if (!context.signatures.countable(from, leaderVote)) {
            context.quota.failed(from, context.nowMillis);
            return Optional.of(Suspect.Reason.INVALID_PROPOSAL);
        }
        if (accepted.isPresent() && !accepted.get().equals(digest)) {
            return Optional.of(Suspect.Reason.INVALID_PROPOSAL);
        }
        if (accepted.isEmpty()) {
            Optional<Suspect.Reason> objection = objectionTo(propose.value(), from);
            if (objection.isPresent()) {
                return objection;
            }
            slot.accepted = Optional.of(new Slot.Accepted(view, digest, false));
        }
        learnValue(slot, digest, propose.value());
        countVote1(from, leaderVote, slot);
        return Optional.empty();
    }

    /** A value that some digest we know may be waiting for. */
    void onValue(Value value) {
        context.window.find(value.seq()).ifPresent(slot -> {
            Digest digest = context.signatures.digestOf(value);
            boolean wanted = slot.accepted.filter(a -> a.digest().equals(digest)).isPresent()
                    || slot.decidedDigest().filter(digest::equals).isPresent();
            if (wanted) {
                learnValue(slot, digest, value);
            }
        });
    }

    void learnValue(Slot slot, Digest digest, Value value) {
        slot.remember(digest, value);
        vote(slot);
        delivery.deliver();
    }

    /** Votes for what the view put into {@code slot}, once the value is here and the window admits it. */
    void vote(Slot slot) {
        View view = context.view;
        Optional<Digest> accepted = slot.acceptedIn(view);
        if (!context.active || accepted.isEmpty() || slot.votedIn(view)
                || !context.window.admitsVote(slot.seq)) {
            return;
        }
        Digest digest = accepted.get();
        boolean otherDecided = slot.decidedDigest().filter(d -> !d.equals(digest)).isPresent();
        // A faulty leader may start one view twice: then it may decide what our NewView did not choose.
        boolean decidedBefore = slot.decided.filter(cert -> cert.view().isBefore(view)).isPresent();
        if (otherDecided && decidedBefore && slot.chosenIn(view)) {
            throw new IllegalStateException(view + " chose " + digest.shortHex() + " at " + slot.seq
                    + ", decided is " + slot.decidedDigest().get().shortHex());
        }
        boolean executedUnknown = !slot.seq.isAfter(context.window.executed())
                && slot.decided.isEmpty();
        boolean held = slot.values.containsKey(digest)
                || digest.equals(context.signatures.noop(slot.seq));
        Value value = slot.values.get(digest);
        boolean votable = value == null || context.lanes.votable(value);
        // Nothing to execute is proposed only to fill an epoch up to its end, which this replica may not know yet.
        boolean early = held && isEmpty(value) && !context.window.isClosing();
        if (otherDecided || executedUnknown || !held || !votable || early) {
            return;
        }
        context.duty.castVote(slot.seq, castable(slot, digest));
        context.trace(Effect.Trace.Kind.VOTED1, slot.seq, "");
    }

    private static boolean isEmpty(Value value) {
        return value != null && Payloads.isEmpty(value.payload());
    }

    /** The leader's own: its proposal is its vote. */
    void propose(Value value) {
        Digest digest = context.signatures.digestOf(value);
        Slot slot = context.window.slot(value.seq());
        if (slot.votedIn(context.view) || slot.acceptedIn(context.view).isPresent()) {
            throw new IllegalStateException(
                    "second proposal at " + context.view + " " + value.seq());
        }
        slot.accepted = Optional.of(new Slot.Accepted(context.view, digest, false));
        slot.values.put(digest, value);
        Vote1 vote = castable(slot, digest);
        context.outbox.castAs(new Propose(context.view, value, vote.share()), vote);
        context.trace(Effect.Trace.Kind.PROPOSED, slot.seq, "");
    }

    void onVote1(ReplicaId from, Vote1 vote) {
        if (context.window.collects(vote.seq())) {
            Slot slot = context.window.slot(vote.seq());
            context.evidence.vote1(from, vote, slot);
            if (slot.decided.isEmpty() && slot.votes1.wants(from, vote.view())) {
                if (context.signatures.countable(from, vote)) {
                    countVote1(from, vote, slot);
                } else {
                    context.quota.failed(from, context.nowMillis);
                    context.trace(Effect.Trace.Kind.REJECTED, vote.seq(), "Vote1 of " + from);
                }
            }
        }
    }

    void onVote2(ReplicaId from, Vote2 vote) {
        if (!context.window.collects(vote.seq())) {
            return;
        }
        Slot slot = context.window.slot(vote.seq());
        context.evidence.vote2(from, vote, slot);
        if (slot.decided.isPresent() || !slot.votes2.wants(from, vote.view())) {
            return;
        }
        if (!context.signatures.countable(from, vote)) {
            context.quota.failed(from, context.nowMillis);
            context.trace(Effect.Trace.Kind.REJECTED, vote.seq(), "Vote2 of " + from);
            return;
        }
        slot.votes2.put(from, vote.view(), vote.digest(), vote.share());
        decideSlow(slot, vote.view(), vote.digest());
    }

    private void decideSlow(Slot slot, View view, Digest digest) {
        if (slot.votes2.count(view, digest) < context.quorums.quorum()) {
            return;
        }
        boolean told = context.duty.isFirst(view, slot.seq) && early.tells(SlowCert.class, view,
                slot.seq, () -> context.signatures.slowSum(view, slot.seq, digest, slot.votes2));
        if (!told) {
            context.signatures.slowCert(view, slot.seq, digest, slot.votes2)
                    .ifPresent(cert -> decideHere(slot, cert, false));
        }
    }

    private void decideHere(Slot slot, DecisionCert cert, boolean isTold) {
        boolean isFast = cert instanceof FastCert;
        context.duty.decidedHere(slot, cert, isFast, isTold);
        delivery.decide(slot, cert, isFast ? Effect.Trace.Kind.DECIDED_FAST
                : Effect.Trace.Kind.DECIDED_SLOW);
    }

    void onPrepCert(PrepCert cert) {
        if (context.active && cert.view().equals(context.view)
                && context.window.admitsVote(cert.seq())
                && context.window.collects(cert.seq())) {
            Slot slot = context.window.slot(cert.seq());
            if (slot.decided.isEmpty() && !slot.preparedIn(context.view) && genuine(cert)) {
                prepare(slot, cert);
            }
        }
    }

    void onDecision(DecisionCert cert) {
        context.duty.decisionHeard(cert);
        if (context.window.collects(cert.seq())) {
            Slot slot = context.window.slot(cert.seq());
            if (slot.decidedDigest().filter(cert.digest()::equals).isEmpty() && genuine(cert)) {
                context.duty.decidedElsewhere(cert instanceof FastCert);
                delivery.decide(slot, cert,
                        cert instanceof FastCert ? Effect.Trace.Kind.DECIDED_FAST
                                : Effect.Trace.Kind.DECIDED_SLOW);
            }
        }
    }

    private boolean genuine(Certificate cert) {
        boolean isGenuine = context.signatures.valid(cert);
        if (!isGenuine) {
            context.blameSender();
            context.trace(Effect.Trace.Kind.REJECTED, cert.seq(),
                    cert.getClass().getSimpleName() + " of " + context.sender);
        }
        return isGenuine;
    }

    /** A view started: what was known too early counts now. */
    void viewEntered() {
        context.duty.viewEntered();
        TreeMap<SeqNum, Propose> early = new TreeMap<>(parked);
        parked.clear();
        context.window.slots().values().forEach(this::maybePrepare);
        early.values().stream().filter(propose -> !propose.view().isBefore(context.view))
                .forEach(propose -> context.leaders.of(propose.view(), propose.value().seq())
                        .ifPresent(leader -> onPropose(leader, propose)));
    }

    /** The window moved: values that NewView chose may be votable now. */
    void windowMoved() {
        for (Slot slot : context.window.slots().values()) {
            vote(slot);
            maybePrepare(slot);
        }
    }

    /** Bodies came that some open slot may have waited for. */
    void bodiesArrived() {
        for (Slot slot : context.window.slots().tailMap(context.window.delivered(), false)
                .values()) {
            vote(slot);
        }
        delivery.deliver();
    }

    private void park(SeqNum seq, Propose propose) {
        boolean near = seq.isAfter(context.window.base())
                && seq.number() <= context.window.base().number() + 2L * context.window.size();
        if (near && (parked.size() < 2 * context.window.size() || parked.containsKey(seq))) {
            // The nearest view's stays: whoever leads a later one must not push it out.
            parked.merge(seq, propose, (held, fresh) -> held.view().isBefore(context.view)
                    || fresh.view().isBefore(held.view()) ? fresh : held);
        }
    }

    private Optional<Suspect.Reason> objectionTo(Value value, ReplicaId leader) {
        boolean fits = value.proposer().equals(leader)
                && (isEmpty(value) || (context.lanes.isOn()
                        ? context.lanes.wellFormed(value.payload())
                        : Payloads.items(value.payload())
                                .filter(items -> items.size() <= context.config.payloadBytesMax()
                                        && context.rules.admits(items))
                                .isPresent()));
        if (!fits) {
            return Optional.of(Suspect.Reason.INVALID_PROPOSAL);
        }
        long tolerance = context.timeouts().clockTolerance(context.failedViews,
                context.quorums.f());
        boolean isNow = Math.abs(value.timestampMillis() - context.wallMillis) <= tolerance;
        return isNow || mayBeFromBefore(value, tolerance) ? Optional.empty()
                : Optional.of(Suspect.Reason.LEADER_CLOCK);
    }

    /** Puts vote and value to the log; the vote may leave after their sync. */
    private Vote1 castable(Slot slot, Digest digest) {
        Value value = slot.values.get(digest);
        if (value != null && slot.durableValues.putIfAbsent(digest, value) == null) {
            context.outbox.persist(new FetchedValue(value));
        }
        Vote1 vote = context.signatures.vote1(context.view, slot.seq, digest);
        context.outbox.persist(vote);
        slot.ownVote1 = Optional.of(vote);
        slot.touchedMillis = context.nowMillis;
        return vote;
    }

    private void countVote1(ReplicaId from, Vote1 vote, Slot slot) {
        if (slot.decided.isPresent() || !slot.votes1.wants(from, vote.view())) {
            return;
        }
        slot.votes1.put(from, vote.view(), vote.digest(), vote.share());
        decideFast(slot, vote.view(), vote.digest());
        maybePrepare(slot, vote.digest());
    }

    private void decideFast(Slot slot, View view, Digest digest) {
        if (slot.votes1.count(view, digest) < context.quorums.fast()) {
            return;
        }
        boolean told = context.duty.isFirst(view, slot.seq) && early.tells(FastCert.class, view,
                slot.seq, () -> context.signatures.fastSum(view, slot.seq, digest, slot.votes1));
        if (!told) {
            context.signatures.fastCert(view, slot.seq, digest, slot.votes1)
                    .ifPresent(cert -> decideHere(slot, cert, false));
        }
    }

    /** Collector mode: the fast path took too long for some slots. */
    void tick() {
        early.due().forEach(this::checkTold);
        for (SeqNum seq : context.duty.giveUpDue()) {
            context.window.find(seq).ifPresent(this::giveUpFastPath);
        }
    }

    /**
     * What others were told already, each once, whether or not the slot is still open: they hold a wrong one against this
     * replica, which must notice in any case.
     */
    private void checkTold(EarlyWord.Told one) {
        boolean isGenuine = context.signatures.valid(one.certificate());
        if (!isGenuine) {
            early.wrong();
        }
        context.window.find(one.certificate().seq()).filter(slot -> slot.decided.isEmpty())
                .ifPresent(slot -> followTold(slot, one.view(), one.certificate(), isGenuine));
    }

    private void followTold(Slot slot, View view, Certificate told, boolean isGenuine) {
        switch (told) {
            case PrepCert cert when isGenuine -> onPrepCert(cert);
            case DecisionCert cert when isGenuine -> decideHere(slot, cert, true);
            case PrepCert _ -> giveUpFastPath(slot);
            case FastCert cert -> decideFast(slot, view, cert.digest());
            case SlowCert cert -> decideSlow(slot, view, cert.digest());
            case BlockCert _ -> throw new IllegalStateException("no decision: " + told);
        }
    }

    /** When what was told is to be checked. */
    long deadlineMillis() {
        return early.deadlineMillis();
    }

    private void giveUpFastPath(Slot slot) {
        if (slot.decided.isEmpty() && slot.preparedIn(context.view)) {
            slot.prepared.ifPresent(context.outbox::broadcast); // an earlier collector told some, perhaps not all
            return;
        }
        slot.quorumAtMillis = Slot.NEVER; // so that, should bad shares leave too few, later ones count anew
        View view = context.view;
        slot.acceptedIn(view).filter(digest -> preparable(slot, digest))
                .filter(digest -> !early.tells(PrepCert.class, view, slot.seq,
                        () -> context.signatures.prepSum(view, slot.seq, digest, slot.votes1)))
                .flatMap(digest -> context.signatures.prepCert(view, slot.seq, digest,
                        slot.votes1))
                .ifPresent(cert -> {
                    context.outbox.broadcast(cert);
                    prepare(slot, cert);
                });
    }

    private void maybePrepare(Slot slot) {
        slot.acceptedIn(context.view).ifPresent(digest -> maybePrepare(slot, digest));
    }

    private void maybePrepare(Slot slot, Digest digest) {
        if (!preparable(slot, digest)) {
            return;
        }
        if (context.duty.isDirect()) {
            context.signatures.prepCert(context.view, slot.seq, digest, slot.votes1)
                    .ifPresent(cert -> prepare(slot, cert));
        } else if (context.duty.quorumReached(slot)) {
            giveUpFastPath(slot);
        }
    }

    private boolean preparable(Slot slot, Digest digest) {
        View view = context.view;
        return context.active && slot.decided.isEmpty() && !slot.preparedIn(view)
                && context.window.admitsVote(slot.seq)
                && slot.votes1.count(view, digest) >= context.quorums.quorum();
    }

    private void prepare(Slot slot, PrepCert cert) {
        slot.prepared = Optional.of(cert);
        slot.touchedMillis = context.nowMillis;
        context.outbox.persist(cert);
        Vote2 vote = context.signatures.vote2(cert.view(), cert.seq(), cert.digest());
        slot.ownVote2 = Optional.of(vote);
        context.duty.castVote(slot.seq, vote);
        context.trace(Effect.Trace.Kind.VOTED2, cert.seq(), "");
    }
}
