package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What one correct replica said and promised, across its restarts: I3, I4, I5 and I12 as far as they are about one
 * replica. Mutable, one thread.
 */
final class Witness {
    /** In which round a vote is cast. */
    enum Round {
        FIRST, SECOND
    }

    private final int replica;
    private final int window;
    private final TreeMap<Ballot, Long> loggedAt = new TreeMap<>();
    private final TreeMap<Ballot, Digest> votes = new TreeMap<>();
    private final TreeMap<View, Long> promiseLoggedAt = new TreeMap<>();
    private final TreeMap<View, Long> startLoggedAt = new TreeMap<>();
    private final TreeMap<View, ViewChange> viewChanges = new TreeMap<>();
    private final TreeMap<View, NewView> newViews = new TreeMap<>();
    private View promisedDurably = View.ZERO;
    private Optional<View> suspected = Optional.empty();
    private final SeqNum start;
    private SeqNum base;
    private SeqNum votedMax;

    /** One right to vote. */
    private record Ballot(SeqNum seq, View view, Round round) implements Comparable<Ballot> {
        static Ballot firstOf(SeqNum seq) {
            return new Ballot(seq, View.ZERO, Round.FIRST);
        }

        @Override
        public int compareTo(Ballot other) {
            int order = seq.compareTo(other.seq);
            order = order == 0 ? view.compareTo(other.view) : order;
            return order == 0 ? round.compareTo(other.round) : order;
        }
    }

    Witness(int replica, int window, SeqNum start) {
        this.replica = replica;
        this.window = window;
        this.start = start;
        this.base = start;
        this.votedMax = start;
    }

    void logged(Message record, long lsn) {
        switch (record) {
            case Vote1 m -> loggedAt.putIfAbsent(new Ballot(m.seq(), m.view(), Round.FIRST), lsn);
            case PrepCert m ->
                    loggedAt.putIfAbsent(new Ballot(m.seq(), m.view(), Round.SECOND), lsn);
            case ViewChange m when m.sender().index() == replica ->
                    promiseLoggedAt.putIfAbsent(m.newView(), lsn);
            case NewView m -> startLoggedAt.putIfAbsent(m.view(), lsn);
            case BlockCert m -> base = m.seq().isAfter(base) ? m.seq() : base;
            default -> {
                // binds nobody
            }
        }
    }

    void voted(Round round, View view, SeqNum seq, Digest digest, long durableLsn) {
        Ballot ballot = new Ballot(seq, view, round);
        require(loggedAt.get(ballot), durableLsn, () -> round + " vote in " + view + " at " + seq);
        Digest before = votes.putIfAbsent(ballot, digest);
        if (before != null && !before.equals(digest)) {
            throw violation("I3", "votes twice in " + view + " at " + seq);
        }
        if (before == null && view.isBefore(promisedDurably)) {
            throw violation("I5", "votes in " + view + " after promising " + promisedDurably);
        }
        if (seq.number() > base.number() + window) {
            throw violation("I5", "votes at " + seq + " with base " + base);
        }
        votedMax = seq.isAfter(votedMax) ? seq : votedMax;
    }

    void promised(ViewChange message, long durableLsn) {
        View newView = message.newView();
        require(promiseLoggedAt.get(newView), durableLsn, () -> "ViewChange for " + newView);
        ViewChange before = viewChanges.putIfAbsent(newView, message);
        if (before == null) {
            promisedDurably = newView.isAfter(promisedDurably) ? newView : promisedDurably;
            complete(message);
        } else if (!before.equals(message)) {
            throw violation("I12", "sends two ViewChanges for " + newView);
        }
    }

    void started(NewView message, long durableLsn) {
        require(startLoggedAt.get(message.view()), durableLsn,
                () -> "NewView of " + message.view());
        NewView before = newViews.putIfAbsent(message.view(), message);
        if (before != null && !before.equals(message)) {
            throw violation("I12", "sends two NewViews of " + message.view());
        }
    }

    /** Evidence of the fourth kind: a ViewChange that hides a vote its sender gave. */
    private void complete(ViewChange message) {
        TreeMap<SeqNum, SlotReport> reports = new TreeMap<>();
        message.reports().forEach(report -> reports.put(report.seq(), report));
        Ballot first = Ballot.firstOf(message.base().next());
        votes.tailMap(first).forEach((ballot, digest) -> {
            if (ballot.view().isBefore(message.newView())) {
                Optional<View> said = Optional.ofNullable(reports.get(ballot.seq()))
                        .flatMap(report -> ballot.round() == Round.FIRST
                                ? report.lastVote1().map(SlotReport.LastVote::view)
                                : report.prepared().map(PrepCert::view));
                if (said.isEmpty() || said.get().isBefore(ballot.view())) {
                    throw violation("I12", "hides its " + ballot.round() + " vote in "
                            + ballot.view() + " at " + ballot.seq() + " from its ViewChange for "
                            + message.newView());
                }
            }
        });
    }

    void suspects(View view) {
        if (suspected.filter(held -> !view.isAfter(held)).isEmpty()) {
            suspected = Optional.of(view);
        }
    }

    boolean complainsOf(View view) {
        return suspected.filter(held -> !held.isBefore(view)).isPresent();
    }

    void crashed(long lastLsn) {
        loggedAt.values().removeIf(lsn -> lsn > lastLsn);
        promiseLoggedAt.values().removeIf(lsn -> lsn > lastLsn);
        startLoggedAt.values().removeIf(lsn -> lsn > lastLsn);
        base = start;
    }

    /** The log must give back a base that covers what was voted for, and the last view promised. */
    void restarted(SeqNum restored, View view) {
        base = restored;
        if (restored.number() < votedMax.number() - window) {
            throw violation("I5",
                    "restarts at base " + restored + " but voted at " + votedMax);
        }
        if (view.isBefore(promisedDurably)) {
            throw violation("I5", "restarts in " + view + " after promising " + promisedDurably);
        }
    }

    SeqNum base() {
        return base;
    }

    /** Slots that nobody will ask about again, but for votes that a slow disk holds back still. */
    void forget(SeqNum below, long durableLsn) {
        loggedAt.headMap(Ballot.firstOf(below)).values().removeIf(lsn -> lsn <= durableLsn);
        votes.headMap(Ballot.firstOf(below)).clear();
    }

    private void require(Long lsn, long durableLsn, Supplier<String> what) {
        if (lsn == null || lsn > durableLsn) {
            throw violation("I4", "sends before its sync: " + what.get() + ", "
                    + (lsn == null ? "which is not logged" : "logged at " + lsn)
                    + ", durable is " + durableLsn);
        }
    }

    private InvariantViolation violation(String invariant, String what) {
        return new InvariantViolation(invariant + ": r" + replica + " " + what);
    }
}
