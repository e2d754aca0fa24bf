package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Suspect;
import java.util.Arrays;
import java.util.Optional;

/**
 * The two clocks that run against an active leader: no gapless progress although something is pending, and silence.
 * Mutable, one thread.
 */
final class LeaderWatch {
    private final Context context;
    private final Proposer proposer;
    private final LaneExchange lanes;
    private final Delivery delivery;
    private static final long NEVER = Long.MIN_VALUE;

    private final long[] heardMillis;
    private int heardCount;
    /** Clocks run from when a quorum was heard: before, nobody could do better, and peers may just be starting. */
    private boolean quorumHeard;
    private long progressDeadline = Long.MAX_VALUE;
    private long runsSince = Long.MIN_VALUE;
    private View watched = View.ZERO;
    private Optional<ReplicaId> watchedLeader = Optional.empty();
    private boolean suspected;
    /** Since when the leader has had its chance. */
    private long watchedSince;
    private long startedMillis;

    LeaderWatch(Context context, Proposer proposer, LaneExchange lanes, Delivery delivery) {
        this.lanes = lanes;
        this.delivery = delivery;
        this.context = context;
        this.proposer = proposer;
        this.heardMillis = new long[context.quorums.n()];
    }

    void start() {
        Arrays.fill(heardMillis, NEVER);
        heardCount = 0;
        startedMillis = context.nowMillis;
        heard(context.config.self());
    }

    void heard(ReplicaId from) {
        heardCount += heardMillis[from.index()] == NEVER ? 1 : 0;
        heardMillis[from.index()] = context.nowMillis;
        if (!quorumHeard && heardCount >= context.quorums.quorum()) {
            quorumHeard = true;
            watchedLeader = Optional.empty(); // it has its time from now on
        }
    }

    /** When {@code replica} was last heard; when this one started, if it was not yet. */
    long heardMillis(ReplicaId replica) {
        return Math.max(heardMillis[replica.index()], startedMillis);
    }

    /** Sets the clocks after a step; the reason to suspect the leader, if one ran out. */
    Optional<Suspect.Reason> update() {
        boolean fresh = !context.view.equals(watched);
        if (fresh || !context.active) {
            watched = context.view;
            suspected = false;
            progressDeadline = Long.MAX_VALUE;
        }
        if (!context.active || !quorumHeard || context.window.isClosed()) {
            watchedLeader = Optional.empty();
            progressDeadline = Long.MAX_VALUE;
            return Optional.empty();
        }
        ReplicaId leader = context.leader();
        if (watchedLeader.filter(leader::equals).isEmpty()) {
            watchedLeader = Optional.of(leader);
            watchedSince = context.nowMillis;
            boolean isKnown = heardMillis[leader.index()] != NEVER && context.duty.isDirect();
            if (!isKnown) { // with collectors it may have had nothing to say here before its turn
                heard(leader);
            }
        }
        boolean grew = context.grewMillis > runsSince;
        if (!pending()) {
            progressDeadline = Long.MAX_VALUE;
        } else if (progressDeadline == Long.MAX_VALUE || grew) {
            progressDeadline = context.nowMillis
                    + context.timeouts().progress(context.failedViews);
            runsSince = context.nowMillis;
        }
        if (suspected) {
            return Optional.empty();
        }
        if (context.nowMillis >= progressDeadline) {
            suspected = true;
            return Optional.of(Suspect.Reason.NO_PROGRESS);
        }
        if (context.nowMillis >= silenceDeadline()) {
            suspected = true;
            return Optional.of(Suspect.Reason.LEADER_SILENT);
        }
        Optional<Suspect.Reason> censored = lanes.censored(watchedSince, delivery.fullMillis());
        suspected = censored.isPresent();
        return censored;
    }

    /** The application accuses {@code by} of leaving out what it could take: a reason to suspect it while it leads. */
    Optional<Suspect.Reason> censored(ReplicaId by) {
        boolean leads = context.active && context.leader().equals(by);
        return leads && !by.equals(context.config.self()) ? Optional.of(Suspect.Reason.CENSORSHIP)
                : Optional.empty();
    }

    long deadlineMillis() {
        return !context.active || !quorumHeard || suspected || context.window.isClosed()
                ? Long.MAX_VALUE
                : Math.min(progressDeadline, silenceDeadline());
    }

    /** Something waits that a correct leader would have decided by now. */
    boolean pending() {
        Window window = context.window;
        boolean work = proposer.workPending() || context.lanes.waiting();
        if (window.isClosing() || work && !window.full()) {
            return true;
        }
        for (Slot slot : window.slots().tailMap(window.decided(), false).values()) {
            boolean open = slot.decided.isPresent() || slot.acceptedIn(context.view).isPresent();
            if (open && slot.seq.number() <= window.voteMax()) {
                return true;
            }
        }
        return false;
    }

    private long silenceDeadline() {
        return context.leads(context.window.decided().next()) ? Long.MAX_VALUE
                : heardMillis[context.leader().index()] + context.timeouts().silenceMillis();
    }
}
