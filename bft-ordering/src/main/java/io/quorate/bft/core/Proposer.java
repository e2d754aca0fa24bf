package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Value;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Decides when a leader asks for a payload, and follows what becomes of its proposals. Mutable, one thread. */
final class Proposer {
    private static final long BATCH_MILLIS_MAX = 50;

    private final Context context;
    private final TreeMap<SeqNum, Own> own = new TreeMap<>(); // bounded by the window
    /** Our application has items that are not executed yet. */
    private boolean workPending;
    /** Our application may have something that it did not yet give out. */
    private boolean buildable;
    private boolean building;
    private View buildView = View.ZERO;
    private SeqNum next;
    private long proposedMillis;

    private record Own(Digest digest, Bytes payload) {}

    Proposer(Context context) {
        this.context = context;
        this.next = context.window.base().next();
    }

    void workAvailable() {
        workPending = true;
        buildable = true;
    }

    void workGone() {
        workPending = false;
        buildable = false;
    }

    boolean workPending() {
        return workPending;
    }

    /** The first slot a leader may fill freely is after {@code last}. */
    void freeAfter(SeqNum last) {
        next = last.next();
    }

    /** A view started: own proposals that it did not choose are void. */
    void viewEntered(SeqNum lastChosen) {
        freeAfter(lastChosen);
        buildable = workPending;
        own.entrySet().removeIf(entry -> {
            Optional<Digest> kept = context.window.find(entry.getKey())
                    .flatMap(slot -> slot.decidedDigest().or(() -> slot.acceptedIn(context.view)));
            boolean dropped = kept.filter(entry.getValue().digest()::equals).isEmpty();
            if (dropped) {
                abandon(entry.getKey(), entry.getValue().payload());
            }
            return dropped;
        });
    }

    void decided(SeqNum seq, Digest digest) {
        Own mine = own.remove(seq);
        if (mine != null && !mine.digest().equals(digest)) {
            abandon(seq, mine.payload());
        }
    }

    /** Asks for a payload if it is time; otherwise when to look again (Long.MAX_VALUE: after another input). */
    long poll() {
        if (!context.active || building || !buildable && !context.window.isClosing()) {
            return Long.MAX_VALUE;
        }
        skipTaken();
        if (!context.leads(next)) { // the next slot's leader comes first, even if the one after it is our own
            return Long.MAX_VALUE;
        }
        long inFlight = next.number() - 1 - context.window.executed().number();
        if (!context.window.admitsVote(next) || inFlight >= context.config.inFlightMax()) {
            return Long.MAX_VALUE;
        }
        long wait = Math.min(BATCH_MILLIS_MAX,
                Math.max(0, inFlight) * context.config.timeouts().batchMillis());
        if (context.nowMillis < proposedMillis + wait) {
            return proposedMillis + wait;
        }
        building = true;
        buildView = context.view;
        context.outbox.emit(new Effect.BuildPayload(next, context.config.payloadBytesMax()));
        return Long.MAX_VALUE;
    }

    /** The value to propose, if this replica still can. */
    Optional<Value> payloadBuilt(SeqNum seq, Optional<Bytes> payload) {
        if (!building) {
            throw new IllegalStateException("no payload was asked for at " + seq);
        }
        building = false;
        if (payload.isEmpty()) {
            buildable = false;
            if (!context.window.isClosing()) {
                return Optional.empty();
            }
        }
        skipTaken();
        boolean stillOurs = context.leads(seq) && context.view.equals(buildView) && next.equals(seq)
                && context.window.admitsVote(seq);
        if (!stillOurs) {
            payload.ifPresent(given -> abandon(seq, given));
            return Optional.empty();
        }
        Bytes content = payload.orElse(Bytes.EMPTY); // which fills the epoch up to its end
        Value value = new Value(next, context.wallMillis, context.config.self(), content);
        own.put(next, new Own(context.signatures.digestOf(value), content));
        proposedMillis = context.nowMillis;
        next = next.next();
        return Optional.of(value);
    }

    private void skipTaken() {
        SeqNum floor = context.window.base().isAfter(context.window.executed())
                ? context.window.base()
                : context.window.executed();
        if (!next.isAfter(floor)) {
            next = floor.next();
        }
        while (context.window.find(next).filter(this::taken).isPresent()) {
            next = next.next();
        }
    }

    private boolean taken(Slot slot) {
        return slot.decided.isPresent() || slot.acceptedIn(context.view).isPresent()
                || slot.votedIn(context.view);
    }

    private void abandon(SeqNum seq, Bytes payload) {
        if (!payload.isEmpty()) {
            buildable = true;
            context.outbox.emit(new Effect.ProposalAbandoned(seq, payload));
        }
    }
}
