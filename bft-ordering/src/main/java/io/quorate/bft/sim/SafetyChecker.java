package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.lane.CutPayload;
import io.quorate.bft.core.message.Batch;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Watches every effect of every correct replica for the ordering specification's invariants: I1 and I8 one value and
 * one result a slot, without gap, I2 each value was proposed, I3 one vote of a kind per view and slot, I4 nothing
 * leaves before its sync, I5 no vote below a promised view or outside the window, no base or view that falls, I6 one
 * prepared value per view and slot, I7 new views keep decisions, I9 certified slots are durable at a quorum, I10
 * nothing executes twice or is lost once certified, I11 the log and the machine's queues are bounded, I12 nothing that
 * would be evidence, I13 views end by f+1 complaints.
 *
 * <p>Of one epoch; what concerns several is in {@link Checkers}. Not here: I15 is a test of replays ({@code GoldenTraceTest}). What the product says
 * about its own buffers (the other half of I11) is asserted in its core after every input. Mutable, one thread.
 */
final class SafetyChecker {
    private static final int FORGET_EVERY = 64;

    private final Quorums quorums;
    private final int window;
    private final int lanesMax;
    private final EpochConfig epoch;
    private final SimCluster cluster;
    private final MessageCodec codec;
    private final Preimages hashing;
    private final TreeMap<SeqNum, Outcome> outcomes = new TreeMap<>();
    private final TreeMap<SeqNum, TreeSet<Digest>> proposed = new TreeMap<>();
    private final TreeMap<SeqNum, TreeMap<View, Digest>> prepared = new TreeMap<>();
    private final TreeMap<View, NewView> newViews = new TreeMap<>();
    /** Digest of the executed items after some slots, as the first correct replica had them. */
    private final TreeMap<SeqNum, Digest> states = new TreeMap<>();
    private final Witness[] witnesses;
    private final LaneChecker lanes;
    private SeqNum certified = SeqNum.ZERO;
    /** I9 holds up to here: what is durable stays so, and a replica that turns faulty lowers the demand by one, too. */
    private SeqNum heldByQuorum = SeqNum.ZERO;

    private record Outcome(View view, Digest value, Optional<Digest> result) {}

    SafetyChecker(ReplicaConfig anyConfig, EpochConfig epoch, SimCluster cluster) {
        this.quorums = anyConfig.quorums();
        this.window = anyConfig.window();
        this.epoch = epoch;
        this.cluster = cluster;
        this.codec = anyConfig.codec();
        this.hashing = new Preimages((byte) 0, anyConfig.chainId(), anyConfig.epoch());
        this.lanes = new LaneChecker(anyConfig, epoch, cluster);
        this.lanesMax = anyConfig.lanes().lanes();
        this.witnesses = new Witness[quorums.n()];
        for (int i = 0; i < witnesses.length; i++) {
            witnesses[i] = new Witness(i, window, epoch.start());
        }
    }

    /** The highest slot of which a correct replica holds a certificate. */
    SeqNum certified() {
        return certified;
    }

    LaneChecker lanes() {
        return lanes;
    }

    /** Called for each effect of a correct replica before it is carried out. */
    void observe(int replica, Effect effect) {
        switch (effect) {
            case Effect.Persist persist -> logged(replica, persist);
            case Effect.Execute(Decided decided) -> decided(replica, decided);
            case Effect.Truncate(long firstKeptLsn) -> lanes.truncated(replica, firstKeptLsn);
            case Effect.DoubleBatch(var first, var _) -> lanes.evidence(first.author());
            case Effect.StoreBlockCert(SeqNum seq, var _) -> certified(replica, seq);
            case Effect.Broadcast(Suspect m, long _) when m.reason() != Suspect.Reason.ECHO ->
                    witnesses[replica].suspects(m.view());
            case Effect.Trace(var kind, View _, SeqNum _, String detail) when kind == Effect.Trace.Kind.VIEW_LEFT ->
                    left(replica, Long.parseLong(detail.substring(1)));
            default -> {
                // the others are judged when they leave the machine
            }
        }
    }

