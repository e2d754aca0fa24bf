package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.message.Evidence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A whole network of simulated machines: one for each replica, in order, and then the second machines of those that
 * run twice. Mutable, one thread.
 */
final class SimCluster {
    private static final long CHAIN_ID = 1337;
    private static final int PAYLOAD_BYTES_MAX = 1_024;
    private static final int CENSORED_EVERY = 3;
    private static final long PUSH_MICROS = 500;
    private static final int ITEMS_PER_PAYLOAD = 4;
    private static final long CLIENT_PATIENCE_MICROS = 2_000_000;

    private final EventQueue events = new EventQueue();
    private final ClusterSetup setup;
    private final SimRandom random;
    private final SimNetwork network;
    private final Optional<Wires> wires;
    private final EpochConfig firstEpoch;
    private final Checkers checkers;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<List<SimNode>> machines = new ArrayList<>();
    private final TreeSet<Long> outstanding = new TreeSet<>();
    /** By epoch: which replicas write lanes is drawn by hashing all of them. */
    private final TreeMap<Long, LaneSetting> laneSettings = new TreeMap<>();
    private final TreeMap<Integer, TreeSet<Evidence.Kind>> convictions = new TreeMap<>();
    private final TreeSet<Integer> faulty = new TreeSet<>();
    private final Listener listener;
    private final Conspiracy conspiracy;
    private Optional<LoadGenerator> load = Optional.empty();
    private Optional<SimClients> clients = Optional.empty();
    private long submitted;
    private long traceHash = 0xcbf29ce484222325L;

    /** Told of every trace event. */
    interface Listener {
        void traced(long micros, int machine, Effect.Trace trace);
    }

    SimCluster(ClusterSetup setup, Listener listener) {
        this.setup = setup;
        this.random = new SimRandom(setup.seed());
        this.listener = listener;
        int n = setup.quorums().n();
        int machines = n + setup.twins() + setup.membership().spares();
        this.firstEpoch = firstEpoch();
        this.wires = setup.performance().map(costs -> new Wires(machines, costs, events, random,
                LoadGenerator.sizes(costs.transactionBytes(), costs.suite())));
        this.network = new SimNetwork(machines, events, random,
                epoch -> setup.throughWire()
                        ? Optional.of(config(epoch, new ReplicaId(0)).codec())
                        : Optional.empty(),
                wires);
        this.checkers = new Checkers(this, firstEpoch);
        for (int i = 0; i < machines; i++) {
            boolean isTwin = i >= n && setup.twins() > 0;
            int replica = isTwin ? (setup.firstTwin() + i - n) % n : i;
            nodes.add(new SimNode(i, new MemberId(replica), this, random));
            if (isTwin) {
                faulty.add(replica);
            }
        }
        for (int i = 0; i < n + setup.membership().spares(); i++) {
            int replica = i;
            this.machines.add(nodes.stream().filter(node -> node.replica() == replica).toList());
        }
        this.conspiracy = new Conspiracy(new SimRandom(setup.seed() ^ 0x51d3L));
    }

    /** Short segments, so that the lead passes on several times in a run. */
    private EpochConfig firstEpoch() {
        int inFlight = Math.min(setup.window(), ReplicaConfig.IN_FLIGHT_MAX);
        boolean loaded = setup.performance().isPresent();
        int payloadBytes = loaded ? ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX : PAYLOAD_BYTES_MAX;
        long segment = loaded ? ReplicaConfig.SEGMENT_SLOTS : 2L * setup.window();
        List<Member> members = IntStream.range(0, setup.quorums().n())
                .mapToObj(ChangePlan::member).toList();
        return new EpochConfig(0, SeqNum.ZERO, members, (byte) 0,
                new EpochConfig.Parameters(setup.quorums().c(), setup.window(), inFlight,
                        payloadBytes, setup.parts().segmentSlots(segment), setup.timeouts(),
                        setup.lanes()));
    }

    /** With the quorums that a test may have broken, in the first epoch. */
    ReplicaConfig config(EpochConfig epoch, ReplicaId self) {
        return config(epoch, self, epoch.number() == 0 ? setup.quorums() : epoch.quorums());
    }

