package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.lane.FrozenLanes;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.message.MessageCodec;

/** What the parts of one replica share. Mutable, one thread. */
final class Context {
    final ReplicaConfig config;
    final Quorums quorums;
    final Signatures signatures;
    final PayloadRules rules;
    final MessageCodec codec;
    final Outbox outbox;
    final Window window;
    final CollectorDuty duty;
    final EvidenceBook evidence;
    final VerificationQuota quota;
    final RoundTrips roundTrips;
    /** Of the message that is being handled. */
    ReplicaId sender;
    final Lanes lanes;
    /** As of the last slot that was handed to the application. */
    Leaders leaders;
    /** Active, or awaited when not {@link #active}. */
    View view = View.ZERO;
    boolean active = true;
    /** Views left since the decided prefix last grew: k of the timers. */
    int failedViews;
    long nowMillis;
    long wallMillis;
    /** When the decided prefix last grew, or the replica started. */
    long grewMillis;

    Context(ReplicaConfig config, Signatures signatures, PayloadRules rules, MessageCodec codec,
            Outbox outbox, Window window, Leaders leaders, FrozenLanes frozen,
            LaneRules laneRules, EvidenceRules evidenceRules) {
        this.config = config;
        this.quorums = config.quorums();
        this.signatures = signatures;
        this.rules = rules;
        this.codec = codec;
        this.outbox = outbox;
        this.window = window;
        this.leaders = leaders;
        this.quota = new VerificationQuota(quorums.n());
        this.sender = config.self();
        this.roundTrips = new RoundTrips(config.timeouts(), quorums, config.self().index());
        this.duty = new CollectorDuty(this);
        this.evidence = new EvidenceBook(this, evidenceRules);
        this.lanes = new Lanes(this, frozen, laneRules);
    }

    /** With the round trips that were measured. */
    Timeouts timeouts() {
        return roundTrips.timeouts();
    }

    /** Of the next slot that the view must decide. */
    ReplicaId leader() {
        return leaders.of(view, window.decided().next()).orElseThrow();
    }

    /** This replica may propose for {@code seq}. */
    boolean leads(SeqNum seq) {
        return active && leaders.of(view, seq).filter(config.self()::equals).isPresent();
    }

    /** What the sender of this message sent did not verify. */
    void blameSender() {
        quota.failed(sender, nowMillis);
    }

    void trace(Effect.Trace.Kind kind, SeqNum seq, String detail) {
        outbox.trace(kind, view, seq, detail);
    }
}
