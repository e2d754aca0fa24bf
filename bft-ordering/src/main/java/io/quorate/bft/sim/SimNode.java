package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * One machine: the driver of a {@link Replica}, its disk and its application. Everything planned before a crash is
 * void after it. Mutable, one thread.
 */
final class SimNode {
    private static final long PUSH_PERIOD_MICROS = 250_000;
    private static final int LOG_RECORDS_MAX = 50_000;

    private final int index;
    private final ReplicaConfig config;
    private final SimCluster cluster;
    private final SimRandom random;
    private final SimDisk disk = new SimDisk();
    private final SimApplication application;
    private final SimMail mail;
    private final ArrayDeque<Decided> toExecute = new ArrayDeque<>();
    private final ArrayDeque<Arrival> inbox = new ArrayDeque<>();
    private final Optional<SimCpu> cpu;
    private final Bytes forgotten;
    private final SignatureCount signatures = new SignatureCount();
    private Optional<MeteredScheme> meter = Optional.empty();
    private Optional<Replica> replica = Optional.empty();
    private long clockSkewMillis;
    private long life;
    private long tickedMillis;
    private long wakeMillis;
    private boolean syncing;
    private boolean executing;
    private boolean stepping;
    private long boundaries;
    private long tripAt = Long.MAX_VALUE;

    private record Arrival(Input input, long bytes) {}

    SimNode(int index, ReplicaConfig config, SimCluster cluster, SimRandom random) {
        this.index = index;
        this.config = config;
        this.cluster = cluster;
        this.mail = new SimMail(this, cluster);
        this.random = random;
        this.application = new SimApplication(config.self().index(),
                cluster.itemsPerPayload());
        this.cpu = cluster.setup().performance().map(costs -> new SimCpu(costs.cores()));
        this.clockSkewMillis = random.between(-300, 300);
        this.forgotten = config.codec().encode(
                new FetchedValue(new Value(SeqNum.ZERO, 0, config.self(), Bytes.EMPTY)));
    }

    int index() {
        return index;
    }

    int replica() {
        return config.self().index();
    }

    boolean faulty() {
        return cluster.isFaulty(replica());
    }

    boolean up() {
        return replica.isPresent();
    }

    Optional<ReplicaStatus> status() {
        return replica.map(Replica::status);
    }

    SimApplication application() {
        return application;
    }

    SignatureCount signatures() {
        return signatures;
    }

    SimDisk disk() {
        return disk;
    }

    /** Its clock goes wrong by so much. */
    void skewClock(long millis) {
        clockSkewMillis = millis;
    }

    void corrupt(FaultyReplica liar) {
        mail.corrupt(liar);
    }

    /** Crashes at the {@code boundary}-th point from now on at which a record is written or a message leaves. */
    void tripAt(long boundary) {
        boundaries = 0;
        tripAt = boundary;
    }

    boolean tripped() {
        return boundaries >= tripAt;
    }

    void start() {
        life++;
        Recovery recovery = new Recovery(disk.recover(this::asRecovered), application.applied(),
                application.recentSlots(2 * config.window()));
        replica = Optional.of(cluster.setup().parts().replica(config, scheme(),
                application::validPayload, recovery));
        if (!faulty()) {
            cluster.checker().restarted(replica(), replica.get().status());
        }
        tickedMillis = -1;
        wakeMillis = Long.MAX_VALUE;
        syncing = false;
        executing = false;
        stepping = false;
        cluster.outstanding().stream().filter(item -> cluster.takes(this, item)).forEach(
                item -> application.submit(item, false, cluster.events().nowMillis()));
        if (!cluster.setup().lanes()) { // there the core watches whether lanes are left out
            later(PUSH_PERIOD_MICROS, this::push);
        }
        tick();
        if (up() && !application.idle()) {
            feed(new Input.WorkAvailable(), 0);
        }
    }

    private QuorumScheme scheme() {
        QuorumScheme scheme = cluster.schemeOf(config);
        meter = cluster.setup().performance()
                .map(costs -> new MeteredScheme(scheme, costs.suite(), signatures));
        return meter.isPresent() ? meter.get() : scheme;
    }

    private RecoveredLog.LogRecord asRecovered(RecoveredLog.LogRecord record) {
        Parts parts = cluster.setup().parts();
        if (parts == Parts.SOUND) {
            return record;
        }
        Message message = cluster.checker()
                .decode(new Effect.Persist(record.lsn(), record.bytes()));
        return parts.recovers(replica(), message) ? record
                : new RecoveredLog.LogRecord(record.lsn(), forgotten);
    }

    void crash() {
        life++;
        replica = Optional.empty();
        mail.clear();
        toExecute.clear();
        inbox.clear();
        application.crash();
        disk.crash(random);
        if (!faulty()) {
            cluster.checker().crashed(replica(), disk);
        }
    }

    void submit(long item) {
        submit(item, false);
    }

    /** An own one came from a client: others may not know it. */
    void submit(long item, boolean isOwn) {
        if (up() && application.submit(item, isOwn, cluster.events().nowMillis())) {
            feed(new Input.WorkAvailable(), 0);
        }
    }