    /** With sound quorums. */
    ReplicaConfig checkedConfig(EpochConfig epoch) {
        return config(epoch, new ReplicaId(0), epoch.quorums());
    }

    private ReplicaConfig config(EpochConfig epoch, ReplicaId self, Quorums quorums) {
        EpochConfig.Parameters p = epoch.parameters();
        return new ReplicaConfig(self, quorums, CHAIN_ID, epoch.number(), epoch.start(),
                p.window(), p.inFlightMax(), p.payloadBytesMax(), p.timeouts(), setup.routing(),
                p.segmentSlots(), lanes(epoch));
    }

    /** Small quotas and blocks where nothing is measured, so that they are reached. */
    private LaneSetting lanes(EpochConfig epoch) {
        if (!epoch.parameters().lanes()) {
            return LaneSetting.NONE;
        }
        return laneSettings.computeIfAbsent(epoch.number(), _ -> drawLanes(epoch));
    }

    private LaneSetting drawLanes(EpochConfig epoch) {
        boolean loaded = setup.performance().isPresent();
        LaneSetting product = LaneSetting.of(epoch.members().size(), CHAIN_ID, epoch.number(),
                LoadGenerator.BLOCK_ITEM_BYTES);
        int batchBytes = loaded ? LoadGenerator.BATCH_ITEM_BYTES
                : ITEMS_PER_PAYLOAD * Long.BYTES;
        int blockBytes = loaded ? LoadGenerator.BLOCK_ITEM_BYTES : 3 * batchBytes;
        int batches = loaded ? product.batchesMax() : 16;
        return new LaneSetting(product.authors(), batchBytes, batches, product.laneBytesMax(),
                blockBytes, product.batchMillis(), product.haveMillis());
    }

    EpochConfig first() {
        return firstEpoch;
    }

    /** Whether clients bring an item to this machine: to one a lane's author, elsewhere to all. */
    boolean takes(SimNode node, long item) {
        return !setup.lanes() || clerk(item, 0) == node.replica();
    }

    boolean writesLane(SimNode node) {
        return lanes(firstEpoch).laneOf(new ReplicaId(node.replica())).isPresent();
    }

    SimNode author(long number) {
        return nodes.get(clerk(number, 0));
    }

    /** Whom a client turns to at its n-th attempt: clients know the first epoch's members. */
    private int clerk(long item, int attempt) {
        List<ReplicaId> authors = lanes(firstEpoch).authors();
        return authors.get((int) ((item + attempt) % authors.size())).index();
    }

    ClusterSetup setup() {
        return setup;
    }

    EventQueue events() {
        return events;
    }

    SimNetwork network() {
        return network;
    }

    Optional<Wires> wires() {
        return wires;
    }

    Checkers checkers() {
        return checkers;
    }

    List<SimNode> nodes() {
        return nodes;
    }

