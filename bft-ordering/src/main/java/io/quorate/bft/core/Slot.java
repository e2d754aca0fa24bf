package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.lane.SlotChains;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a replica knows about one open slot. Mutable, one thread; its fields are the core's own. */
final class Slot {
    /** Values kept that were not voted for: each needs a faulty leader's view of its own. */
    private static final int IDLE_VALUES_MAX = 8;

    static final long NEVER = -1;

    final SeqNum seq;
    final Shares votes1;
    final Shares votes2;
    /** Values by digest. Those this replica voted for are durable and stay until the slot is certified. */
    final TreeMap<Digest, Value> values = new TreeMap<>();
    final TreeMap<Digest, Value> durableValues = new TreeMap<>();
    Optional<Vote1> ownVote1 = Optional.empty();
    /** Its share is kept to be sent again: making one costs. */
    Optional<Vote2> ownVote2 = Optional.empty();
    Optional<PrepCert> prepared = Optional.empty();
    Optional<DecisionCert> decided = Optional.empty();
    /** What the view's NewView, or its leader's first Propose, put here. */
    Optional<Accepted> accepted = Optional.empty();
    /** Whom this replica showed the leader's vote, since theirs differed. */
    final TreeSet<ReplicaId> shownTo = new TreeSet<>();
    /** What a peer sent along with a decided value, where that cites lanes. */
    Optional<SlotChains> chains = Optional.empty();
    long touchedMillis;
    /** When a collector first counted a quorum of the view's first votes. */
    long quorumAtMillis = NEVER;
    /** The same, but kept when the fast path is given up: late votes may still win it. */
    long firstQuorumMillis = NEVER;
    /** T_fast as it was for this slot. */
    long waitedMillis;

    /** The one value a view can give this slot; {@code chosen} if NewView named it. */
    record Accepted(View view, Digest digest, boolean chosen) {}

    Slot(SeqNum seq, int committeeSize) {
        this.seq = seq;
        this.votes1 = new Shares(committeeSize);
        this.votes2 = new Shares(committeeSize);
    }

    /**
     * Keeps a value. One that is neither voted for nor asked for may make room; those voted for stay, for a later view
     * may choose any of them, and each cost a view.
     */
    void remember(Digest digest, Value value) {
        values.putIfAbsent(digest, value);
        if (values.size() - durableValues.size() > IDLE_VALUES_MAX) {
            values.keySet().removeIf(held -> !held.equals(digest)
                    && !durableValues.containsKey(held)
                    && accepted.filter(a -> a.digest().equals(held)).isEmpty()
                    && decidedDigest().filter(held::equals).isEmpty());
        }
    }

    Optional<Digest> decidedDigest() {
        return decided.map(DecisionCert::digest);
    }

    Optional<Digest> acceptedIn(View view) {
        return accepted.filter(a -> a.view().equals(view)).map(Accepted::digest);
    }

    boolean chosenIn(View view) {
        return accepted.filter(a -> a.view().equals(view) && a.chosen()).isPresent();
    }

    boolean votedIn(View view) {
        return ownVote1.filter(vote -> !vote.view().isBefore(view)).isPresent();
    }

    boolean preparedIn(View view) {
        return prepared.filter(cert -> !cert.view().isBefore(view)).isPresent();
    }

    /** For a ViewChange; empty if there is nothing to say. */
    Optional<SlotReport> report() {
        if (ownVote1.isEmpty() && prepared.isEmpty() && decided.isEmpty()) {
            return Optional.empty();
        }
        var vote = ownVote1.map(v -> new SlotReport.LastVote(v.view(), v.digest()));
        return Optional.of(new SlotReport(seq, vote, prepared, decided));
    }
}
