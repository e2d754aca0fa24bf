package io.quorate.bft.sim;

import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.message.Message;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What leaves one machine: held back until its log records are durable, and altered where the machine lies. Mutable. */
final class SimMail {
    /** Far above what a window of slots can need: a queue that grows beyond it grows for ever. */
    private static final int HELD_MAX = 10_000;

    private final SimNode node;
    private final SimCluster cluster;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private Optional<Function<EpochConfig, FaultyReplica>> corrupt = Optional.empty();
    private final TreeMap<Long, FaultyReplica> liars = new TreeMap<>();

    /** {@code to} is empty for a broadcast. */
    private record Held(EpochConfig epoch, Message message, Optional<MemberId> to,
            long afterLsn) {}

    SimMail(SimNode node, SimCluster cluster) {
        this.node = node;
        this.cluster = cluster;
    }

    void corrupt(Function<EpochConfig, FaultyReplica> liar) {
        corrupt = Optional.of(liar);
        liars.put(0L, liar.apply(cluster.first()));
    }

    private Optional<FaultyReplica> liar(EpochConfig epoch) {
        return corrupt.filter(_ -> epoch.replicaOf(node.member()).isPresent())
                .map(make -> liars.computeIfAbsent(epoch.number(), _ -> make.apply(epoch)));
    }

    /** A liar learns from what it hears. */
    void heard(long epoch, Message message) {
        Optional.ofNullable(cluster.checkers().epochs().get(epoch)).flatMap(this::liar)
                .ifPresent(liar -> liar.heard(message));
    }

    void clear() {
        held.clear();
    }

    void send(EpochConfig epoch, Message message, Optional<MemberId> to, long afterLsn) {
        Held item = new Held(epoch, message, to, afterLsn);
        if (afterLsn <= node.disk().durableLsn()) {
            release(item);
            return;
        }
        held.add(item);
        if (held.size() > HELD_MAX) {
            throw new InvariantViolation("I11: " + held.size()
                    + " messages wait for the disk of r" + node.replica());
        }
    }

    /** The disk got further. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    void release() {
        while (!held.isEmpty() && held.peek().afterLsn() <= node.disk().durableLsn()) {
            release(held.remove());
        }
    }

    private void release(Held item) {
        if (!node.passesBoundary()) {
            return;
        }
        EpochConfig epoch = item.epoch();
        if (!node.faulty()) {
            cluster.checkers().sent(node, epoch, item.message());
            int place = node.placeIn(epoch.number());
            if (place >= 0) {
                checker(epoch).sent(place, item.message(), node.disk().durableLsn());
            }
        } else if (corrupt.isEmpty()) {
            checker(epoch).sentByFaulty(item.message());
        }
        if (item.to().isPresent()) {
            for (SimNode peer : cluster.machinesOf(item.to().get().number())) {
                sendTo(peer, epoch, item.message());
            }
            return;
        }
        for (SimNode peer : cluster.nodes()) {
            if (peer.replica() != node.replica()
                    && epoch.replicaOf(peer.member()).isPresent()) {
                sendTo(peer, epoch, item.message());
            }
        }
    }

    private SafetyChecker checker(EpochConfig epoch) {
        return cluster.checkers().of(epoch.number());
    }

    private void sendTo(SimNode peer, EpochConfig epoch, Message message) {
        Optional<FaultyReplica> liar = liar(epoch);
        if (liar.isEmpty()) {
            cluster.network().send(node, peer, epoch, message, 0);
            return;
        }
        int place = epoch.replicaOf(peer.member()).map(ReplicaId::index)
                .orElse(epoch.members().size()); // strangers are lied to as one more would be
        for (var outgoing : liar.get().instead(place, message)) {
            checker(epoch).sentByFaulty(outgoing.message());
            cluster.network().send(node, peer, epoch, outgoing.message(),
                    outgoing.delayMicros());
        }
    }
}