    /** One, or two where it runs twice. */
    List<SimNode> machinesOf(int replica) {
        return machines.get(replica);
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

    int itemsPerPayload() {
        return setup.performance().isPresent() ? LoadGenerator.ITEMS_PER_PAYLOAD
                : ITEMS_PER_PAYLOAD;
    }

    boolean isFaulty(int replica) {
        return faulty.contains(replica);
    }

    int faultyCount() {
        return faulty.size();
    }

    /** From now on nothing is expected of this replica. */
    void markFaulty(int replica) {
        faulty.add(replica);
    }

    /** From now on this replica lies in these ways. */
    void corrupt(int replica, EnumSet<Misbehaviour> ways) {
        markFaulty(replica);
        if (ways.contains(Misbehaviour.CENSORING)) {
            nodes.get(replica).application().censor(item -> item % CENSORED_EVERY == 0);
        }
        SnapshotLiar liar = new SnapshotLiar(ways, random);
        SimSnapshots snapshots = nodes.get(replica).application().snapshots();
        snapshots.lie(liar::offered);
        if (liar.offersOldest()) {
            snapshots.offerOldest();
        }
        nodes.get(replica).corrupt(epoch -> {
            ReplicaId self = epoch.replicaOf(new MemberId(replica)).orElse(new ReplicaId(0));
            ReplicaConfig config = config(epoch, self);
            return new FaultyReplica(config, new OwnKey(config, keys(epoch, self)), ways,
                    conspiracy, random, liar);
        });
    }

    private static FakeScheme keys(EpochConfig epoch, ReplicaId self) {
        return FakeScheme.of(self, epoch.members().stream().map(Member::publicKey).toList());
    }

    QuorumScheme schemeOf(EpochConfig epoch, ReplicaId self) {
        return setup.parts().scheme(keys(epoch, self));
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

    /**
     * A new item reaches every running replica, as if gossiped; others get it when they start. Where replicas write
     * lanes its client brings it to one after the other, until it is executed somewhere.
     */
    long submit() {
        return submit(++submitted);
    }

    /** As {@link #submit()}, an item of the caller's choice. */
    long submit(long item) {
        written(item);
        if (setup.lanes()) {
            bring(item, 0);
            return item;
        }
        nodes.forEach(node -> events.after(random.between(50, 1_000), () -> node.submit(item)));
        return item;
    }

    /** A new item that only one replica hears of. */
    long submitTo(int index) {
        long item = ++submitted;
        written(item);
        nodes.get(index).submit(item, true);
        return item;
    }

    private void written(long item) {
        outstanding.add(item);
        clients.ifPresent(watched -> watched.submitted(item));
    }

    /** The same, one of those that leave out what they can. */
    long submitCensored(int index) {
        while ((submitted + 1) % CENSORED_EVERY != 0) {
            submitted++;
        }
        return submitTo(index);
    }

    /** What one replica tells the others of, beside the protocol. */
    void push(SimNode from, long item) {
        for (SimNode peer : nodes) {
            if (peer != from && network.isOpen(from, peer)) {
                events.after(PUSH_MICROS, () -> peer.submit(item));
            }
        }
    }

    private void bring(long item, int attempt) {
        boolean executed = nodes.stream()
                .anyMatch(node -> !node.faulty() && node.application().hasExecuted(item));
        if (executed) {
            return;
        }
        int clerk = clerk(item, attempt);
        for (SimNode node : nodes) {
            if (node.replica() == clerk) {
                events.after(random.between(50, 1_000), () -> node.submit(item));
            }
        }
        events.after(CLIENT_PATIENCE_MICROS, () -> bring(item, attempt + 1));
    }

    /** Who is told when transactions are decided and executed. */
    void load(LoadGenerator generator) {
        load = Optional.of(generator);
    }

    /** From now on clients read, and what they are answered must fit together. */
    SimClients watchClients() {
        clients = Optional.of(new SimClients(this, setup.parts().answering()));
        return clients.get();
    }

    Optional<SimClients> clients() {
        return clients;
    }

    void decided(SimNode node, Decided decided) {
        load.ifPresent(generator -> generator.decided(node, decided));
        clients.ifPresent(watched -> watched.decided(node, decided));
    }

    void executed(SimNode node, Decided decided) {
        load.ifPresent(generator -> generator.executed(node, decided));
        clients.ifPresent(watched -> watched.executed(node));
    }

    /** I12 for what was proved: a correct replica must not be able to be accused. */
    void convicted(SimNode judge, long epoch, Evidence evidence) {
        int accused = checkers.epochs().get(epoch).member(evidence.accused()).id().number();
        if (!isFaulty(accused)) {
            throw new InvariantViolation("I12: r" + judge.replica() + " holds evidence against "
                    + evidence);
        }
        convictions.computeIfAbsent(accused, _ -> new TreeSet<>())
                .add(evidence.kind());
    }

    /** What was proved against a replica by anybody. */
    Set<Evidence.Kind> convictions(int replica) {
        return convictions.getOrDefault(replica, new TreeSet<>());
    }

    void runUntil(long micros) {
        while (events.runNext(micros)) {
            // each event plans the next ones
        }
    }

    void traced(int machine, Effect.Trace trace) {
        mix(events.nowMicros());
        mix(machine);
        mix(trace.kind().ordinal());
        mix(trace.view().number());
        mix(trace.seq().number());
        listener.traced(events.nowMicros(), machine, trace);
    }

    private void mix(long number) {
        traceHash = (traceHash ^ number) * 0x100000001b3L;
    }
}
