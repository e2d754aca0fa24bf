package io.quorate.bft.core.epoch;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.HandOver;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.View;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.EpochEnd;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.LogTail;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * One process across epochs: in each it has a {@link Seat}, and hands over to the next once the epoch's last slot is
 * executed here and certified. The seat in the epoch before stays until a quorum of the new members is known to have
 * got as far; whoever is later than that is served from the application's store. A message counts in its own epoch
 * alone. Mutable, owned by one thread.
 */
public final class Participant {
    private final Identity identity;
    private final EpochSetup setup;
    private final EpochRules rules;
    private final Seating seating;
    private final EpochHistory history;
    private final SlotServer server;
    /** Who asked for the payload of a slot. */
    private final TreeMap<SeqNum, Seat> builders = new TreeMap<>();
    /** Agreed times of slots that are being executed. */
    private final TreeMap<SeqNum, Long> times = new TreeMap<>();
    private final TreeMap<Long, Long> wakes = new TreeMap<>();
    private List<EpochEffect> effects = new ArrayList<>();
    private EpochConfig current;
    private Seat seat;
    private Optional<Closing> closing = Optional.empty();
    private Optional<Input> work = Optional.empty();
    private Optional<Input.Ticked> now = Optional.empty();
    private Applied applied;
    private final Guests guests;
    private final Crossing crossing;
    private long wakeAtMillis = Long.MAX_VALUE;

    public Participant(Identity identity, EpochSetup setup, EpochRecovery recovery) {
        this(identity, setup, recovery, EpochRules.PRODUCT);
    }

    /** With rules that may be wrong: for tests of the simulator. */
    public Participant(Identity identity, EpochSetup setup, EpochRecovery recovery,
            EpochRules rules) {
        this.identity = identity;
        this.setup = setup;
        this.rules = rules;
        this.applied = recovery.applied();
        this.server = new SlotServer(effect -> effects.add(effect));
        recovery.ceremonies().check(setup);
        this.history = EpochHistory.of(recovery,
                epoch -> setup.config(epoch, new ReplicaId(0)).codec());
        this.seating = new Seating(
                new Objections(identity, rules, recovery.ceremonies(), history), setup,
                new LogTail(recovery.log().lastLsn()));
        this.current = history.epochAt(applied.seq());
        this.seat = seating.take(current, applied, recovery.recentSlots(),
                recovery.frozen().stream()
                        .filter(lane -> lane.epoch() == current.number()).toList());
        history.end(current.number()).ifPresent(this::endAt);
        this.guests = new Guests(effect -> effects.add(effect));
        this.crossing = new Crossing(identity, setup, rules, history, current, new Surroundings());
        // A crash may have come between the end of an epoch and the application's note of it.
        history.noteOf(current.number() - 1).ifPresent(effects::add);
        reach();
        if (seat instanceof Seat.Learning) {
            traceEntered();
        }
    }

    /** As {@link io.quorate.bft.core.Replica#step}. */
    public List<EpochEffect> step(EpochInput input) {
        switch (input) {
            case EpochInput.Received(var from, long epoch, var message) ->
                    onMessage(from, epoch, message);
            case EpochInput.Connected(var peer) -> current.replicaOf(peer)
                    .ifPresent(replica -> toSeat(new Input.Connected(replica)));
            case EpochInput.Executed executed -> onExecuted(executed);
            case EpochInput.SlotsRead(var requester, long epoch, var slots) ->
                    onSlotsRead(requester, epoch, slots);
            case EpochInput.BatchBuilt(long epoch, long laneSeq, var body) ->
                    onBatchBuilt(epoch, new Input.BatchBuilt(laneSeq, body));
            case EpochInput.Censored(long epoch, var leader) -> {
                if (epoch == current.number()) {
                    toSeat(new Input.Censored(leader));
                }
            }
            case EpochInput.OfSnapshot(long epoch, var answer) -> onSnapshot(epoch, answer);
            case EpochInput.Restored restored -> onRestored(restored);
            case EpochInput.ForGuest read -> guests.onRead(read, history.config(read.epoch()));
            case EpochInput.Local(Input local) -> onLocal(local);
        }
        now.ifPresent(ticked -> crossing.tick(ticked.nowMillis()));
        handOver();
        emitWake();
        List<EpochEffect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }

    /** The wire form of an epoch that is known here; frames of others cannot be read yet. */
    public Optional<MessageCodec> codec(long epoch) {
        return history.codec(epoch);
    }

    /** All epochs that are known here, by number. */
    public SortedMap<Long, EpochConfig> epochs() {
        return history.configs();
    }

