package io.quorate.bft.sim;

import io.quorate.bft.DecodeException;
import io.quorate.bft.HandOver;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One {@link SafetyChecker} for each epoch, and what concerns several: I8 no two correct replicas decide different
 * changes, I14 no vote beyond an epoch's end, in an epoch before the last one voted in, from a log that the epoch does not
 * name, or in an epoch by whom its end was signed or installed by hand. Mutable, one thread.
 */
final class Checkers {
    private final SimCluster cluster;
    private final TreeMap<Long, SafetyChecker> byEpoch = new TreeMap<>();
    private final TreeMap<Long, EpochConfig> epochs = new TreeMap<>();
    private final TreeSet<Long> recovered = new TreeSet<>();
    /** The newest epoch in which each machine voted, whatever became of it since. */
    private final TreeMap<Integer, Long> votedIn = new TreeMap<>();

    Checkers(SimCluster cluster, EpochConfig first) {
        this.cluster = cluster;
        begin(first);
    }

    private void begin(EpochConfig epoch) {
        epochs.put(epoch.number(), epoch);
        byEpoch.put(epoch.number(), new SafetyChecker(cluster.checkedConfig(epoch), epoch,
                cluster));
    }

    SafetyChecker of(long epoch) {
        return byEpoch.get(epoch);
    }

    /** All configurations that correct replicas decided, from the first one on. */
    TreeMap<Long, EpochConfig> epochs() {
        return epochs;
    }

    void decided(int machine, EpochChange change) {
        EpochConfig known = epochs.get(change.next().number());
        if (known == null) {
            begin(change.next());
        } else if (!known.equals(change.next())) {
            throw new InvariantViolation("I8: machine " + machine + " decides another epoch "
                    + known.number());
        }
    }

    /** Operators ended an epoch: those who did not hear of it may vote on in it, in vain. */
    void recovered(RecoveryRecord record) {
        EpochConfig known = epochs.get(record.next().number());
        if (known == null) {
            begin(record.next());
        } else if (!known.equals(record.next())) {
            throw new InvariantViolation("two epochs " + known.number());
        }
        recovered.add(record.ended().number());
    }

    /** A correct replica's message leaves. */
    void sent(SimNode node, EpochConfig epoch, Message message) {
        Optional<SeqNum> voted = switch (message) {
            case Propose m -> Optional.of(m.value().seq());
            case Vote1 m -> Optional.of(m.seq());
            case Vote2 m -> Optional.of(m.seq());
            default -> Optional.empty();
        };
        if (voted.isEmpty()) {
            return;
        }
        EpochConfig next = recovered.contains(epoch.number()) ? null
                : epochs.get(epoch.number() + 1);
        if (node.operator().gaveUp(epoch.number())) {
            throw new InvariantViolation("ceremony: r" + node.replica() + " votes at "
                    + voted.get() + " in epoch " + epoch.number() + ", whose end it signed or has"
                    + " installed");
        }
        if (next != null && voted.get().isAfter(next.start())
                || !voted.get().isAfter(epoch.start())) {
            throw new InvariantViolation("I14: r" + node.replica() + " votes at " + voted.get()
                    + " in epoch " + epoch.number() + " outside its slots");
        }
        long newest = votedIn.merge(node.index(), epoch.number(), Math::max);
        if (epoch.number() < newest) {
            throw new InvariantViolation("I14: r" + node.replica() + " votes at " + voted.get()
                    + " in epoch " + epoch.number() + " after it voted in epoch " + newest);
        }
        boolean named = epoch.replicaOf(node.member())
                .filter(place -> epoch.member(place).incarnation()
                        .equals(node.disk().incarnation()))
                .isPresent();
        if (!named) {
            throw new InvariantViolation("amnesia: r" + node.replica() + " votes in epoch "
                    + epoch.number() + " from a log that the epoch does not name");
        }
    }

    /** A correct process believes a proof of what follows an epoch: no other epoch than the one that was decided. */
    void proved(SimNode node, HandOver proof) {
        EpochConfig next;
        try {
            next = EpochConfig.decode(proof.next());
        } catch (DecodeException e) {
            throw new IllegalStateException("r" + node.replica() + " believes what it cannot read",
                    e);
        }
        if (!next.equals(epochs.get(next.number()))) {
            throw new InvariantViolation("I8: r" + node.replica() + " believes in another epoch "
                    + next.number());
        }
    }

    Message decode(Effect.Persist persist) {
        try {
            return of(MessageCodec.epochOf(persist.record())).decode(persist);
        } catch (DecodeException e) {
            throw new IllegalStateException("a log record does not decode", e);
        }
    }

    SeqNum certified() {
        SeqNum certified = SeqNum.ZERO;
        for (SafetyChecker checker : byEpoch.values()) {
            certified = checker.certified().isAfter(certified) ? checker.certified() : certified;
        }
        return certified;
    }

    void crashed(SimNode node) {
        byEpoch.forEach((number, checker) -> epochs.get(number).replicaOf(node.member())
                .ifPresent(place -> checker.crashed(place.index(), node.disk())));
    }
}
