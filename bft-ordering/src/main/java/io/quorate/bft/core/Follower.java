package io.quorate.bft.core;

import io.quorate.bft.Applied;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.Cut;
import io.quorate.bft.core.lane.CutExecution;
import io.quorate.bft.core.lane.FrozenLanes;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.Pong;
import io.quorate.bft.core.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A learner: asks an epoch's members for decided slots, checks each by its certificate, and has them executed. It signs
 * nothing and writes no log, so it can be run by whoever may not vote. Mutable, one thread.
 */
public final class Follower {
    private static final int SLOTS_PER_FETCH = 32;

    private final ReplicaConfig config;
    private final Signatures signatures;
    private final MessageCodec codec;
    private final Status[] peers;
    private final TreeMap<SeqNum, Digest> results = new TreeMap<>(); // two windows at most
    private List<Effect> effects = new ArrayList<>();
    private OrderingState state;
    private SeqNum delivered;
    private SeqNum executed;
    private SeqNum base;
    private Optional<BlockCert> baseCert = Optional.empty();
    /** Genuine, of a slot that is not executed yet: on a busy ledger all that come are. */
    private Optional<BlockCert> ahead = Optional.empty();
    private final VerificationQuota quota;
    private final FrozenLanes frozen;
    private final RoundTrips roundTrips;
    private Optional<EpochEnd> end = Optional.empty();
    private boolean paused;
    private long nowMillis;
    private long statusAtMillis = Long.MIN_VALUE;
    private long fetchedMillis;
    private int nextPeer;
    private long wakeAtMillis = Long.MIN_VALUE;

    /**
     * {@code config} may name any member as self: only the epoch's sizes and timers are used. {@code verifying} is asked
     * to verify only.
     */
    public Follower(ReplicaConfig config, QuorumScheme verifying, Applied applied,
            List<DecidedSlot> recentSlots, List<FrozenLane> frozenLanes) {
        this.config = config;
        this.signatures = new Signatures(config, verifying);
        this.codec = config.codec();
        this.peers = new Status[config.quorums().n()];
        this.frozen = new FrozenLanes(config.lanes(), LaneRules.PRODUCT, config.window());
        frozenLanes.forEach(one -> freezeLane(new ReplicaId(one.author()),
                new SeqNum(one.decidedAt())));
        this.state = OrderingState.restore(config, applied, recentSlots, frozen,
                LaneRules.PRODUCT, signatures::hashOf);
        this.executed = new SeqNum(applied.seq());
        this.delivered = executed;
        this.base = config.epochStart();
        this.roundTrips = new RoundTrips(config.timeouts(), config.quorums(), -1);
        this.quota = new VerificationQuota(config.quorums().n());
        results.put(executed, applied.resultDigest());
    }

    /** As {@link Replica#endAt}. */
    public void endAt(EpochEnd epochEnd) {
        end = Optional.of(epochEnd);
    }

    /** As {@link Replica#freezeLane}. */
    public void freezeLane(ReplicaId author, SeqNum decidedAt) {
        frozen.freeze(author, decidedAt.number());
    }

    /** As {@link Replica#step}; what only voters need is ignored. */
    public List<Effect> step(Input input) {
        switch (input) {
            case Input.Received(ReplicaId from, Message message) -> onMessage(from, message);
            case Input.Connected(ReplicaId peer) -> {
                effects.add(new Effect.Send(peer, position(), 0));
                ask(peer);
            }
            case Input.Executed(SeqNum seq, Digest resultDigest) -> onExecuted(seq, resultDigest);
            case Input.Ticked(long now, long _) -> nowMillis = now;
            default -> {
                // nothing is proposed, persisted or served here
            }
        }
        if (nowMillis >= statusAtMillis) {
            effects.add(new Effect.Broadcast(position(), 0));
            statusAtMillis = nowMillis + timeouts().statusMillis();
        }
        roundTrips.tick(nowMillis, this::ask);
        if (nowMillis >= fetchedMillis + timeouts().retransmit()) {
            fetch();
        }
        long wake = Math.min(Math.min(statusAtMillis, roundTrips.deadlineMillis()), behind()
                ? Math.max(nowMillis + 1, fetchedMillis + timeouts().retransmit())
                : Long.MAX_VALUE);
        if (wake != wakeAtMillis) {
            wakeAtMillis = wake;
            effects.add(new Effect.WakeAt(wake));
        }
        List<Effect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }

    /** As {@link Replica#pauseDelivery}. */
    public boolean pauseDelivery() {
        paused = true;
        return isIdle();
    }

    public void resumeDelivery() {
        paused = false;
    }

    public boolean isIdle() {
        return executed.equals(delivered);
    }

    public Optional<BlockCert> baseCert() {
        return baseCert;
    }

    /** Never active, so that nobody takes it for a voter. */
    public ReplicaStatus status() {
        return new ReplicaStatus(View.ZERO, false, new ReplicaId(0), base, delivered, executed,
                timeouts().rttMillis());
    }

    private Timeouts timeouts() {
        return roundTrips.timeouts();
    }

    private void ask(ReplicaId peer) {
        effects.add(new Effect.Send(peer, roundTrips.question(nowMillis), 0));
    }

    private Status position() {
        Bytes noViewChanges = Bytes.wrap(new byte[(peers.length + 7) / 8]);
        return new Status(View.ZERO, false, base, delivered, executed, noViewChanges, 0);
    }

    private void onMessage(ReplicaId from, Message message) {
        if (!quota.admits(from, message, nowMillis)) {
            return;
        }
        switch (message) {
            case Status status -> {
                peers[from.index()] = status;
                fetchIfFree(from);
            }
            case FetchedSlots fetched -> onSlots(from, fetched);
            case BlockCert cert -> onCert(from, cert);
            case Pong pong -> roundTrips.onPong(from, pong, nowMillis);
            default -> {
                // votes and proposals are for voters
            }
        }
    }

