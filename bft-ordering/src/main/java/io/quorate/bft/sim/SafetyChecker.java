package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Watches every effect of every correct replica for the ordering specification's invariants: I1 and I8 one value and
 * result a slot, I3 one vote of a kind per view and slot, I4 nothing leaves before its sync, I5 no vote below a
 * promised view or outside the window, I6 one prepared value per view and slot, I7 new views keep decisions, I9
 * certified slots are durable at a quorum, I13 views end by f+1 complaints. Mutable, one thread.
 */
final class SafetyChecker {
    private final Quorums quorums;
    private final int window;
    private final SimCluster cluster;
    private final MessageCodec codec;
    private final Preimages hashing;
    private final TreeMap<SeqNum, Outcome> outcomes = new TreeMap<>();
    private final TreeMap<Ballot, Digest> votes = new TreeMap<>();
    private final TreeMap<Ballot, Digest> prepared = new TreeMap<>();
    private final TreeMap<View, NewView> newViews = new TreeMap<>();
    private final Witness[] witnesses;

    private record Outcome(View view, Digest value, Digest result) {}

    /** One right to vote. {@code replica} is -1 where all replicas share one. */
    private record Ballot(int replica, int kind, View view,
            SeqNum seq) implements Comparable<Ballot> {
        @Override
        public int compareTo(Ballot other) {
            int order = seq.compareTo(other.seq);
            order = order == 0 ? view.compareTo(other.view) : order;
            order = order == 0 ? Integer.compare(replica, other.replica) : order;
            return order == 0 ? Integer.compare(kind, other.kind) : order;
        }
    }

    /** What one replica did, across its restarts. */
    private static final class Witness {
        private final TreeMap<Ballot, Long> loggedAt = new TreeMap<>();
        private View promised = View.ZERO;
        private View promisedDurably = View.ZERO;
        private View suspected = View.ZERO;
        private boolean suspectedAny;
        private SeqNum base = SeqNum.ZERO;
        private SeqNum votedMax = SeqNum.ZERO;
    }

    SafetyChecker(ReplicaConfig anyConfig, SimCluster cluster) {
        this.quorums = anyConfig.quorums();
        this.window = anyConfig.window();
        this.cluster = cluster;
        this.codec = anyConfig.codec();
        this.hashing = new Preimages((byte) 0, anyConfig.chainId(), anyConfig.epoch());
        this.witnesses = new Witness[quorums.n()];
        for (int i = 0; i < witnesses.length; i++) {
            witnesses[i] = new Witness();
        }
    }

    /** Called for each effect before it is carried out. */
    void observe(int replica, Effect effect, SimDisk disk) {
        switch (effect) {
            case Effect.Persist persist -> logged(replica, persist);
            case Effect.Execute(Decided decided) -> decided(replica, decided);
            case Effect.StoreBlockCert(SeqNum seq, var bytes) -> certified(replica, seq, bytes);
            case Effect.Trace(var kind, View _, SeqNum _, String detail) when kind == Effect.Trace.Kind.VIEW_LEFT ->
                    left(replica, Long.parseLong(detail.substring(1)));
            default -> {
                // the others are judged when they leave the machine
            }
        }
    }

    /** Called when a message really leaves, after its sync. */
    void sent(int replica, Message message, SimDisk disk) {
        switch (message) {
            case Vote1 m ->
                    voted(replica, new Ballot(replica, 1, m.view(), m.seq()), m.digest(), disk);
            case Propose m -> {
                Value v = m.value();
                Digest digest = hashing.value(v.seq(), v.timestampMillis(), v.proposer().index(),
                        v.payload());
                voted(replica, new Ballot(replica, 1, m.view(), v.seq()), digest, disk);
            }
            case Vote2 m ->
                    voted(replica, new Ballot(replica, 2, m.view(), m.seq()), m.digest(), disk);
            case ViewChange m when m.sender().index() == replica -> {
                requireLogged(replica, new Ballot(replica, 3, m.newView(), SeqNum.ZERO), disk);
                Witness witness = witnesses[replica];
                witness.promisedDurably = max(witness.promisedDurably, m.newView());
            }
            case NewView m when m.view().number() % quorums.n() == replica -> {
                requireLogged(replica, new Ballot(replica, 4, m.view(), SeqNum.ZERO), disk);
                newViews.put(m.view(), m);
                outcomes.tailMap(m.base(), false).forEach((seq, outcome) -> keeps(m, seq, outcome));
            }
            case Suspect m when m.sender().index() == replica -> {
                witnesses[replica].suspected = max(witnesses[replica].suspected, m.view());
                witnesses[replica].suspectedAny = true;
            }
            default -> {
                // binds nobody
            }
        }
    }

    void crashed(int replica, SimDisk disk) {
        Witness witness = witnesses[replica];
        witness.loggedAt.values().removeIf(lsn -> lsn > disk.appendedLsn());
        witness.promised = witness.promisedDurably;
        witness.base = SeqNum.ZERO;
    }

    /** After a restart: the log must give back a base that covers what was voted for. */
    void restarted(int replica, SeqNum base) {
        Witness witness = witnesses[replica];
        witness.base = base;
        if (base.number() < witness.votedMax.number() - window) {
            throw new InvariantViolation(
                    "I5: r" + replica + " restarts at base " + base + " but voted at "
                            + witness.votedMax);
        }
    }

