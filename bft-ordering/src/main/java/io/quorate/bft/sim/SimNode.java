package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.EpochRecovery;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.epoch.Identity;
import io.quorate.bft.core.epoch.Participant;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * One machine: the driver of a {@link Participant}, its disk and its application. Everything planned before a crash is
 * void after it. Mutable, one thread.
 */
final class SimNode {
    private static final long PUSH_PERIOD_MICROS = 250_000;

    private final int index;
    private final MemberId member;
    private final SimCluster cluster;
    private final SimRandom random;
    private final SimDisk disk;
    private final SimApplication application;
    private final SimMail mail;
    private final SimWriter writer;
    private final SimTransfer transfer;
    private final ArrayDeque<Decided> toExecute = new ArrayDeque<>();
    private final ArrayDeque<Arrival> inbox = new ArrayDeque<>();
    private final SimOperator operator = new SimOperator();
    private final Optional<SimCpu> cpu;
    private final Bytes forgotten;
    private final SignatureCount signatures = new SignatureCount();
    private Optional<MeteredScheme> meter = Optional.empty();
    private Optional<Participant> replica = Optional.empty();
    private long clockSkewMillis;
    private long life;
    private long tickedMillis;
    private long wakeMillis;
    private boolean executing;
    private boolean stepping;
    private long boundaries;
    private long tripAt = Long.MAX_VALUE;

    private record Arrival(EpochInput input, long bytes) {}

    SimNode(int index, MemberId member, SimCluster cluster, SimRandom random) {
        this.index = index;
        this.member = member;
        this.disk = new SimDisk(member.number());
        this.cluster = cluster;
        this.mail = new SimMail(this, cluster);
        this.random = random;
        this.writer = new SimWriter(this, cluster, random);
        this.application = new SimApplication(member, cluster.itemsPerPayload(), cluster.first(),
                cluster.setup().membership().plans());
        this.transfer = new SimTransfer(this, cluster, application, random);
        this.cpu = cluster.setup().performance().map(costs -> new SimCpu(costs.cores()));
        this.clockSkewMillis = random.between(-300, 300);
        ReplicaId anyone = new ReplicaId(0);
        this.forgotten = cluster.config(cluster.first(), anyone).codec().encode(
                new FetchedValue(new Value(SeqNum.ZERO, 0, anyone, Bytes.EMPTY)));
    }

    int index() {
        return index;
    }

    /** The validator's number, which is its place in the first epoch. */
    int replica() {
        return member.number();
    }

    MemberId member() {
        return member;
    }

    boolean faulty() {
        return cluster.isFaulty(replica());
    }

    boolean up() {
        return replica.isPresent();
    }

    Optional<ReplicaStatus> status() {
        return replica.map(participant -> participant.status().replica());
    }

    Optional<EpochStatus> epoch() {
        return replica.map(Participant::status);
    }

    /** The disk got further. */
    void persisted(long lsn) {
        feed(new Input.Persisted(lsn), 0);
        mail.release();
    }

    /** Of what is durable up to here everything was sent; what a step made durable is sent after it. */
    long releasedLsn() {
        return mail.isHolding() ? 0 : disk.durableLsn();
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

    /** It lies from now on, in each epoch by that epoch's key. */
    void corrupt(Function<EpochConfig, FaultyReplica> liar) {
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
        EpochRecovery recovery = new EpochRecovery(cluster.first(), application.knownChanges(),
                application.handOvers(), disk.recover(this::asRecovered), application.applied(),
                application.recentSlots(2 * cluster.setup().window()), application.frozen(),
                operator.ceremonies());
        replica = Optional.of(new Participant(new Identity(member, disk.incarnation()),
                new SimEpochs(cluster, application, this::metered), recovery,
                cluster.setup().parts().epochRules()));
        EpochStatus status = replica.get().status();
        if (!faulty() && status.learner().isEmpty()) {
            cluster.checkers().of(status.epoch().number()).restarted(
                    status.epoch().replicaOf(member).orElseThrow().index(), status.replica());
        }
        tickedMillis = -1;
        wakeMillis = Long.MAX_VALUE;
        writer.reset();
        executing = false;
        stepping = false;
        cluster.outstanding().stream().filter(item -> cluster.takes(this, item)).forEach(
                item -> application.submit(item, false, cluster.events().nowMillis()));
        if (!cluster.setup().lanes()) { // there the core watches whether lanes are left out
            later(PUSH_PERIOD_MICROS, this::push);
        }
        cluster.clients().ifPresent(watched -> watched.started(this));
        tick();
        if (up() && !application.idle()) {
            feed(new Input.WorkAvailable(), 0);
        }
    }

    private QuorumScheme metered(QuorumScheme scheme) {
        meter = cluster.setup().performance()
                .map(costs -> new MeteredScheme(scheme, costs.suite(), signatures));
        return meter.isPresent() ? meter.get() : scheme;
    }

    private RecoveredLog.LogRecord asRecovered(RecoveredLog.LogRecord record) {
        Parts parts = cluster.setup().parts();
        if (parts == Parts.SOUND) {
            return record;
        }
        Message message = cluster.checkers()
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
            cluster.checkers().crashed(this);
        }
    }

    SimOperator operator() {
        return operator;
    }

