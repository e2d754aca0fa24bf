package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.lane.CutPayload;
import io.quorate.bft.core.lane.Payloads;
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
        boolean wanted = buildable || context.window.isClosing();
        if (!context.active || building || !wanted || context.lanes.isOn()) {
            return Long.MAX_VALUE;
        }
        long at = readyMillis();
        if (at > context.nowMillis) {
            return at;
        }
        building = true;
        buildView = context.view;
        context.outbox.emit(new Effect.BuildPayload(next, context.config.payloadBytesMax()));
        return Long.MAX_VALUE;
    }

    /** When the next slot may be proposed; Long.MAX_VALUE while that depends on others. */
    private long readyMillis() {
        skipTaken();
        if (!context.leads(next)) { // the next slot's leader comes first, even if the one after it is our own
            return Long.MAX_VALUE;
        }
        long inFlight = next.number() - 1 - context.window.executed().number();
        if (!context.window.admitsVote(next) || inFlight >= context.config.inFlightMax()) {
            return Long.MAX_VALUE;
        }
        return proposedMillis + waitMillis(inFlight);
    }

    /** The next value that cites lanes, if it is time and there is something to cite, or an epoch to be filled. */
    Optional<Value> cut(LaneExchange lanes) {
        boolean closing = context.lanes.isOn() && context.window.isClosing();
        if (!context.active || !closing && !lanes.cuttable()
                || readyMillis() > context.nowMillis) {
            return Optional.empty();
        }
        Optional<Bytes> cited = lanes.cut(next).map(CutPayload::encode);
        Optional<Bytes> filler = closing ? Optional.of(Payloads.inline(Bytes.EMPTY))
                : Optional.empty();
        return cited.or(() -> filler).map(payload -> {
            Value value = new Value(next, context.wallMillis, context.config.self(), payload);
            proposedMillis = context.nowMillis;
            next = next.next();
            return value;
        });
    }

    /** When {@link #cut} is to be tried again. */
    long cutAtMillis(LaneExchange lanes) {
        boolean closing = context.lanes.isOn() && context.window.isClosing();
        if (!context.active || !closing && !lanes.cuttable()) {
            return Long.MAX_VALUE;
        }
        long at = readyMillis();
        return at > context.nowMillis ? at : Long.MAX_VALUE;
    }

    /**
     * Longer the more slots are in flight, for then they are better full. Those that distance alone keeps in flight do
     * not count, but a quarter of the slots stays to be slowed down for.
     */
    private long waitMillis(long inFlight) {
        long batchMillis = context.timeouts().batchMillis();
        if (inFlight <= 0 || batchMillis == 0) {
            return 0;
        }
        long enRoute = Math.min(context.config.inFlightMax() * 3L / 4,
                context.timeouts().rttMillis() / batchMillis);
        return Math.min(BATCH_MILLIS_MAX, Math.max(1, inFlight - enRoute) * batchMillis);
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
        Value value = new Value(next, context.wallMillis, context.config.self(),
                Payloads.inline(content));
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