    /** Called when a correct replica's message really leaves, after its sync. */
    void sent(int replica, Message message, long durableLsn) {
        Witness witness = witnesses[replica];
        switch (message) {
            case Vote1 m -> {
                witness.voted(Witness.Round.FIRST, m.view(), m.seq(), m.digest(), durableLsn);
                lanes.voted(replica, m.seq(), m.digest(), durableLsn);
            }
            case Propose m -> {
                Digest digest = proposes(m);
                witness.voted(Witness.Round.FIRST, m.view(), m.value().seq(), digest, durableLsn);
                lanes.voted(replica, m.value().seq(), digest, durableLsn);
            }
            case Batch m -> lanes.sent(replica, m, durableLsn);
            case Vote2 m -> witness.voted(Witness.Round.SECOND, m.view(), m.seq(), m.digest(),
                    durableLsn);
            case ViewChange m when m.sender().index() == replica ->
                    witness.promised(m, durableLsn);
            case NewView m when m.view().number() % quorums.n() == replica ->
                    witness.started(m, durableLsn);
            case Suspect m when m.sender().index() == replica -> witness.suspects(m.view());
            default -> {
                // binds nobody
            }
        }
    }

    /** A faulty replica may propose too, and it may be decided. */
    void sentByFaulty(Message message) {
        if (message instanceof Propose m) {
            proposes(m);
        }
    }

    private Digest proposes(Propose message) {
        Value v = message.value();
        Digest digest = hashing.value(v.seq(), v.timestampMillis(), v.proposer().index(),
                v.payload());
        if (proposed.computeIfAbsent(v.seq(), _ -> new TreeSet<>()).add(digest)) {
            lanes.proposed(v.seq(), digest, CutPayload.decode(v.payload(), lanesMax));
        }
        return digest;
    }

    void crashed(int replica, SimDisk disk) {
        witnesses[replica].crashed(disk.appendedLsn());
        lanes.crashed(replica, disk.appendedLsn());
    }

    void restarted(int replica, ReplicaStatus status) {
        witnesses[replica].restarted(status.base(), status.view());
    }

    /** {@code replica} is -1 for a learner. */
    void executed(int replica, SimApplication application, Decided decided, Digest result) {
        lanes.executed(replica, decided);
        SeqNum seq = new SeqNum(decided.seq());
        Outcome first = outcomes.get(seq);
        if (first == null) {
            throw new InvariantViolation("I8: r" + replica + " executes undecided " + seq);
        }
        if (first.result().isEmpty()) {
            outcomes.put(seq, new Outcome(first.view(), first.value(), Optional.of(result)));
        } else if (!first.result().get().equals(result)) {
            throw new InvariantViolation("I8: r" + replica + " got another result at " + seq);
        }
        if (decided.seq() % FORGET_EVERY == 0) {
            forget();
        }
        if (decided.seq() % SimSnapshots.INTERVAL == 0) {
            states.putIfAbsent(seq, stateOf(application));
        }
    }

    /** A state that was taken over is the one that others computed. */
    void restored(int replica, SimApplication application) {
        SeqNum seq = new SeqNum(application.applied().seq());
        Outcome outcome = outcomes.get(seq);
        boolean same = outcome != null
                && outcome.result().equals(Optional.of(application.applied().resultDigest()))
                && stateOf(application).equals(states.get(seq));
        if (!same) {
            throw new InvariantViolation("I8: r" + replica + " took over another state of " + seq);
        }
        lanes.restored(replica, seq);
    }

    private Digest stateOf(SimApplication application) {
        return hashing.content(Bytes.concatenate(Stream.concat(
                application.executedItems().stream().map(Bytes::ofUnsignedLong),
                application.changes().stream().map(change -> change.next().encode())).toList()));
    }