    public EpochStatus status() {
        Optional<String> learner = switch (seat) {
            case Seat.Voting _ -> Optional.empty();
            case Seat.Learning(var _, String reason) -> Optional.of(reason);
        };
        return new EpochStatus(current, seat.status(), learner);
    }

    private void onMessage(MemberId from, long epoch, Message message) {
        Optional<ReplicaId> member = current.replicaOf(from);
        switch (message) {
            case HandOverProof(HandOver proof) -> {
                onProof(from, epoch, proof);
                return;
            }
            case Fetch(Fetch.Wanted.HandOver()) -> {
                toGuest(from, epoch, message);
                return;
            }
            case SnapshotOffer _,SnapshotDescription _,SnapshotChunk _ ->
                    crossing.onMessage(from, epoch, message);
            default -> {
                // counts in its own epoch
            }
        }
        if (rules.counts(epoch, current.number())) {
            boolean learning = seat instanceof Seat.Learning;
            member.ifPresent(replica -> crossing.heard(replica, message));
            if (member.isPresent()
                    && !(message instanceof SnapshotDescription && crossing.isFetching())) {
                closing.ifPresent(one -> one.heard(member.get(), message));
                toSeat(new Input.Received(member.get(), message));
            }
            if (member.isEmpty() || learning) {
                server.onMessage(from, message, stand());
                toGuest(from, epoch, message);
            }
            return;
        }
        Optional<ReplicaId> before = closing.filter(one -> one.config().number() == epoch)
                .flatMap(one -> one.config().replicaOf(from));
        if (before.isPresent()) {
            toClosing(new Input.Received(before.get(), message));
        } else if (epoch >= 0 && epoch < current.number()) {
            server.onMessage(from, message, history.past(epoch));
            toGuest(from, epoch, message);
        } // else a later one's: it is said again once this process is there
    }

    private void toGuest(MemberId from, long epoch, Message message) {
        boolean endedByRecord = message instanceof Fetch(Fetch.Wanted.HandOver())
                && history.record(epoch).isPresent(); // what a certificate may say of its end is void
        if (message instanceof Fetch fetch && !endedByRecord
                && history.codec(epoch).isPresent()) {
            guests.onFetch(from, fetch, history.config(epoch), epoch < current.number());
        }
    }

    /** It names what ends the epoch of this process too, where that is not over here. */
    private void onProof(MemberId from, long epoch, HandOver proof) {
        if (!crossing.onProof(from, epoch, proof)) {
            return;
        }
        if (epoch == current.number()) {
            announceEnd();
        } else {
            reach();
        }
    }

    private SlotServer.Stand stand() {
        return new SlotServer.Stand(current, seat.status().executed(), seat.baseCert());
    }

    private void onExecuted(EpochInput.Executed executed) {
        SeqNum seq = executed.seq();
        applied = new Applied(seq.number(), executed.resultDigest(), Bytes.EMPTY,
                times.get(seq));
        times.headMap(seq, true).clear();
        executed.change().ifPresent(change -> {
            if (history.fixed(current, change, seq)) {
                announceEnd();
            }
        });
        executed.frozen().forEach(author -> seat.freezeLane(author, seq));
        toSeat(new Input.Executed(seq, executed.resultDigest()));
    }

    private void endAt(EpochChange change) {
        seat.endAt(new EpochEnd(change.last(), rules.lastVoted(change.last()),
                history.nextSetHash(current.number(), change)));
    }

    private void onSlotsRead(MemberId requester, long epoch, List<DecidedSlot> slots) {
        EpochConfig config = history.config(epoch);
        Optional<ReplicaId> replica = config.replicaOf(requester);
        if (server.isReading(requester, epoch)) {
            server.onSlotsRead(requester, config, slots);
        } else if (replica.isPresent() && epoch == current.number()) {
            toSeat(new Input.SlotsRead(replica.get(), slots));
        } else
            if (replica.isPresent()
                    && closing.filter(one -> one.config().number() == epoch).isPresent()) {
                        toClosing(new Input.SlotsRead(replica.get(), slots));
                    } // else it was asked for by a seat that is given up since: the peer asks again
    }

