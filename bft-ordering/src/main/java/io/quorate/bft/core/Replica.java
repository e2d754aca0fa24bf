package io.quorate.bft.core;

import io.quorate.bft.Applied;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.FrozenLanes;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BatchClaim;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Have;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.Ping;
import io.quorate.bft.core.message.Pong;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Testimony;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import io.quorate.bft.core.transfer.TransferRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The whole of consensus for one replica of one ledger. Mutable, owned by one thread. */
public final class Replica {
    private final Context context;
    private final Proposer proposer;
    private final Delivery delivery;
    private final Ordering ordering;
    private final ShareCollector shares;
    private final ViewChanger viewChanger;
    private final Repair repair;
    private final SnapshotDuty snapshots;
    private final LeaderWatch watch;
    private final LogCheckpoint checkpoint;
    private final LaneExchange lanes;
    private final boolean hasLog;
    private boolean started;
    private final long[] answeredMillis;
    private long wakeAtMillis = Long.MAX_VALUE;

    /** Replays the log; acts only from the first {@link Input.Ticked} on. */
    public Replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules,
            Recovery recovery) {
        this(config, scheme, rules, recovery, ViewRules.PRODUCT, LaneRules.PRODUCT,
                EvidenceRules.PRODUCT, TransferRules.PRODUCT);
    }

    /** With rules that may be wrong: for tests of the simulator. */
    Replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules, Recovery recovery,
            ViewRules viewRules, LaneRules laneRules, EvidenceRules evidenceRules,
            TransferRules transferRules) {
        Applied applied = recovery.applied();
        MessageCodec codec = config.codec();
        Window window = new Window(config, new SeqNum(applied.seq()));
        Signatures signatures = new Signatures(config, scheme);
        FrozenLanes frozen = new FrozenLanes(config.lanes(), laneRules, config.window());
        recovery.frozen()
                .forEach(one -> frozen.freeze(new ReplicaId(one.author()), one.decidedAt()));
        OrderingState state = OrderingState.restore(config, applied, recovery.recentSlots(),
                frozen, laneRules, signatures::hashOf);
        context = new Context(config, signatures, rules, codec,
                new Outbox(codec, recovery.tail()), window, state.leaders(), frozen, laneRules,
                evidenceRules);
        context.lanes.restoreCut(window.executed(), state.cut());
        proposer = new Proposer(context);
        delivery = new Delivery(context, proposer, state);
        ordering = new Ordering(context, delivery);
        shares = new ShareCollector(context);
        answeredMillis = new long[config.quorums().n()];
        Arrays.fill(answeredMillis, Long.MIN_VALUE);
        lanes = new LaneExchange(context);
        watch = new LeaderWatch(context, proposer, lanes, delivery);
        viewChanger = new ViewChanger(context, shares, ordering, proposer, watch, viewRules);
        snapshots = new SnapshotDuty(context, shares, delivery, transferRules);
        repair = new Repair(context, shares, ordering, delivery, viewChanger, snapshots);
        hasLog = !recovery.log().records().isEmpty();
        new LogReplay(context, viewChanger).run(recovery);
        checkpoint = new LogCheckpoint(context, viewChanger);
        shares.restore(window.executed(), applied.resultDigest());
        proposer.freeAfter(viewChanger.lastChosen());
    }

    /**
     * Takes one input to its end. Same inputs, same effects. An {@link IllegalStateException} means that this replica
     * (or more than f others) is broken: the driver must stop it.
     */
    public List<Effect> step(Input input) {
        if (!started && !(input instanceof Input.Ticked)) {
            throw new IllegalStateException("the first input must tell the time, not " + input);
        }
        switch (input) {
            case Input.Received(ReplicaId from, Message message) -> onMessage(from, message);
            case Input.Connected(ReplicaId peer) -> {
                repair.connected(peer);
                ask(peer);
            }
            case Input.Censored(ReplicaId leader) -> watch.censored(leader)
                    .ifPresent(viewChanger::suspect);
            case Input.WorkAvailable() -> {
                proposer.workAvailable();
                context.lanes.author.workAvailable();
            }
            case Input.WorkGone() -> {
                proposer.workGone();
                context.lanes.author.workGone();
            }
            case Input.PayloadBuilt(var seq, var payload) -> proposer.payloadBuilt(seq, payload)
                    .ifPresent(ordering::propose);
            case Input.Executed(var seq, var resultDigest) -> {
                context.window.markExecuted(seq);
                context.lanes.windowMoved();
                context.trace(Effect.Trace.Kind.EXECUTED, seq, "");
                shares.executed(seq, resultDigest);
                ordering.windowMoved();
            }
            case Input.BatchBuilt(long laneSeq, var body) -> {
                context.lanes.built(laneSeq, body);
                ordering.bodiesArrived();
            }
            case Input.Persisted(long lsn) -> context.outbox.persisted(lsn);
            case Input.SlotsRead(var requester, var slots) -> repair.onSlotsRead(requester, slots);
            case Input.OfSnapshot m -> {
                snapshots.onInput(m);
                if (m instanceof Input.Restored) {
                    context.lanes.windowMoved();
                    ordering.windowMoved();
                }
            }
            case Input.Ticked(long nowMillis, long wallMillis) -> tick(nowMillis, wallMillis);
        }
        settle();
        checkInvariants();
        return context.outbox.drain();
    }

    /**
     * The application fixed the end of this epoch: nothing beyond it is voted for, and the leader fills the slots up to
     * it. Once, before the slot that decided it is told as executed, or right at the start.
     */
    public void endAt(EpochEnd end) {
        context.window.endAt(end);
    }

    /** As {@link #endAt}: slot {@code decidedAt} executed a proof against the author of a lane. */
    public void freezeLane(ReplicaId author, SeqNum decidedAt) {
        context.lanes.frozen.freeze(author, decidedAt.number());
    }

    /** No slot is handed over from now on; true if all that were are executed. */
    public boolean pauseDelivery() {
        delivery.pause();
        return isIdle();
    }

    public void resumeDelivery() {
        delivery.resume();
    }

    /** All slots that were handed over are executed. */
    public boolean isIdle() {
        return context.window.executed().equals(context.window.delivered());
    }

    /** It is taking over a snapshot. */
    public boolean isRestoring() {
        return snapshots.replacesSlots();
    }

    /** What proves {@link ReplicaStatus#base}; empty at an epoch's start. */
    public Optional<BlockCert> baseCert() {
        return context.window.baseCert();
    }

    /** Where this replica stands: for status pages and metrics. */
    public ReplicaStatus status() {
        Window window = context.window;
        return new ReplicaStatus(context.view, context.active, context.leader(), window.base(),
                window.decided(), window.executed(), context.timeouts().rttMillis());
    }

    private void onMessage(ReplicaId from, Message message) {
        watch.heard(from);
        context.sender = from;
        if (!context.quota.admits(from, message, context.nowMillis)) {
            context.trace(Effect.Trace.Kind.REJECTED, context.window.decided(),
                    "quota of " + from);
            return;
        }
        switch (message) {
            case Propose m -> ordering.onPropose(from, m).ifPresent(viewChanger::suspect);
            case Vote1 m -> ordering.onVote1(from, m);
            case Vote2 m -> ordering.onVote2(from, m);
            case PrepCert m -> ordering.onPrepCert(m);
            case DecisionCert m -> ordering.onDecision(m);
            case BlockCert m -> onBaseMoving(() -> shares.onCert(m));
            case ExecShare m -> onBaseMoving(() -> shares.onShare(from, m));
            case Suspect m -> {
                if (m.reason() == Suspect.Reason.CENSORSHIP && from.equals(m.sender())) {
                    context.evidence.tellOfLanes(from); // it may wait for what nobody who knows cites
                }
                viewChanger.onSuspect(m);
            }
            case ViewChange m -> viewChanger.onViewChange(m);
            case NewView m -> viewChanger.onNewView(from, m);
            case Status m -> repair.onStatus(from, m);
            case Fetch(Fetch.Wanted.BatchesTo wanted) -> lanes.onFetch(from, wanted);
            case Fetch m -> repair.onFetch(from, m);
            case FetchedValue m -> ordering.onValue(m.value());
            case FetchedSlots m -> repair.onFetchedSlots(from, m);
            case Evidence m -> onEvidence(from, m);
            case Testimony m -> context.evidence.onTestimony(m);
            case Batch m -> {
                if (context.lanes.onBatch(m)) {
                    ordering.bodiesArrived();
                }
            }
            case Have m -> lanes.onHave(from, m);
            case SnapshotOffer m -> snapshots.onOffer(from, m);
            case SnapshotDescription m -> snapshots.onDescription(from, m);
            case SnapshotChunk m -> snapshots.onChunk(from, m);
            case Ping(long nonce) -> answer(from, nonce);
            case Pong m -> context.roundTrips.onPong(from, m, context.nowMillis);
            case BatchClaim _,HandOverProof _ -> {
                // says nothing by itself
            }
        }
    }

    /** At once, as the time is what counts, and once a millisecond at most. */
    private void answer(ReplicaId from, long nonce) {
        if (answeredMillis[from.index()] != context.nowMillis) {
            answeredMillis[from.index()] = context.nowMillis;
            context.outbox.emit(new Effect.Send(from, new Pong(nonce), 0));
        }
    }

    private void ask(ReplicaId peer) {
        context.outbox
                .emit(new Effect.Send(peer, context.roundTrips.question(context.nowMillis), 0));
    }

    private void onEvidence(ReplicaId from, Evidence message) {
        if (!context.evidence.learn(message)) {
            context.blameSender();
            context.trace(Effect.Trace.Kind.REJECTED, context.window.decided(),
                    "Evidence of " + from);
        }
    }

    private void onBaseMoving(Runnable change) {
        SeqNum before = context.window.base();
        change.run();
        if (context.window.base().isAfter(before)) {
            context.lanes.windowMoved();
            ordering.windowMoved();
        }
    }

    private void tick(long nowMillis, long wallMillis) {
        if (started && nowMillis < context.nowMillis) {
            throw new IllegalStateException(
                    "time went back from " + context.nowMillis + " to " + nowMillis);
        }
        context.nowMillis = nowMillis;
        context.wallMillis = wallMillis;
        if (!started) {
            started = true;
            context.grewMillis = nowMillis;
            watch.start();
            context.trace(Effect.Trace.Kind.RESTARTED, context.window.executed(), "");
            if (hasLog) {
                ordering.restarted();
            }
            snapshots.start();
            repair.announce();
            ordering.windowMoved();
        }
        viewChanger.tick();
        ordering.tick();
        context.duty.tick();
    }

    /** What follows from any input: own votes that became durable, proposals, timers, log upkeep. */
    private void settle() {
        for (Optional<Message> own = context.outbox.nextOwn(); own
                .isPresent(); own = context.outbox.nextOwn()) {
            onMessage(context.config.self(), own.get());
        }
        watch.update().ifPresent(viewChanger::suspect);
        if (started) {
            snapshots.tick();
            repair.tick(busy());
            context.roundTrips.tick(context.nowMillis, this::ask);
        }
        checkpoint.update();
        long laneWake = started ? lanes.update() : Long.MAX_VALUE;
        proposer.cut(lanes).ifPresent(ordering::propose);
        long wake = Math.min(proposer.poll(), Math.min(laneWake, proposer.cutAtMillis(lanes)));
        wake = Math.min(wake, watch.deadlineMillis());
        wake = Math.min(wake, viewChanger.deadlineMillis());
        wake = Math.min(wake, repair.deadlineMillis());
        wake = Math.min(wake, context.roundTrips.deadlineMillis());
        wake = Math.min(wake, context.duty.deadlineMillis());
        wake = Math.min(wake, ordering.deadlineMillis());
        wake = Math.min(wake, snapshots.deadlineMillis());
        if (viewChanger.fetching()) {
            wake = Math.min(wake, context.nowMillis + context.timeouts().retransmit());
        }
        if (wake != wakeAtMillis) {
            wakeAtMillis = wake;
            context.outbox.emit(new Effect.WakeAt(wake));
        }
    }

    private boolean busy() {
        return !context.active || watch.pending() || repair.behind()
                || context.window.base().isBefore(context.window.executed());
    }

    /** Stays on in production: a wrong replica must stop, not vote. */
    private void checkInvariants() {
        Window window = context.window;
        boolean ordered = !window.executed().isAfter(window.delivered())
                && !window.delivered().isAfter(window.decided());
        boolean bounded = window.slots().isEmpty() || window.slots().lastKey().number() <= Math
                .max(window.base().number() + window.size(),
                        window.executed().number() + 2L * window.size());
        if (!ordered || !bounded) {
            throw new IllegalStateException(
                    "executed " + window.executed() + ", delivered " + window.delivered()
                            + ", decided " + window.decided() + ", open up to "
                            + window.slots().lastEntry());
        }
    }
}