    private void push() {
        application.toPush(cluster.events().nowMillis())
                .forEach(item -> cluster.push(this, item));
        later(PUSH_PERIOD_MICROS, this::push);
    }

    void receive(int from, Message message, long bytes) {
        mail.heard(message);
        if (message instanceof Batch batch && cpu.isPresent() && up()) { // senders, before it executes
            runOnCpu(LoadGenerator.transactions(batch.body())
                    * cluster.setup().performance().orElseThrow().recoverSenderNanos(), () -> {});
        }
        feed(new Input.Received(new ReplicaId(from), message), bytes);
    }

    private void feed(Input input, long bytes) {
        if (up() && cpu.isPresent()) {
            inbox.add(new Arrival(input, bytes));
            if (!stepping) {
                stepWithCosts();
            }
        } else if (up()) {
            if (cluster.events().nowMillis() > tickedMillis) {
                tick();
            }
            if (up()) {
                carryOut(step(input));
            }
        }
    }

    /** One input on one core at a time: its effects happen when its work is done. */
    private void stepWithCosts() {
        Arrival next = inbox.poll();
        stepping = next != null;
        if (next == null) {
            return;
        }
        List<Effect> effects = new ArrayList<>();
        if (cluster.events().nowMillis() > tickedMillis) {
            effects.addAll(step(ticked()));
        }
        if (!(next.input() instanceof Input.Ticked)) {
            effects.addAll(step(next.input()));
        }
        Performance costs = cluster.setup().performance().orElseThrow();
        long cost = meter.orElseThrow().takeNanos() + costs.hashNanos(next.bytes());
        runOnCpu(cost, () -> {
            carryOut(effects);
            stepWithCosts();
        });
    }

    /** Work beside the ordering loop. */
    void runOnCpu(long costNanos, Runnable done) {
        long now = cluster.events().nowMicros();
        long doneNanos = cpu.orElseThrow().run(now * 1_000, costNanos);
        later((doneNanos + 999) / 1_000 - now, done);
    }

    /** A faulty replica's core may break its own assertions: then it is gone. */
    private List<Effect> step(Input input) {
        try {
            return replica.orElseThrow().step(input);
        } catch (IllegalStateException e) {
            if (!faulty()) {
                throw e;
            }
            crash();
            return List.of();
        }
    }

    private Input ticked() {
        tickedMillis = cluster.events().nowMillis();
        return new Input.Ticked(tickedMillis,
                Math.max(0, SimApplication.GENESIS_MILLIS + tickedMillis + clockSkewMillis));
    }

    private void tick() {
        carryOut(step(ticked()));
    }

    private void carryOut(List<Effect> effects) {
        long planned = life;
        for (Effect effect : effects) {
            if (!faulty()) {
                cluster.checker().observe(replica(), effect);
            }
            carryOut(effect);
            if (life != planned) {
                return; // it stopped in the middle
            }
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Persist persist -> write(persist);
            case Effect.Send(var to, var message, long lsn) ->
                    mail.send(message, Optional.of(to), lsn);
            case Effect.Broadcast(var message, long lsn) ->
                    mail.send(message, Optional.empty(), lsn);
            case Effect.BuildPayload(SeqNum seq, int _) -> later(random.between(20, 300),
                    () -> feed(new Input.PayloadBuilt(seq,
                            application.buildPayload(seq.number())), 0));
            case Effect.BuildBatch(long laneSeq, int bytesMax) -> later(random.between(20, 300),
                    () -> feed(new Input.BatchBuilt(laneSeq,
                            application.buildBatch(laneSeq, bytesMax)), 0));
            case Effect.DoubleBatch _ -> {
            }
            case Effect.ProposalAbandoned(SeqNum seq, var _) -> {
                if (application.abandoned(seq.number())) {
                    later(1, () -> feed(new Input.WorkAvailable(), 0));
                }
            }
            case Effect.Execute(Decided decided) -> {
                toExecute.add(decided);
                cluster.decided(this, decided);
                execute();
            }
            case Effect.ReadSlots(var requester, var first, var last, int _) ->
                    later(random.between(20, 300), () -> feed(new Input.SlotsRead(requester,
                            application.read(first.number(), last.number())), 0));
            case Effect.Truncate(long lsn) -> disk.truncate(lsn);
            case Effect.WakeAt(long millis) -> wakeAt(millis);
            case Effect.StoreBlockCert(var seq, var cert) -> application.snapshots()
                    .certified(seq.number(), cert);
            case Effect.Convicted(Evidence evidence) -> cluster.convicted(this, evidence);
            case Effect.OfSnapshot snapshot -> carryOutSnapshot(snapshot);
            case Effect.Trace trace -> cluster.traced(index, trace);
        }
    }

