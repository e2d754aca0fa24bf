package io.quorate.bft.core;

import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.Value;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Takes decisions in any order and hands slots to the application without gap. Mutable, one thread. */
final class Delivery {
    private final Context context;
    private final Proposer proposer;
    private OrderingState state;

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
        while (true) {
            SeqNum next = context.window.delivered().next();
            Optional<Slot> slot = context.window.find(next).filter(s -> s.decided.isPresent());
            if (slot.isEmpty() || missesValue(slot.get())) {
                return;
            }
            context.window.markDelivered();
            context.outbox.emit(new Effect.Execute(decided(slot.get())));
        }
    }

    boolean missesValue(Slot slot) {
        Optional<Digest> digest = slot.decidedDigest();
        return digest.isPresent() && !slot.values.containsKey(digest.get())
                && !isNoop(slot.seq, digest.get());
    }

    boolean isNoop(SeqNum seq, Digest digest) {
        return digest.equals(context.signatures.noop(seq));
    }

    private Decided decided(Slot slot) {
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
                        value.proposer().index(), value.payload(), certificate);
        state = state.after(decided);
        context.leaders = state.leaders();
        return new Decided(decided, state.timestampMillis(), before, ordHash,
                context.window.nextSetHash(slot.seq));
    }
}