    void executed(int replica, Decided decided, Digest result) {
        SeqNum seq = new SeqNum(decided.seq());
        Outcome first = outcomes.get(seq);
        if (first.result() == null) {
            outcomes.put(seq, new Outcome(first.view(), first.value(), result));
        } else if (!first.result().equals(result)) {
            throw new InvariantViolation("I8: r" + replica + " got another result at " + seq);
        }
    }

    private void logged(int replica, Effect.Persist persist) {
        Message record;
        try {
            record = codec.decode(persist.record());
        } catch (DecodeException e) {
            throw new IllegalStateException("a log record does not decode", e);
        }
        Witness witness = witnesses[replica];
        switch (record) {
            case Vote1 m -> witness.loggedAt.putIfAbsent(new Ballot(replica, 1, m.view(), m.seq()),
                    persist.lsn());
            case PrepCert m -> {
                witness.loggedAt.putIfAbsent(new Ballot(replica, 2, m.view(), m.seq()),
                        persist.lsn());
                Digest other = prepared.putIfAbsent(new Ballot(-1, 0, m.view(), m.seq()),
                        m.digest());
                if (other != null && !other.equals(m.digest())) {
                    throw new InvariantViolation(
                            "I6: two values prepared in " + m.view() + " at " + m.seq());
                }
            }
            case ViewChange m when m.sender().index() == replica -> {
                witness.loggedAt.putIfAbsent(new Ballot(replica, 3, m.newView(), SeqNum.ZERO),
                        persist.lsn());
                witness.promised = max(witness.promised, m.newView());
            }
            case NewView m -> witness.loggedAt
                    .putIfAbsent(new Ballot(replica, 4, m.view(), SeqNum.ZERO), persist.lsn());
            case BlockCert m ->
                    witness.base = m.seq().isAfter(witness.base) ? m.seq() : witness.base;
            default -> {
                // binds nobody
            }
        }
    }

    private void voted(int replica, Ballot ballot, Digest digest, SimDisk disk) {
        requireLogged(replica, ballot, disk);
        Digest before = votes.putIfAbsent(ballot, digest);
        if (before != null && !before.equals(digest)) {
            throw new InvariantViolation(
                    "I3: r" + replica + " voted twice in " + ballot.view() + " at "
                            + ballot.seq());
        }
        Witness witness = witnesses[replica];
        if (before == null && ballot.view().isBefore(witness.promisedDurably)) {
            throw new InvariantViolation(
                    "I5: r" + replica + " votes in " + ballot.view() + " after promising "
                            + witness.promisedDurably);
        }
        if (ballot.seq().number() > witness.base.number() + window) {
            throw new InvariantViolation(
                    "I5: r" + replica + " votes at " + ballot.seq() + " with base "
                            + witness.base);
        }
        witness.votedMax = ballot.seq().isAfter(witness.votedMax) ? ballot.seq() : witness.votedMax;
    }

    private void requireLogged(int replica, Ballot ballot, SimDisk disk) {
        Long lsn = witnesses[replica].loggedAt.get(ballot);
        if (lsn == null || lsn > disk.durableLsn()) {
            throw new InvariantViolation(
                    "I4: r" + replica + " sends before its sync: kind " + ballot.kind() + " in "
                            + ballot.view() + " at " + ballot.seq());
        }
    }

    private void decided(int replica, Decided decided) {
        SeqNum seq = new SeqNum(decided.seq());
        Outcome first = outcomes.get(seq);
        if (first == null) {
            Outcome outcome = new Outcome(certificate(decided).view(), decided.digest(), null);
            outcomes.put(seq, outcome);
            newViews.values().forEach(newView -> keeps(newView, seq, outcome));
        } else if (!first.value().equals(decided.digest())) {
            throw new InvariantViolation(
                    "I1: r" + replica + " decides " + decided.digest().shortHex() + " at " + seq
                            + ", decided is " + first.value().shortHex());
        }
    }

    private void keeps(NewView newView, SeqNum seq, Outcome outcome) {
        if (!newView.view().isAfter(outcome.view()) || !seq.isAfter(newView.base())) {
            return;
        }
        int index = (int) (seq.number() - newView.base().number() - 1);
        if (index >= newView.choices().size()
                || !newView.choices().get(index).equals(outcome.value())) {
            throw new InvariantViolation(
                    "I7: " + newView.view() + " forgets what " + outcome.view() + " decided at "
                            + seq);
        }
    }

    private void certified(int replica, SeqNum seq, Bytes bytes) {
        long holders = cluster.nodes().stream()
                .filter(node -> node.application().applied().seq() >= seq.number())
                .count();
        if (holders < quorums.quorum()) {
            throw new InvariantViolation(
                    "I9: " + seq + " is certified at r" + replica + " but durable at " + holders
                            + " replicas (" + bytes.size() + " bytes of certificate)");
        }
    }

    private void left(int replica, long newView) {
        long complainers = 0;
        for (Witness witness : witnesses) {
            if (witness.suspectedAny && witness.suspected.number() >= newView - 1) {
                complainers++;
            }
        }
        if (complainers < quorums.weak() - 1) { // the leaver's own echo leaves the machine a moment later
            throw new InvariantViolation(
                    "I13: r" + replica + " leaves for v" + newView + " after " + complainers
                            + " complaints");
        }
    }

    private DecisionCert certificate(Decided decided) {
        try {
            return codec.decodeDecision(decided.certificate());
        } catch (DecodeException e) {
            throw new IllegalStateException("a deciding certificate does not decode", e);
        }
    }

    private static View max(View a, View b) {
        return a.isAfter(b) ? a : b;
    }
}
