package io.quorate.bft.sim;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.VoteRouting;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A whole network of simulated machines. Mutable, one thread. */
final class SimCluster {
    private static final long CHAIN_ID = 1337;

    private final EventQueue events = new EventQueue();
    private final SimRandom random;
    private final SimNetwork network;
    private final SafetyChecker checker;
    private final List<SimNode> nodes = new ArrayList<>();
    private final TreeSet<Long> outstanding = new TreeSet<>();
    private final Listener listener;
    private boolean disksLie;
    private long submitted;
    private long traceHash = 0xcbf29ce484222325L;

    /** Told of every trace event. */
    interface Listener {
        void traced(long micros, int replica, Effect.Trace trace);
    }

    SimCluster(Quorums quorums, VoteRouting routing, int window, long seed, boolean throughWire,
            Listener listener) {
        this.random = new SimRandom(seed);
        this.listener = listener;
        List<ReplicaConfig> configs = new ArrayList<>();
        for (int i = 0; i < quorums.n(); i++) {
            configs.add(new ReplicaConfig(new ReplicaId(i), quorums, CHAIN_ID, 0, SeqNum.ZERO,
                    window,
                    Math.min(window, ReplicaConfig.IN_FLIGHT_MAX), 1_024, Timeouts.DEFAULT,
                    routing, 2L * window));
        }
        this.network = new SimNetwork(quorums.n(), events, random,
                throughWire ? Optional.of(configs.getFirst().codec()) : Optional.empty());
        this.checker = new SafetyChecker(configs.getFirst(), this);
        configs.forEach(config -> nodes.add(new SimNode(config, this, random)));
    }

    /** From now on, disks forget everything in a crash: no correct replica survives that. */
    void letDisksLie() {
        disksLie = true;
    }

    boolean disksLie() {
        return disksLie;
    }

    EventQueue events() {
        return events;
    }

    SimNetwork network() {
        return network;
    }

    SafetyChecker checker() {
        return checker;
    }

    List<SimNode> nodes() {
        return nodes;
    }

    SimNode node(int index) {
        return nodes.get(index);
    }

    SimRandom random() {
        return random;
    }

    long traceHash() {
        return traceHash;
    }

    TreeSet<Long> outstanding() {
        return outstanding;
    }

    QuorumScheme schemeOf(ReplicaConfig config) {
        return new FakeScheme(config.self(), config.quorums().n());
    }

    void start(int index) {
        if (!nodes.get(index).up()) {
            nodes.get(index).start();
        }
    }

    void startAll() {
        nodes.forEach(node -> start(node.index()));
    }

    void crash(int index) {
        if (nodes.get(index).up()) {
            nodes.get(index).crash();
        }
    }

    /** A new item reaches every running replica, as if gossiped; others get it when they start. */
    void submit() {
        long item = ++submitted;
        outstanding.add(item);
        nodes.forEach(node -> events.after(random.between(50, 1_000), () -> node.submit(item)));
    }

    /** Forgets items that every replica executed. */
    void settle() {
        outstanding.removeIf(
                item -> nodes.stream().allMatch(node -> node.application().hasExecuted(item)));
    }

    void runUntil(long micros) {
        while (events.runNext(micros)) {
            // each event plans the next ones
        }
    }

    void traced(int replica, Effect.Trace trace) {
        mix(events.nowMicros());
        mix(replica);
        mix(trace.kind().ordinal());
        mix(trace.view().number());
        mix(trace.seq().number());
        listener.traced(events.nowMicros(), replica, trace);
    }

    private void mix(long number) {
        traceHash = (traceHash ^ number) * 0x100000001b3L;
    }
}
