package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a replica owes as a collector: to give up the fast path of a slot in time, and to send out the certificates
 * that it made, at once if it is the first collector, later if another has not by then. Mutable, one thread; holds at
 * most a window of slots each.
 */
final class CollectorDuty {
    private final Context context;
    private final Collectors collectors;
    private final FastPathTimer fastPath;
    private final TreeMap<SeqNum, Long> giveUp = new TreeMap<>();
    private final TreeMap<SeqNum, Late<DecisionCert>> decisions = new TreeMap<>();
    private final TreeMap<SeqNum, Late<BlockCert>> blockCerts = new TreeMap<>();

    private record Late<M extends Message>(long atMillis, M certificate) {}

    CollectorDuty(Context context) {
        this.context = context;
        this.collectors = new Collectors(context);
        this.fastPath = new FastPathTimer(() -> context.timeouts().rttMillis());
    }

    boolean isDirect() {
        return context.config.routing() == VoteRouting.DIRECT;
    }

    /** A vote of the active view, to whom it concerns, once it is durable. */
    void castVote(SeqNum seq, Message vote) {
        if (isDirect()) {
            context.outbox.cast(vote);
        } else {
            context.outbox.castTo(collectors.of(context.view, seq), context.config.self(), vote);
        }
    }

    /** As {@link #castVote}; the view of execution is unknown, so that of view 0 draws the collectors. */
    void castShare(SeqNum seq, Message share) {
        if (isDirect()) {
            context.outbox.cast(share);
        } else {
            context.outbox.castTo(collectorsOfResult(seq), context.config.self(), share);
        }
    }

    /** Sends own votes again to the collectors of their slot, without log or loop. */
    void repeatVote(SeqNum seq, Message vote) {
        for (ReplicaId collector : collectors.of(context.view, seq)) {
            if (!collector.equals(context.config.self())) {
                context.outbox.send(collector, vote);
            }
        }
    }

    private List<ReplicaId> collectorsOfResult(SeqNum seq) {
        List<ReplicaId> drawn = new ArrayList<>(collectors.of(View.ZERO, seq));
        if (!drawn.contains(context.leader())) {
            drawn.add(context.leader());
        }
        return drawn;
    }

    /**
     * A quorum voted: from now on the fast path has T_fast, and each collector before this one T_coll, to decide. True
     * if that is no time at all.
     */
    boolean quorumReached(Slot slot) {
        if (slot.quorumAtMillis != Slot.NEVER || giveUp.containsKey(slot.seq)) {
            return false;
        }
        slot.quorumAtMillis = context.nowMillis;
        if (slot.firstQuorumMillis == Slot.NEVER) {
            slot.firstQuorumMillis = context.nowMillis;
        }
        slot.waitedMillis = fastPath.waitMillis(slot.seq);
        long patience = slot.waitedMillis + turnMillis(collectors.of(context.view, slot.seq));
        if (patience > 0) {
            giveUp.put(slot.seq, context.nowMillis + patience);
        }
        return patience == 0;
    }

    /** Slots whose fast path is to be given up now; each is told once a view. */
    List<SeqNum> giveUpDue() {
        List<SeqNum> due = new ArrayList<>();
        giveUp.forEach((seq, at) -> {
            if (at <= context.nowMillis) {
                due.add(seq);
            }
        });
        due.forEach(giveUp::remove);
        return due;
    }

    /** Nobody is to tell of this slot's decision before this replica. */
    boolean isFirst(View view, SeqNum seq) {
        return !isDirect() && turnMillis(collectors.of(view, seq)) == 0;
    }

    /** This replica made the certificate itself, and told it already or not. */
    void decidedHere(Slot slot, DecisionCert certificate, boolean isFast, boolean isTold) {
        if (isDirect()) {
            return;
        }
        if (isFast) {
            long since = slot.firstQuorumMillis;
            fastPath.decidedFast(since == Slot.NEVER ? 0 : context.nowMillis - since);
        } else {
            fastPath.decidedSlow(slot.waitedMillis);
        }
        giveUp.remove(slot.seq);
        if (isTold) {
            return;
        }
        long turn = turnMillis(collectors.of(certificate.view(), slot.seq));
        if (turn == 0) {
            context.outbox.broadcast(certificate);
        } else {
            decisions.put(slot.seq, new Late<>(context.nowMillis + turn, certificate));
        }
    }

    /** Another replica sends it: no need to send it again, if it is what it says. */
    void decisionHeard(DecisionCert certificate) {
        Late<DecisionCert> own = decisions.get(certificate.seq());
        if (own != null && own.certificate().digest().equals(certificate.digest())
                && context.signatures.valid(certificate)) {
            decisions.remove(certificate.seq());
        }
    }

    /** Known to all, as anybody may gather the next slot's votes. */
    void decidedElsewhere(boolean isFast) {
        if (!isDirect()) {
            fastPath.decidedElsewhere(isFast);
        }
    }

    /** T_fast of this replica, for others; of the leader, for this one. */
    int fastMillis() {
        return (int) fastPath.usualMillis();
    }

    void leaderWaits(int millis) {
        fastPath.hint(millis);
    }

    void certifiedHere(BlockCert certificate) {
        if (isDirect()) {
            return;
        }
        List<ReplicaId> order = collectorsOfResult(certificate.seq());
        if (!order.contains(context.config.self())) {
            return; // then shares went to all, who make it themselves or get it for their Status
        }
        long turn = turnMillis(order);
        if (turn == 0) {
            context.outbox.broadcast(certificate);
        } else {
            blockCerts.put(certificate.seq(), new Late<>(context.nowMillis + turn, certificate));
        }
    }

    /** Another replica sends one that nobody here verified yet. */
    void certificateHeard(BlockCert certificate) {
        Late<BlockCert> own = blockCerts.get(certificate.seq());
        if (own != null && own.certificate().digest().equals(certificate.digest())
                && context.signatures.valid(certificate)) {
            certified(certificate.seq());
        }
    }

    /** A certificate that is valid vouches for all slots below. */
    void certified(SeqNum seq) {
        blockCerts.headMap(seq, true).clear();
    }

    /** A view began: what its predecessor's quorum waited for is void. */
    void viewEntered() {
        giveUp.clear();
        for (Slot slot : context.window.slots().values()) {
            slot.quorumAtMillis = Slot.NEVER;
            slot.firstQuorumMillis = Slot.NEVER;
        }
    }

    /** Sends what an earlier collector should have sent by now. */
    void tick() {
        sendDue(decisions);
        sendDue(blockCerts);
    }

    private <M extends Message> void sendDue(TreeMap<SeqNum, Late<M>> late) {
        late.values().removeIf(one -> {
            boolean due = one.atMillis() <= context.nowMillis;
            if (due) {
                context.outbox.broadcast(one.certificate());
            }
            return due;
        });
    }

    long deadlineMillis() {
        long first = Long.MAX_VALUE;
        for (long at : giveUp.values()) {
            first = Math.min(first, at);
        }
        return Math.min(first, Math.min(first(decisions), first(blockCerts)));
    }

    private static <M extends Message> long first(TreeMap<SeqNum, Late<M>> late) {
        long first = Long.MAX_VALUE;
        for (Late<M> one : late.values()) {
            first = Math.min(first, one.atMillis());
        }
        return first;
    }

    /** How long the collectors before this replica have; one that is none of them acts after all. */
    private long turnMillis(List<ReplicaId> order) {
        int place = order.indexOf(context.config.self());
        int before = place < 0 ? order.size() : place;
        return before * context.timeouts().collector();
    }
}