    private void onLocal(Input input) {
        switch (input) {
            case Input.Ticked ticked -> {
                now = Optional.of(ticked);
                guests.tick(ticked.nowMillis());
                server.tick(ticked.nowMillis());
                toClosing(input);
                toSeat(input);
            }
            case Input.Persisted _ -> {
                toClosing(input);
                toSeat(input);
            }
            case Input.PayloadBuilt(SeqNum seq, var payload) -> {
                Seat builder = builders.remove(seq);
                boolean sits = builder == seat || closing
                        .filter(one -> one.seat() == builder).isPresent();
                if (!sits) { // it was given up
                    payload.ifPresent(items -> effects.add(new EpochEffect.Local(current.number(),
                            new Effect.ProposalAbandoned(seq, items))));
                    return;
                }
                EpochConfig epoch = builder == seat ? current : closing.get().config();
                carry(epoch, builder, builder.step(input));
            }
            case Input.WorkAvailable _,Input.WorkGone _ -> {
                work = Optional.of(input);
                toSeat(input);
            }
            case Input.Received _,Input.Connected _,Input.Executed _,Input.SlotsRead _,Input.BatchBuilt _,Input.Censored _,Input.OfSnapshot _ ->
                    throw new IllegalArgumentException("not a local input: " + input);
        }
    }

    /** A batch for a seat that is given up is lost with it: the application frees what no slot of the epoch took. */
    private void onBatchBuilt(long epoch, Input.BatchBuilt built) {
        if (epoch == current.number()) {
            toSeat(built);
        } else if (closing.filter(one -> one.config().number() == epoch).isPresent()) {
            toClosing(built);
        }
    }

    /**
     * A seat that is closed restores nothing, it executed its last slot; and only what belongs to the epoch that asks is
     * offered, since who is in it can check no other.
     */
    private void onSnapshot(long epoch, Input.OfSnapshot answer) {
        Input.OfSnapshot own = answer instanceof Input.OfferRead(var requester, var snapshots)
                ? new Input.OfferRead(requester, snapshots.stream()
                        .filter(one -> one.slot().epoch() == epoch).toList())
                : answer;
        if (crossing.onInput(epoch, own)) {
            return;
        }
        boolean serves = own instanceof Input.OfferRead || own instanceof Input.ChunkRead;
        if (epoch == current.number()) {
            toSeat(own);
        } else if (serves && closing.filter(one -> one.config().number() == epoch).isPresent()) {
            toClosing(own);
        } // else the peer asks again, in its epoch or the next
    }

    /** What was executed elsewhere may have fixed the end of the epoch. */
    private void onRestored(EpochInput.Restored restored) {
        Snapshot snapshot = restored.snapshot();
        if (crossing.isTakingOver(restored.epoch(), snapshot)) {
            cross(restored);
            return;
        }
        if (restored.epoch() != current.number()
                || snapshot.slot().epoch() != current.number()) {
            throw new IllegalStateException("a snapshot of slot " + snapshot.seq() + " of epoch "
                    + snapshot.slot().epoch() + " was restored for epoch " + restored.epoch()
                    + " in epoch " + current.number());
        }
        SeqNum seq = new SeqNum(snapshot.seq());
        applied = new Applied(seq.number(), snapshot.applied().resultDigest(), Bytes.EMPTY,
                snapshot.applied().timestampMillis());
        times.headMap(seq, true).clear();
        rules.told(restored.change()).filter(change -> history.learned(current, change, seq))
                .ifPresent(_ -> announceEnd());
        restored.frozen().forEach(lane -> seat.freezeLane(new ReplicaId(lane.author()),
                new SeqNum(lane.decidedAt())));
        toSeat(new Input.Restored(snapshot));
    }

    private void announceEnd() {
        EpochChange change = history.end(current.number()).orElseThrow();
        endAt(change);
        reach();
        trace(Effect.Trace.Kind.EPOCH_END_FIXED, change.last(),
                "epoch " + change.next().number() + " of " + change.next().members().size());
    }

    /**
     * The epoch is over here once its last slot is durable, and certified, so that no other result can be. A record that
     * ended it names the result itself.
     */
    private void handOver() {
        Optional<EpochChange> change = history.end(current.number());
        ReplicaStatus status = seat.status();
        while (change.isPresent() && !crossing.awaitsApplication()
                && !status.executed().isBefore(change.get().last())
                && (history.record(current.number()).isPresent()
                        || !status.base().isBefore(change.get().last()))) {
            history.ended(current.number(), applied, seat.baseCert());
            history.noteOf(current.number()).ifPresent(effects::add);
            closing = seat instanceof Seat.Voting
                    ? Optional.of(new Closing(current, seat, change.get().next()))
                    : Optional.empty();
            current = change.get().next();
            wakes.keySet().removeIf(epoch -> closing.isEmpty()
                    || epoch != closing.get().config().number());
            seat = seating.take(current, applied, List.of(), List.of());
            enter();
            change = history.end(current.number());
            status = seat.status();
        }
        if (closing.filter(one -> one.done(current.replicaOf(identity.id()))).isPresent()) {
            wakes.remove(closing.get().config().number());
            closing = Optional.empty();
            reach();
        }
    }

