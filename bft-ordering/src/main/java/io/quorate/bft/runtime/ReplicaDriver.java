package io.quorate.bft.runtime;

import io.quorate.bft.DecodeException;
import io.quorate.bft.MemberId;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.recording.Steps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the core and carries out what it asks for. At the end of a turn all that was appended is
 * synced at once, on another thread, while the loop goes on taking in votes; sends that depend on it
 * leave when it is done. Owned by one thread; only {@link #status} is for others.
 */
final class ReplicaDriver {
    private static final Logger LOG = LoggerFactory.getLogger(OrderingService.class);

    private final int self;
    private final Steps replica;
    private final ReplicaLog log;
    private final Courier courier;
    private final Duties duties;
    private final Inbox inbox;
    private final Tally tally;
    private final Deque<EpochInput> answers = new ArrayDeque<>();
    private final TurnBuffer turn = new TurnBuffer();
    private long wakeAtMillis;
    private volatile EpochStatus status;

    /** What the core needs of application and disk. The first three answer at once, the others later. */
    interface Duties {
        Optional<Bytes> buildPayload(Effect.BuildPayload build);

        Optional<Bytes> buildBatch(Effect.BuildBatch build);

        void proposalAbandoned(Effect.ProposalAbandoned abandoned);

        void execute(Effect.Execute execute);

        void storeBlockCert(Effect.StoreBlockCert storeBlockCert);

        void readSlots(EpochEffect.ReadSlots readSlots);

        /** Whom to keep links to from now on. */
        void reach(EpochEffect.Reach reach);

        void convicted(Misconduct misconduct);

        /** For whoever measures; answers at once. */
        void stage(SlotStage stage, long seq);

        /** What is read or written for that epoch's seat. */
        void ofSnapshot(long epoch, Effect.OfSnapshot effect);

        /** What is read for a peer that no seat serves. */
        void forGuest(EpochEffect.ForGuest read);

        /** Keeps how an epoch ended. */
        void ofHandOver(EpochEffect.OfHandOver keep);

        /** Carries out a sync of the log; answered by {@link Input.Persisted}. */
        void sync(ReplicaLog.Sync sync);
    }

    ReplicaDriver(int self, Steps replica, ReplicaLog log, Courier courier, Duties duties,
            Inbox inbox,
            Tally tally) {
        this.self = self;
        this.replica = replica;
        this.log = log;
        this.courier = courier;
        this.duties = duties;
        this.inbox = inbox;
        this.tally = tally;
        this.wakeAtMillis = nowMillis();
        this.status = replica.status();
    }

    EpochStatus status() {
        return status;
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Waits for something to do, and does it. */
    void turn() throws InterruptedException {
        inbox.take(turn, TimeUnit.MILLISECONDS.toNanos(wakeAtMillis));
        tally.turns.increment();
        tally.inputs.add(turn.inputs.size() + (long) turn.frames.size());
        step(new EpochInput.Local(
                new Input.Ticked(nowMillis(), Rehearsal.clockMillis())));
        turn.inputs.forEach(this::take);
        turn.frames.forEach(this::receive);
        turn.inputs.clear();
        turn.frames.clear();
        log.beginSync().ifPresent(duties::sync);
        status = replica.status();
    }

    private void take(EpochInput input) {
        if (input instanceof EpochInput.Local(Input.Persisted(long lsn))) {
            log.endSync();
            courier.release(lsn);
        }
        step(input);
    }

    private void receive(Inbox.PeerFrame frame) {
        EpochInput.Received received;
        try {
            received = courier.open(frame.from(), frame.bytes());
        } catch (DecodeException e) {
            tally.rejectedFrames.increment();
            LOG.debug("frame rejected replica={} from={} reason={}", self, frame.from(),
                    e.getMessage());
            return;
        }
        tally.peers.message(frame.from(), received.message());
        step(received);
    }

    private void step(EpochInput input) {
        replica.step(input).forEach(this::carryOut);
        for (EpochInput answer = answers.pollFirst(); answer != null; answer = answers
                .pollFirst()) {
            replica.step(answer).forEach(this::carryOut);
        }
    }

    private void carryOut(EpochEffect effect) {
        switch (effect) {
            case EpochEffect.Send(var epoch, MemberId to, Message message, long afterLsn) ->
                    courier.accept(epoch, Optional.of(to), message, afterLsn, log.durableLsn());
            case EpochEffect.Broadcast(var epoch, Message message, long afterLsn) ->
                    courier.accept(epoch, Optional.empty(), message, afterLsn,
                            log.durableLsn());
            case EpochEffect.ReadSlots readSlots -> duties.readSlots(readSlots);
            case EpochEffect.Reach reach -> duties.reach(reach);
            case EpochEffect.ForGuest read -> duties.forGuest(read);
            case EpochEffect.OfHandOver keep -> duties.ofHandOver(keep);
            case EpochEffect.Local(long epoch, Effect local) -> carryOut(epoch, local);
        }
    }

    private void carryOut(long epoch, Effect effect) {
        switch (effect) {
            case Effect.Persist(long lsn, var record) -> log.append(lsn, record);
            case Effect.Send _,Effect.Broadcast _,Effect.ReadSlots _ ->
                    throw new IllegalStateException("without its epoch: " + effect);
            case Effect.BuildPayload build -> answers.addLast(new EpochInput.Local(
                    new Input.PayloadBuilt(build.seq(), duties.buildPayload(build))));
            case Effect.BuildBatch build -> answers.addLast(new EpochInput.BatchBuilt(epoch,
                    build.laneSeq(), duties.buildBatch(build)));
            case Effect.DoubleBatch(var first, var second) -> {
                tally.doubleBatches.increment();
                LOG.warn(
                        "two batches at one place of a lane replica={} author={} laneSeq={} sizes={},{}",
                        self, first.author(), first.laneSeq(), first.body().size(),
                        second.body().size());
            }
            case Effect.ProposalAbandoned abandoned -> duties.proposalAbandoned(abandoned);
            case Effect.Execute execute -> duties.execute(execute);
            case Effect.StoreBlockCert storeBlockCert -> duties.storeBlockCert(storeBlockCert);
            case Effect.OfSnapshot snapshot -> duties.ofSnapshot(epoch, snapshot);
            case Effect.Truncate(long firstKeptLsn) -> log.truncateBelow(firstKeptLsn);
            case Effect.WakeAt(long millis) -> wakeAtMillis = millis;
            case Effect.Convicted(Evidence evidence) ->
                    duties.convicted(misconduct(epoch, evidence));
            case Effect.Trace trace -> count(trace);
        }
    }

    /** Members have numbers that outlive the epoch, and the proof names the epoch. */
    private Misconduct misconduct(long epoch, Evidence evidence) {
        EpochConfig config = replica.epochs().get(epoch);
        return new Misconduct(config.member(evidence.accused()).id().number(), evidence.kind(),
                replica.codec(epoch).orElseThrow().encode(evidence));
    }

    private void decided(LongAdder way, Effect.Trace trace) {
        way.increment();
        reached(SlotStage.DECIDED, trace);
    }

    private void reached(SlotStage stage, Effect.Trace trace) {
        duties.stage(stage, trace.seq().number());
    }

    private void count(Effect.Trace trace) {
        switch (trace.kind()) {
            case DECIDED_FAST -> decided(tally.fastDecisions, trace);
            case DECIDED_SLOW -> decided(tally.slowDecisions, trace);
            case DECIDED_FETCHED -> decided(tally.fetchedDecisions, trace);
            case PROPOSED -> reached(SlotStage.PROPOSED, trace);
            case VOTED1 -> reached(SlotStage.VOTED, trace);
            case EXECUTED -> reached(SlotStage.EXECUTED, trace);
            case CERTIFIED -> reached(SlotStage.CERTIFIED, trace);
            case REJECTED -> tally.rejectedMessages.increment();
            case SUSPECTED, VIEW_LEFT, RESTARTED, TRANSFER, EPOCH_ENTERED, EPOCH_END_FIXED -> log(
                    trace);
            case DIVERGED -> {
                tally.divergences.increment();
                LOG.warn("another result replica={} seqNum={} detail={}", self,
                        trace.seq().number(), trace.detail());
            }
            case VIEW_ENTERED -> {
                tally.viewChanges.increment();
                tally.lastViewChangeMillis.set(System.currentTimeMillis());
                log(trace);
            }
            case VOTED2, CONVICTED -> {
                // Counted by what follows from them.
            }
        }
        LOG.debug("{} replica={} view={} seqNum={} detail={}", trace.kind(), self,
                trace.view().number(),
                trace.seq().number(), trace.detail());
    }

    private void log(Effect.Trace trace) {
        LOG.info("{} replica={} view={} seqNum={} detail={}", trace.kind(), self,
                trace.view().number(),
                trace.seq().number(), trace.detail());
    }

    /** Reused from turn to turn. */
    private static final class TurnBuffer implements Inbox.Turn {
        private final List<EpochInput> inputs = new ArrayList<>();
        private final List<Inbox.PeerFrame> frames = new ArrayList<>();

        @Override
        public List<EpochInput> inputs() {
            return inputs;
        }

        @Override
        public List<Inbox.PeerFrame> frames() {
            return frames;
        }
    }
}
