package io.quorate.bft.core;

import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.lane.CutExecution;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.Value;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Takes decisions in any order and hands slots to the application without gap. Mutable, one thread. */
final class Delivery {
    private final Context context;
    private final Proposer proposer;
    private OrderingState state;
    /** When a slot last filled a block: then nobody can be blamed for what found no room. */
    private long fullMillis;
    private boolean paused;

    Delivery(Context context, Proposer proposer, OrderingState state) {
        this.context = context;
        this.proposer = proposer;
        this.state = state;
    }

    /** {@code cert} is valid. Two decisions at one slot mean that more than f replicas are faulty: stop. */
    void decide(Slot slot, DecisionCert cert, Effect.Trace.Kind path) {
        if (slot.decided.isPresent()) {
            if (!slot.decided.get().digest().equals(cert.digest())) {
                throw new IllegalStateException("two decisions at " + slot.seq + ": "
                        + slot.decided.get().digest().shortHex() + " and "
                        + cert.digest().shortHex());
            }
            return;
        }
        slot.decided = Optional.of(cert);
        slot.touchedMillis = context.nowMillis;
        context.trace(path, slot.seq, cert.digest().shortHex());
        proposer.decided(slot.seq, cert.digest());
        if (context.window.growDecided()) {
            context.failedViews = 0;
            context.grewMillis = context.nowMillis;
        }
        deliver();
    }

    /** Hands over what can be; stops at the first slot that is undecided or whose value is missing. */
    void deliver() {
        while (!paused) {
            SeqNum next = context.window.delivered().next();
            Optional<Slot> slot = context.window.find(next).filter(s -> s.decided.isPresent());
            if (slot.isEmpty() || missesValue(slot.get())) {
                return;
            }
            Optional<CutExecution> cited = Optional.empty();
            Value value = slot.get().values.get(slot.get().decidedDigest().orElseThrow());
            if (value != null && context.lanes.isOn()) {
                cited = context.lanes.execution(slot.get(), value);
                if (cited.isEmpty()) {
                    return;
                }
            }
            context.window.markDelivered();
            context.outbox.emit(new Effect.Execute(decided(slot.get(), cited)));
        }
    }

    /** Nothing is handed over until {@link #restored}. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        deliver();
    }

    void restored(Snapshot snapshot) {
        state = OrderingState.restore(context.config, snapshot.applied(),
                List.of(snapshot.slot()), context.lanes.frozen, context.lanes.rules(),
                context.signatures::hashOf);
        context.leaders = state.leaders();
        context.lanes.restoreCut(new SeqNum(snapshot.seq()), state.cut());
        paused = false;
    }

    boolean missesValue(Slot slot) {
        Optional<Digest> digest = slot.decidedDigest();
        return digest.isPresent() && !slot.values.containsKey(digest.get())
                && !isNoop(slot.seq, digest.get());
    }

    boolean isNoop(SeqNum seq, Digest digest) {
        return digest.equals(context.signatures.noop(seq));
    }

    long fullMillis() {
        return fullMillis;
    }

    private Decided decided(Slot slot, Optional<CutExecution> cited) {
        DecisionCert cert = slot.decided.get();
        Bytes certificate = MessageCodec.encodeDecision(cert);
        Bytes before = state.encode();
        Digest ordHash = context.signatures.hashOf(before);
        long epoch = context.config.epoch();
        long seq = slot.seq.number();
        Value value = slot.values.get(cert.digest());
        DecidedSlot decided = value == null
                ? new DecidedSlot(epoch, seq, cert.digest(), 0, DecidedSlot.NOOP_PROPOSER,
                        Bytes.EMPTY, certificate)
                : new DecidedSlot(epoch, seq, cert.digest(), value.timestampMillis(),
                        value.proposer().index(), value.payload(), certificate,
                        cited.map(execution -> execution.chains().encode()).orElse(Bytes.EMPTY));
        state = state.after(decided, cited.map(CutExecution::after).orElse(state.cut()));
        context.leaders = state.leaders();
        context.lanes.deliveredTo(slot.seq, state.cut());
        boolean full = cited.isPresent() && cited.get().bodyBytes() > context.lanes.setting
                .blockBytesMax() - context.lanes.setting.batchBytesMax();
        fullMillis = full ? context.nowMillis : fullMillis;
        return new Decided(decided, state.timestampMillis(), before, ordHash,
                cited.map(CutExecution::batches).orElseGet(() -> OrderedBatch.inProposal(decided)),
                context.window.nextSetHash(slot.seq));
    }
}