    private void carryOutSnapshot(Effect.OfSnapshot effect) {
        SimSnapshots snapshots = application.snapshots();
        long delay = random.between(100, 2_000);
        switch (effect) {
            case Effect.ReadOffer(var requester, var above) -> later(delay,
                    () -> feed(new Input.OfferRead(requester, snapshots.offer(above.number())), 0));
            case Effect.ReadChunk(var requester, var seq, int index) -> later(delay,
                    () -> feed(new Input.ChunkRead(requester, seq, index,
                            snapshots.chunk(seq.number(), index)), 0));
            case Effect.BeginRestore(var snapshot) -> later(delay,
                    () -> feed(new Input.RestoreBegun(new SeqNum(snapshot.seq()),
                            snapshots.begin(snapshot)), 0));
            case Effect.StoreChunk(var snapshot, int index, var chunk) -> later(delay, () -> {
                snapshots.store(snapshot, index, chunk);
                feed(new Input.ChunkStored(new SeqNum(snapshot.seq()), index), 0);
            });
            case Effect.FinishRestore(var snapshot) -> later(delay, () -> {
                application.restore(snapshot);
                if (!faulty()) {
                    cluster.checker().restored(replica(), application);
                }
                later(delay, () -> feed(new Input.Restored(snapshot), 0));
            });
        }
    }

    /** False: the machine crashed instead. */
    boolean passesBoundary() {
        if (++boundaries == tripAt) {
            crash();
            return false;
        }
        return true;
    }

    private void write(Effect.Persist persist) {
        if (disk.full()) {
            crash(); // the product stops too, rather than vote without a log
            return;
        }
        if (!passesBoundary()) {
            return;
        }
        disk.append(persist);
        if (disk.recordCount() > LOG_RECORDS_MAX) {
            throw new InvariantViolation("I11: the log of r" + replica() + " holds "
                    + disk.recordCount() + " records");
        }
        if (!passesBoundary()) {
            return;
        }
        Parts parts = cluster.setup().parts();
        boolean lies = parts != Parts.SOUND
                && !parts.syncs(cluster.checker().decode(persist)) && disk.claim(persist.lsn());
        if (lies) {
            later(1, () -> {
                feed(new Input.Persisted(Math.min(persist.lsn(), disk.durableLsn())), 0);
                mail.release();
            });
        } else {
            sync();
        }
    }

    /** One sync at a time; it covers what was appended before it began. */
    private void sync() {
        if (!syncing) {
            syncing = true;
            later(0, () -> {
                long covered = disk.appendedLsn();
                later(syncMicros() * disk.slowness(), () -> {
                    syncing = false;
                    disk.synced(covered);
                    feed(new Input.Persisted(covered), 0);
                    mail.release();
                    if (up() && disk.appendedLsn() > disk.durableLsn()) {
                        sync();
                    }
                });
            });
        }
    }

    private long syncMicros() {
        if (cluster.setup().performance().isPresent()) {
            long typical = cluster.setup().performance().get().syncMicros();
            return random.chance(1) ? random.between(4_000, 8_000)
                    : random.between(typical * 3 / 4, typical * 5 / 4);
        }
        return random.chance(3) ? random.between(3_000, 9_000) : random.between(100, 400);
    }

    /** The result becomes durable first and is reported later: a crash may come between. */
    private void execute() {
        if (executing || toExecute.isEmpty()) {
            return;
        }
        executing = true;
        Runnable work = () -> {
            Decided decided = toExecute.remove();
            Digest result = application.execute(decided);
            boolean durably = cluster.setup().parts().executesDurably();
            if (durably) {
                application.makeDurable(decided.seq());
            } else {
                later(20_000, () -> application.makeDurable(decided.seq()));
            }
            if (!faulty()) {
                cluster.checker().executed(replica(), decided, result);
            }
            cluster.executed(this, decided);
            later(cpu.isPresent() ? syncMicros() : random.between(1, 200), () -> {
                executing = false;
                feed(new Input.Executed(new SeqNum(decided.seq()), result), 0);
                feed(application.idle() ? new Input.WorkGone() : new Input.WorkAvailable(), 0);
                Parts parts = cluster.setup().parts();
                boolean censored = !cluster.setup().lanes()
                        && application.censoredBy(decided, parts.mindsRoom(),
                                cluster.events().nowMillis());
                if (censored && parts.reportsCensorship()) {
                    feed(new Input.Censored(new ReplicaId(decided.proposer())), 0);
                }
                execute();
            });
        };
        if (cpu.isPresent()) {
            runOnCpu(cluster.setup().performance().orElseThrow().executeNanos()
                    * LoadGenerator.transactions(toExecute.peek()), work);
        } else {
            later(random.between(100, 2_000), work);
        }
    }

    private void wakeAt(long millis) {
        wakeMillis = millis;
        if (millis != Long.MAX_VALUE) {
            long at = Math.max(millis, tickedMillis + 1) * 1_000;
            long planned = life;
            cluster.events().at(at, () -> {
                if (planned == life && wakeMillis == millis
                        && tickedMillis < cluster.events().nowMillis()) {
                    if (cpu.isPresent()) {
                        feed(new Input.Ticked(0, 0), 0); // told the time when its turn comes
                    } else {
                        tick();
                    }
                }
            });
        }
    }

    private void later(long delayMicros, Runnable action) {
        long planned = life;
        cluster.events().after(delayMicros, () -> {
            if (planned == life) {
                action.run();
            }
        });
    }
}