    private void fetchIfFree(ReplicaId from) {
        if (nowMillis >= fetchedMillis + timeouts().retransmit()) {
            fetchFrom(from);
        }
    }

    private void onSlots(ReplicaId from, FetchedSlots fetched) {
        SeqNum before = delivered;
        for (DecidedSlot slot : fetched.slots()) {
            if (slot.seq() == delivered.number() + 1 && hasRoom()) {
                if (!learn(slot)) {
                    quota.failed(from, nowMillis);
                    effects.add(new Effect.Trace(Effect.Trace.Kind.REJECTED, View.ZERO,
                            delivered.next(), "FetchedSlots of " + from));
                    return;
                }
            }
        }
        if (delivered.isAfter(before)) {
            fetchFrom(from);
        }
    }

    private boolean hasRoom() {
        return !paused && delivered.number() - executed.number() < config.window()
                && end.filter(e -> !delivered.isBefore(e.last())).isEmpty();
    }

    /** False if the slot does not prove itself, or lacks batches that it cites. */
    private boolean learn(DecidedSlot slot) {
        Optional<SlotProof> proof = SlotProof.of(slot, config.epoch(), codec, signatures);
        if (proof.isEmpty()) {
            return false;
        }
        if (slot.isNoop() || !config.lanes().isOn()) {
            deliver(withBodies(slot, Bytes.EMPTY), state.cut(), OrderedBatch.inProposal(slot));
            return true;
        }
        Optional<CutExecution> cited = CutExecution.of(slot, proof.get().chains(), state.cut(),
                frozen, config.lanes(), LaneRules.PRODUCT);
        cited.ifPresent(execution -> deliver(
                withBodies(slot, execution.chains().encode()), execution.after(),
                execution.batches()));
        return cited.isPresent();
    }

    /** Kept as all replicas keep it, whatever else came with it. */
    private static DecidedSlot withBodies(DecidedSlot slot, Bytes bodies) {
        return new DecidedSlot(slot.epoch(), slot.seq(), slot.digest(), slot.proposedMillis(),
                slot.proposer(), slot.payload(), slot.certificate(), bodies);
    }

    private void deliver(DecidedSlot slot, Cut cutAfter, List<OrderedBatch> batches) {
        var before = state.encode();
        state = state.after(slot, cutAfter);
        delivered = delivered.next();
        SeqNum seq = delivered;
        Digest nextSetHash = end.filter(e -> e.last().equals(seq)).map(EpochEnd::nextSetHash)
                .orElse(Digest.ZERO);
        effects.add(new Effect.Execute(new Decided(slot, state.timestampMillis(), before,
                signatures.hashOf(before), batches, nextSetHash)));
        effects.add(new Effect.Trace(Effect.Trace.Kind.DECIDED_FETCHED, View.ZERO, seq,
                slot.digest().shortHex()));
    }

    private void onExecuted(SeqNum seq, Digest resultDigest) {
        executed = seq;
        results.put(seq, resultDigest);
        results.headMap(new SeqNum(Math.max(0, seq.number() - 2L * config.window()))).clear();
        effects.add(new Effect.Trace(Effect.Trace.Kind.EXECUTED, View.ZERO, seq, ""));
        ahead.filter(cert -> !cert.seq().isAfter(executed)).ifPresent(cert -> {
            ahead = Optional.empty();
            raise(cert);
        });
    }

    /** The first one ahead stays until it is reached: later ones come faster than slots are executed. */
    private void onCert(ReplicaId from, BlockCert cert) {
        boolean reached = !cert.seq().isAfter(executed);
        boolean news = cert.seq().isAfter(base) && (reached || ahead.isEmpty())
                && cert.seq().number() <= executed.number() + 2L * config.window();
        if (!news) {
            return;
        }
        if (!signatures.valid(cert)) {
            quota.failed(from, nowMillis);
        } else if (reached) {
            raise(cert);
        } else {
            ahead = Optional.of(cert);
        }
    }

    private void raise(BlockCert cert) {
        Digest own = results.get(cert.seq());
        if (own != null && !own.equals(cert.digest())) {
            throw new IllegalStateException("execution diverged at " + cert.seq()
                    + ": a quorum certified " + cert.digest().shortHex()
                    + ", this learner computed "
                    + own.shortHex());
        }
        base = cert.seq();
        baseCert = Optional.of(cert);
        effects.add(new Effect.StoreBlockCert(base, MessageCodec.encodeBlockCert(cert)));
        effects.add(new Effect.Trace(Effect.Trace.Kind.CERTIFIED, View.ZERO, base, ""));
    }

    private boolean behind() {
        for (Status status : peers) {
            if (status != null && status.executed().isAfter(delivered)) {
                return true;
            }
        }
        return false;
    }

    private void fetch() {
        for (int i = 0; i < peers.length; i++) {
            nextPeer = (nextPeer + 1) % peers.length;
            if (fetchFrom(new ReplicaId(nextPeer))) {
                return;
            }
        }
    }

    private boolean fetchFrom(ReplicaId peer) {
        Status status = peers[peer.index()];
        if (status == null || !status.executed().isAfter(delivered) || !hasRoom()) {
            return false;
        }
        fetchedMillis = nowMillis;
        effects.add(new Effect.Send(peer, new Fetch(
                new Fetch.Wanted.SlotsFrom(delivered.next(), SLOTS_PER_FETCH)), 0));
        return true;
    }
}