    /** Down already: its log is gone and, on a new machine, the application's data too. */
    void wipe(boolean applicationToo) {
        disk.wipe();
        if (applicationToo) {
            application.wipe();
            cluster.clients().ifPresent(watched -> watched.wiped(this));
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

    void receive(int from, long epoch, Message message, long bytes) {
        mail.heard(epoch, message);
        if (message instanceof Batch batch && cpu.isPresent() && up()) { // senders, before it executes
            runOnCpu(LoadGenerator.transactions(batch.body())
                    * cluster.setup().performance().orElseThrow().recoverSenderNanos(), () -> {});
        }
        feed(new EpochInput.Received(new MemberId(from), epoch, message), bytes);
    }

    private void feed(Input input, long bytes) {
        feed(new EpochInput.Local(input), bytes);
    }

    void feed(EpochInput input, long bytes) {
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
        List<EpochEffect> effects = new ArrayList<>();
        if (cluster.events().nowMillis() > tickedMillis) {
            effects.addAll(step(ticked()));
        }
        if (!(next.input() instanceof EpochInput.Local(Input.Ticked _))) {
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
    private List<EpochEffect> step(EpochInput input) {
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

    private EpochInput ticked() {
        tickedMillis = cluster.events().nowMillis();
        return new EpochInput.Local(new Input.Ticked(tickedMillis,
                Math.max(0, SimApplication.GENESIS_MILLIS + tickedMillis + clockSkewMillis)));
    }

    private void tick() {
        carryOut(step(ticked()));
    }

    private void carryOut(List<EpochEffect> effects) {
        long planned = life;
        for (EpochEffect effect : effects) {
            carryOut(effect);
            if (life != planned) {
                return; // it stopped in the middle
            }
        }
    }

    private void carryOut(EpochEffect effect) {
        switch (effect) {
            case EpochEffect.Local(long epoch, Effect local) -> {
                if (!faulty()) {
                    cluster.checkers().of(epoch).observe(placeIn(epoch), local);
                }
                carryOut(epoch, local);
            }
            case EpochEffect.Send(var epoch, var to, var message, long lsn) ->
                    mail.send(epoch, message, Optional.of(to), lsn);
            case EpochEffect.Broadcast(var epoch, var message, long lsn) -> {
                if (!faulty()) {
                    cluster.checkers().of(epoch.number()).observe(placeIn(epoch.number()),
                            new Effect.Broadcast(message, lsn));
                }
                mail.send(epoch, message, Optional.empty(), lsn);
            }
            case EpochEffect.ReadSlots(var epoch, var requester, var first, var last, int _) ->
                    later(random.between(20, 300), () -> feed(new EpochInput.SlotsRead(requester,
                            epoch.number(), application.read(first.number(), last.number())), 0));
            case EpochEffect.ForGuest read -> transfer.carryOut(read);
            case EpochEffect.OfHandOver keep -> transfer.carryOut(keep);
            case EpochEffect.Reach _ -> {
                // the simulated network reaches everybody
            }
        }
    }

    /** -1 where it is not a member. */
    int placeIn(long epoch) {
        return cluster.checkers().epochs().get(epoch).replicaOf(member).map(ReplicaId::index)
                .orElse(-1);
    }

    private void carryOut(long epoch, Effect effect) {
        switch (effect) {
            case Effect.Persist persist -> {
                cluster.clients().ifPresent(watched -> watched.logged(this, persist));
                writer.write(persist);
            }
            case Effect.BuildPayload(SeqNum seq, int _) -> later(random.between(20, 300),
                    () -> feed(new Input.PayloadBuilt(seq,
                            application.buildPayload(seq.number())), 0));
            case Effect.BuildBatch(long laneSeq, int bytesMax) -> later(random.between(20, 300),
                    () -> feed(new EpochInput.BatchBuilt(epoch, laneSeq,
                            application.isOver(epoch) ? Optional.empty()
                                    : application.buildBatch(laneSeq, bytesMax)),
                            0));
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
            case Effect.Truncate(long lsn) -> disk.truncate(lsn);
            case Effect.WakeAt(long millis) -> wakeAt(millis);
            case Effect.StoreBlockCert(SeqNum seq, Bytes cert) ->
                    application.certified(seq.number(), cert);
            case Effect.Send _,Effect.Broadcast _,Effect.ReadSlots _ ->
                    throw new IllegalStateException("without its epoch: " + effect);
            case Effect.Convicted(Evidence evidence) -> cluster.convicted(this, epoch, evidence);
            case Effect.OfSnapshot snapshot -> transfer.carryOut(epoch, snapshot);
            case Effect.Trace trace -> cluster.traced(index, trace);
        }
    }

    /** False if it crashed there. */
    boolean passesBoundary() {
        if (++boundaries == tripAt) {
            crash();
            return false;
        }
        return true;
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
                cluster.checkers().of(decided.epoch()).executed(placeIn(decided.epoch()),
                        application, decided, result);
            }
            Optional<EpochChange> change = application.lastChange();
            if (!faulty()) {
                change.ifPresent(c -> cluster.checkers().decided(index, c));
            }
            List<ReplicaId> frozen = application.frozen().stream()
                    .filter(lane -> lane.decidedAt() == decided.seq())
                    .map(lane -> new ReplicaId(lane.author())).toList();
            cluster.executed(this, decided);
            later(cpu.isPresent() ? writer.syncMicros() : random.between(1, 200), () -> {
                executing = false;
                feed(new EpochInput.Executed(new SeqNum(decided.seq()), result, change, frozen), 0);
                feed(application.idle() ? new Input.WorkGone() : new Input.WorkAvailable(), 0);
                Parts parts = cluster.setup().parts();
                boolean censored = !cluster.setup().lanes()
                        && application.censoredBy(decided, parts.mindsRoom(),
                                cluster.events().nowMillis());
                if (censored && parts.reportsCensorship()) {
                    feed(new EpochInput.Censored(decided.epoch(),
                            new ReplicaId(decided.proposer())), 0);
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

    void later(long delayMicros, Runnable action) {
        long planned = life;
        cluster.events().after(delayMicros, () -> {
            if (planned == life) {
                action.run();
            }
        });
    }
}