    private void logged(int replica, Effect.Persist persist) {
        Message record = decode(persist);
        witnesses[replica].logged(record, persist.lsn());
        switch (record) {
            case PrepCert m -> {
                Digest other = prepared.computeIfAbsent(m.seq(), _ -> new TreeMap<>())
                        .putIfAbsent(m.view(), m.digest());
                if (other != null && !other.equals(m.digest())) {
                    throw new InvariantViolation(
                            "I6: two values prepared in " + m.view() + " at " + m.seq());
                }
                lanes.prepared(m);
            }
            case Batch m -> lanes.logged(replica, m, persist.lsn());
            case NewView m -> {
                newViews.put(m.view(), m);
                outcomes.tailMap(m.base(), false).forEach((seq, outcome) -> keeps(m, seq, outcome));
            }
            default -> {
                // the witness has seen it
            }
        }
    }

    Message decode(Effect.Persist persist) {
        try {
            return codec.decode(persist.record());
        } catch (DecodeException e) {
            throw new IllegalStateException("a log record does not decode", e);
        }
    }

    private void decided(int replica, Decided decided) {
        lanes.decided(replica, decided);
        SeqNum seq = new SeqNum(decided.seq());
        Outcome first = outcomes.get(seq);
        if (first == null) {
            boolean known = decided.isNoop() && decided.digest().equals(hashing.noop(seq))
                    || proposed.containsKey(seq) && proposed.get(seq).contains(decided.digest());
            if (!known) {
                throw new InvariantViolation("I2: r" + replica + " decides "
                        + decided.digest().shortHex() + " at " + seq + ", which nobody proposed");
            }
            Outcome outcome = new Outcome(certificate(decided).view(), decided.digest(),
                    Optional.empty());
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

    private void certified(int replica, SeqNum seq) {
        if (!seq.isAfter(heldByQuorum)) {
            return;
        }
        long holders = cluster.nodes().stream()
                .filter(node -> epoch.replicaOf(node.member()).isPresent() && !node.faulty()
                        && node.application().durableSeq() >= seq.number())
                .count();
        if (holders < quorums.quorum() - faultyCount() - lostCount()) {
            throw new InvariantViolation(
                    "I9: " + seq + " is certified at r" + replica + " but durable at " + holders
                            + " correct replicas");
        }
        heldByQuorum = seq;
        certified = seq;
    }

    private void left(int replica, long newView) {
        View ended = new View(newView - 1);
        long complainers = faultyCount();
        for (Witness witness : witnesses) {
            if (witness.complainsOf(ended)) {
                complainers++;
            }
        }
        if (complainers < quorums.weak()) {
            throw new InvariantViolation(
                    "I13: r" + replica + " leaves for v" + newView + " after " + complainers
                            + " complaints");
        }
    }

    /** Machines whose disks were lost, more than f at once: they may have been holders. */
    private long lostCount() {
        return cluster.nodes().stream()
                .filter(node -> node.operator().hasLost(epoch.number())).count();
    }

    private long faultyCount() {
        return epoch.members().stream()
                .filter(member -> cluster.isFaulty(member.id().number())).count();
    }

    private void forget() {
        long least = Long.MAX_VALUE;
        for (SimNode node : cluster.nodes()) {
            long base = epoch.replicaOf(node.member())
                    .map(place -> witnesses[place.index()].base().number()).orElse(Long.MAX_VALUE);
            least = Math.min(least, Math.min(base, node.application().durableSeq()));
        }
        SeqNum below = new SeqNum(Math.max(0, least - 4L * window));
        lanes.forget(below);
        proposed.headMap(below).clear();
        prepared.headMap(below).clear();
        for (SimNode node : cluster.nodes()) {
            epoch.replicaOf(node.member()).ifPresent(place -> witnesses[place.index()]
                    .forget(below, node.releasedLsn()));
        }
    }

    private DecisionCert certificate(Decided decided) {
        try {
            return codec.decodeDecision(decided.certificate());
        } catch (DecodeException e) {
            throw new IllegalStateException("a deciding certificate does not decode", e);
        }
    }
}
