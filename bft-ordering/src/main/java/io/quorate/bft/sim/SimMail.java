package io.quorate.bft.sim;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Message;
import java.util.ArrayDeque;
import java.util.Optional;

/** What leaves one machine: held back until its log records are durable, and altered where the machine lies. Mutable. */
final class SimMail {
    /** Far above what a window of slots can need: a queue that grows beyond it grows for ever. */
    private static final int HELD_MAX = 10_000;

    private final SimNode node;
    private final SimCluster cluster;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private Optional<FaultyReplica> corrupt = Optional.empty();

    /** {@code to} is empty for a broadcast. */
    private record Held(Message message, Optional<ReplicaId> to, long afterLsn) {}

    SimMail(SimNode node, SimCluster cluster) {
        this.node = node;
        this.cluster = cluster;
    }

    void corrupt(FaultyReplica liar) {
        corrupt = Optional.of(liar);
    }

    /** A liar learns from what it hears. */
    void heard(Message message) {
        corrupt.ifPresent(liar -> liar.heard(message));
    }

    void clear() {
        held.clear();
    }

    void send(Message message, Optional<ReplicaId> to, long afterLsn) {
        Held item = new Held(message, to, afterLsn);
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
    void release() {
        while (!held.isEmpty() && held.peek().afterLsn() <= node.disk().durableLsn()) {
            release(held.remove());
        }
    }

    private void release(Held item) {
        if (!node.passesBoundary()) {
            return;
        }
        if (!node.faulty()) {
            cluster.checker().sent(node.replica(), item.message(), node.disk().durableLsn());
        } else if (corrupt.isEmpty()) {
            cluster.checker().sentByFaulty(item.message());
        }
        if (item.to().isPresent()) {
            for (SimNode peer : cluster.machinesOf(item.to().get().index())) {
                sendTo(peer, item.message());
            }
            return;
        }
        for (SimNode peer : cluster.nodes()) {
            if (peer.replica() != node.replica()) {
                sendTo(peer, item.message());
            }
        }
    }

    private void sendTo(SimNode peer, Message message) {
        if (corrupt.isEmpty()) {
            cluster.network().send(node, peer, message, 0);
            return;
        }
        for (var outgoing : corrupt.get().instead(peer.replica(), message)) {
            cluster.checker().sentByFaulty(outgoing.message());
            cluster.network().send(node, peer, outgoing.message(), outgoing.delayMicros());
        }
    }
}
