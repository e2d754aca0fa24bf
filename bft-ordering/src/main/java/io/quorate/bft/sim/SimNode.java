package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.message.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * One machine: the driver of a {@link Replica}, its disk and its application. Everything planned before a crash is
 * void after it. Mutable, one thread.
 */
final class SimNode {
    private final ReplicaConfig config;
    private final SimCluster cluster;
    private final SimRandom random;
    private final long clockSkewMillis;
    private final SimDisk disk = new SimDisk();
    private final SimApplication application = new SimApplication();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final ArrayDeque<Decided> toExecute = new ArrayDeque<>();
    private Optional<Replica> replica = Optional.empty();
    private long life;
    private long tickedMillis;
    private long wakeMillis;
    private boolean syncing;
    private boolean executing;

    private record Held(Message message, Optional<ReplicaId> to, long afterLsn) {}

    SimNode(ReplicaConfig config, SimCluster cluster, SimRandom random) {
        this.config = config;
        this.cluster = cluster;
        this.random = random;
        this.clockSkewMillis = random.between(-300, 300);
    }

    int index() {
        return config.self().index();
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

    SimDisk disk() {
        return disk;
    }

    void start() {
        life++;
        Recovery recovery = new Recovery(disk.recover(), application.applied(),
                application.recentSlots(2 * config.window()));
        replica = Optional.of(new Replica(config, cluster.schemeOf(config),
                SimApplication::validPayload, recovery));
        cluster.checker().restarted(index(), replica.get().status().base());
        tickedMillis = -1;
        wakeMillis = Long.MAX_VALUE;
        syncing = false;
        executing = false;
        cluster.outstanding().forEach(application::submit);
        tick();
        if (!application.idle()) {
            feed(new Input.WorkAvailable());
        }
    }

    void crash() {
        life++;
        replica = Optional.empty();
        held.clear();
        toExecute.clear();
        application.crash();
        disk.crash(random, cluster.disksLie());
        cluster.checker().crashed(index(), disk);
    }

    void submit(long item) {
        if (up() && application.submit(item)) {
            feed(new Input.WorkAvailable());
        }
    }

    void receive(int from, Message message) {
        feed(new Input.Received(new ReplicaId(from), message));
    }

    private void feed(Input input) {
        if (up()) {
            if (cluster.events().nowMillis() > tickedMillis) {
                tick();
            }
            carryOut(replica.get().step(input));
        }
    }

    private void tick() {
        tickedMillis = cluster.events().nowMillis();
        long wallMillis = SimApplication.GENESIS_MILLIS + tickedMillis + clockSkewMillis;
        carryOut(replica.get().step(new Input.Ticked(tickedMillis, wallMillis)));
    }

    private void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            cluster.checker().observe(index(), effect, disk);
            switch (effect) {
                case Effect.Persist persist -> {
                    disk.append(persist);
                    sync();
                }
                case Effect.Send(var to, var message, long lsn) ->
                        send(new Held(message, Optional.of(to), lsn));
                case Effect.Broadcast(var message, long lsn) ->
                        send(new Held(message, Optional.empty(), lsn));
                case Effect.BuildPayload(SeqNum seq, int _) -> later(random.between(20, 300),
                        () -> feed(new Input.PayloadBuilt(seq,
                                application.buildPayload(seq.number()))));
                case Effect.ProposalAbandoned(SeqNum seq, var _) -> {
                    if (application.abandoned(seq.number())) {
                        later(1, () -> feed(new Input.WorkAvailable()));
                    }
                }
                case Effect.Execute(Decided decided) -> {
                    toExecute.add(decided);
                    execute();
                }
                case Effect.ReadSlots(var requester, var first, var last, int _) ->
                        later(random.between(20, 300),
                                () -> feed(new Input.SlotsRead(requester,
                                        application.read(first.number(), last.number()))));
                case Effect.Truncate(long lsn) -> disk.truncate(lsn);
                case Effect.WakeAt(long millis) -> wakeAt(millis);
                case Effect.StoreBlockCert _ -> {
                }
                case Effect.Trace trace -> cluster.traced(index(), trace);
            }
        }
    }

    private void send(Held message) {
        if (message.afterLsn() > disk.durableLsn()) {
            held.add(message);
        } else {
            release(message);
        }
    }

    private void release(Held message) {
        cluster.checker().sent(index(), message.message(), disk);
        for (SimNode peer : cluster.nodes()) {
            if (peer != this && message.to().filter(to -> to.index() != peer.index()).isEmpty()) {
                cluster.network().send(index(), peer, message.message());
            }
        }
    }

    /** One sync at a time; it covers what was appended before it began. */
    private void sync() {
        if (!syncing) {
            syncing = true;
            later(0, () -> {
                long covered = disk.appendedLsn();
                later(random.chance(3) ? random.between(3_000, 9_000) : random.between(100, 400),
                        () -> {
                            syncing = false;
                            disk.synced(covered);
                            feed(new Input.Persisted(covered));
                            while (!held.isEmpty() && held.peek().afterLsn() <= disk.durableLsn()) {
                                release(held.remove());
                            }
                            if (disk.appendedLsn() > disk.durableLsn()) {
                                sync();
                            }
                        });
            });
        }
    }

    /** The result becomes durable first and is reported later: a crash may come between. */
    private void execute() {
        if (!executing && !toExecute.isEmpty()) {
            executing = true;
            later(random.between(100, 2_000), () -> {
                Decided decided = toExecute.remove();
                Digest result = application.execute(decided);
                cluster.checker().executed(index(), decided, result);
                later(random.between(1, 200), () -> {
                    executing = false;
                    feed(new Input.Executed(new SeqNum(decided.seq()), result));
                    if (application.idle()) {
                        feed(new Input.WorkGone());
                    } else {
                        feed(new Input.WorkAvailable());
                    }
                    execute();
                });
            });
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
                    tick();
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