    /**
     * The application stands in an epoch that this process did not come to by executing slots. The seat that it had until
     * now is gone, and with it whatever it might have voted; the log's records of the new epoch, if any, count.
     */
    private void cross(EpochInput.Restored restored) {
        Snapshot snapshot = restored.snapshot();
        applied = new Applied(snapshot.seq(), snapshot.applied().resultDigest(),
                snapshot.applied().orderingState(), snapshot.applied().timestampMillis());
        times.clear();
        builders.clear();
        wakes.clear();
        closing = Optional.empty();
        crossing.done();
        if (restored.epoch() < current.number()
                || restored.epoch() == current.number() && seat instanceof Seat.Voting) {
            throw new IllegalStateException("a seat in epoch " + current.number()
                    + " would be given up for one in epoch " + restored.epoch());
        }
        current = history.config(restored.epoch());
        rules.told(restored.change()).ifPresent(
                change -> history.learned(current, change, new SeqNum(snapshot.seq())));
        seat = seating.take(current, applied, List.of(snapshot.slot()), restored.frozen());
        enter();
    }

    private void enter() {
        history.end(current.number()).ifPresent(this::endAt);
        crossing.entered(current);
        reach();
        traceEntered();
        now.ifPresent(this::toSeat);
        work.filter(_ -> now.isPresent()).ifPresent(this::toSeat);
    }

    private void toSeat(Input input) {
        carry(current, seat, seat.step(input));
    }

    private void toClosing(Input input) {
        closing.ifPresent(one -> carry(one.config(), one.seat(), one.seat().step(input)));
    }

    private void carry(EpochConfig epoch, Seat from, List<Effect> made) {
        for (Effect effect : made) {
            switch (effect) {
                case Effect.Send(ReplicaId to, Message message, long lsn) -> effects.add(
                        new EpochEffect.Send(epoch, epoch.member(to).id(), message, lsn));
                case Effect.Broadcast(Message message, long lsn) ->
                        effects.add(new EpochEffect.Broadcast(epoch, message, lsn));
                case Effect.ReadSlots(ReplicaId to, SeqNum first, SeqNum last, int bytes) ->
                        effects.add(new EpochEffect.ReadSlots(epoch, epoch.member(to).id(), first,
                                last, bytes));
                case Effect.WakeAt(long millis) -> wakes.put(epoch.number(), millis);
                case Effect.BeginRestore _,Effect.StoreChunk _,Effect.FinishRestore _ when from != seat -> {
                    // it executed its last slot
                }
                case Effect.Truncate _ when from != seat -> {
                    // what follows in the log by now is the new epoch's, which cuts it in its time
                }
                default -> {
                    if (effect instanceof Effect.BuildPayload build) {
                        builders.put(build.seq(), from);
                    } else if (effect instanceof Effect.Execute execute) {
                        times.put(new SeqNum(execute.decided().seq()),
                                execute.decided().timestampMillis());
                    }
                    effects.add(new EpochEffect.Local(epoch.number(), effect));
                }
            }
        }
    }

    private void emitWake() {
        long wake = crossing.deadlineMillis();
        for (long at : wakes.values()) {
            wake = Math.min(wake, at);
        }
        if (wake != wakeAtMillis) {
            wakeAtMillis = wake;
            effects.add(new EpochEffect.Local(current.number(), new Effect.WakeAt(wake)));
        }
    }

    private void reach() {
        effects.add(new EpochEffect.Reach(current, closing.map(Closing::config),
                Optional.of(history.last()).filter(last -> last.number() > current.number())));
    }

    /** This process, as the crossing sees it. */
    private final class Surroundings implements Crossing.Port {
        @Override
        public Seat seat() {
            return seat;
        }

        @Override
        public void emit(EpochEffect effect) {
            effects.add(effect);
        }

        @Override
        public void carry(EpochConfig epoch, List<Effect> made) {
            Participant.this.carry(epoch, seat, made);
        }
    }

    private void traceEntered() {
        trace(Effect.Trace.Kind.EPOCH_ENTERED, current.start(), switch (seat) {
            case Seat.Voting _ -> "votes in epoch " + current.number();
            case Seat.Learning(var _, String reason) -> "learner: " + reason;
        });
    }

    private void trace(Effect.Trace.Kind kind, SeqNum seq, String detail) {
        effects.add(new EpochEffect.Local(current.number(),
                new Effect.Trace(kind, View.ZERO, seq, detail)));
    }
}
