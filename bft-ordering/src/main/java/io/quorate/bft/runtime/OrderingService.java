package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.EpochRecovery;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.epoch.Identity;
import io.quorate.bft.core.epoch.KeyedSetup;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.Participant;
import io.quorate.bft.net.TrafficClass;
import io.quorate.bft.net.Transport;
import io.quorate.bft.recording.RecordedParticipant;
import io.quorate.bft.recording.Steps;
import io.quorate.bft.wal.StorageException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running validator of one ledger, in whatever epoch; a learner where it may not vote. Owns the write-ahead log, the pure core and the transport from
 * {@link #start} to {@link #close}. Methods may be called from any thread and do not block, except
 * {@link #close}.
 *
 * <p>Threads: one runs the core, one executes, one syncs the log, one serves peers and
 * delivers gossip. The
 * application's {@code buildPayload}, {@code buildBatch}, {@code proposalAbandoned} and {@code validPayload} run on the
 * core's thread and must return within about a millisecond; {@code execute} and {@code certified}
 * on the executing thread, in order; {@code slot} on the serving thread; snapshots are read on a
 * thread of their own and written on the executing one.
 */
public final class OrderingService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrderingService.class);
    private static final long JOIN_MILLIS = 10_000;

    private final int self;
    private final OrderingEvents events;
    private final Transport transport;
    private final Inbox inbox;
    private final Tally tally;
    private final ReplicaLog log;
    private final Worker executing;
    private final Worker serving;
    private final Worker syncing;
    private final Worker reading;
    private final MemberReach reach;
    private final ApplicationDuties duties;
    private final Steps replica;
    private final ReplicaDriver driver;
    private final Thread loop;
    private final AtomicBoolean isFailed = new AtomicBoolean();
    private volatile boolean isStopped;
    private volatile boolean isCrashed;

    private OrderingService(OrderingConfig config, CommitteeKeys keys, Application application,
            Transport transport, OrderingEvents events) {
        this.self = config.self().number();
        this.events = events;
        this.transport = transport;
        this.tally = new Tally();
        this.inbox = new Inbox(config.inboxBytesMaxPerPeer());
        this.executing = new Worker("execute-" + self, this::fail);
        this.serving = new Worker("serve-" + self, this::fail);
        this.syncing = new Worker("sync-" + self, this::fail);
        this.reading = new Worker("snapshot-" + self, this::fail);
        this.log = ReplicaLog.open(config.wal(), config.chainId(), config.self(), tally);
        try {
            this.replica = steps(config, new Identity(config.self(), log.incarnation()),
                    new KeyedSetup(config.chainId(), keys, application::validPayload,
                            application.handOvers()::links),
                    Recoveries.of(config.first(), config.ceremonies(), log.recovered(),
                            application));
            this.reach = new MemberReach(transport, replica::epochs);
            reach.begin();
            this.duties = new ApplicationDuties(application, events, inbox, tally, executing,
                    serving, syncing, reading,
                    new GossipBudget(config.first().members().size(), config.gossipBytesMax()),
                    reach);
            this.driver = new ReplicaDriver(self, replica, log,
                    new Courier(transport, replica::codec), duties, inbox, tally);
        } catch (RuntimeException e) {
            log.abandon();
            throw e;
        }
        this.loop = Thread.ofPlatform().daemon().name("order-" + self).unstarted(this::run);
    }

    /**
     * Opens the log, recovers, starts the transport and takes part. Without success the transport
     * is left as it is.
     *
     * @throws LogUnusableException if the log is in use, damaged or foreign; without one this is a learner
     * @throws io.quorate.bft.wal.StorageException if the disk fails
     * @throws java.io.UncheckedIOException if the transport cannot listen
     */
    public static OrderingService start(OrderingConfig config, CommitteeKeys keys,
            Application application,
            Transport transport, OrderingEvents events) {
        if (transport.self() != config.self().number()) {
            throw new IllegalArgumentException(
                    "the transport is replica " + transport.self() + "'s");
        }
        OrderingService service = new OrderingService(config, keys, application, transport,
                events);
        boolean isStarted = false;
        try {
            transport.start(service.new Arrivals());
            isStarted = true;
        } finally {
            if (!isStarted) {
                service.log.abandon();
            }
        }
        Rehearsal.announce();
        service.executing.start();
        service.serving.start();
        service.syncing.start();
        service.reading.start();
        service.loop.start();
        return service;
    }

    private static Steps steps(OrderingConfig config, Identity identity, KeyedSetup epochs,
            EpochRecovery recovery) {
        return config.recording()
                .<Steps>map(recording -> new RecordedParticipant(recording, identity,
                        epochs, recovery))
                .orElseGet(() -> new Unrecorded(new Participant(identity, epochs, recovery)));
    }

    /** The application has something to order that it had not when a payload was last asked for. */
    public void workAvailable() {
        inbox.workAvailable();
    }

    /**
     * The application has nothing left that is not executed: no reason to suspect a leader. The last
     * of this and {@link #workAvailable} counts, so call both under the lock that guards the items.
     */
    public void workGone() {
        inbox.workGone();
    }

    /**
     * {@code leader} has for T_censor left out an item that was pushed to all, is still admitted here and had room in
     * its slots ({@link io.quorate.bft.Inclusion}): suspected, if it leads. To be told at most once a slot.
     *
     * @param epoch of that slot, whose members {@code leader} is one of
     */
    public void censoredBy(long epoch, int leader) {
        inbox.offer(new EpochInput.Censored(epoch, new ReplicaId(leader)));
    }

    /** Sends application bytes to all connected peers; lost where a peer is away or too slow. */
    public void broadcast(Bytes gossip) {
        transport.broadcast(TrafficClass.GOSSIP, gossip);
    }

    /** Sends application bytes to one peer; false if it is not connected. */
    public boolean send(int replica, Bytes gossip) {
        return transport.send(replica, TrafficClass.GOSSIP, gossip);
    }

    /** The epoch it is in, and whether it votes there. */
    public EpochStatus where() {
        return driver.status();
    }

    public OrderingStatus status() {
        EpochStatus where = driver.status();
        ReplicaStatus status = where.replica();
        return new OrderingStatus(status.view().number(), status.active(),
                where.epoch().member(status.leader()).id().number(),
                status.base().number(), status.decided().number(), status.executed().number(),
                transport.connected(), tally.fastDecisions.sum(), tally.slowDecisions.sum(),
                tally.fetchedDecisions.sum(), tally.viewChanges.sum(),
                tally.lastViewChangeMillis.get(), where.epoch().number(),
                log.incarnation().toHexString(), where.learner(),
                status.rttMillis());
    }

    public OrderingVitals vitals() {
        return new OrderingVitals(Rehearsal.clockMillis(),
                tally.syncPace.nanos(System.nanoTime()) / 1_000_000, transport.troubles());
    }

    /**
     * Peers that may connect and follow beside the members: validators that wait to join. Replaces those named before;
     * no vote depends on it.
     */
    public void observers(List<Member> observers) {
        reach.observers(observers);
    }

    /** What was proved against replicas since the start. */
    public List<Misconduct> misconduct() {
        return List.copyOf(tally.misconduct);
    }

    public OrderingMetrics metrics() {
        return new OrderingMetrics(tally.turns.sum(), tally.inputs.sum(),
                tally.rejectedFrames.sum(),
                tally.rejectedMessages.sum(), tally.droppedFrames.sum(), tally.droppedGossip.sum(),
                tally.syncs.sum(), tally.syncNanos.sum(), tally.walRecords.sum(),
                tally.walBytes.sum(),
                tally.executeNanos.sum(), tally.divergences.sum(),
                tally.doubleBatches.sum(), transport.metrics());
    }

    /** By peer; of those that sent anything since the start. */
    public List<PeerTraffic> peerTraffic() {
        return tally.peers.snapshot();
    }

    private void run() {
        try {
            while (!isStopped) {
                driver.turn();
            }
        } catch (Throwable failure) { // outermost loop: whatever it is, the replica must stop, not vote
            fail(failure);
        } finally {
            replica.close();
            closeLog();
        }
    }

    private void closeLog() {
        try {
            syncing.stop();
            syncing.join(JOIN_MILLIS);
            if (isCrashed || isFailed.get()) {
                log.abandon();
            } else {
                log.close();
            }
        } catch (StorageException e) {
            LOG.error("log not closed cleanly replica={}", self, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.abandon();
        }
    }

    /** Stops everything and tells the owner once; run by the thread that failed. */
    private void fail(Throwable cause) {
        LOG.error("replica stopped replica={}", self, cause);
        if (!isFailed.compareAndSet(false, true)) {
            return;
        }
        stop();
        try {
            events.fatal(cause);
        } finally {
            transport.close();
        }
    }

    private void stop() {
        isStopped = true;
        inbox.stop();
        executing.stop();
        serving.stop();
        reading.stop();
    }

    /** Stops taking part, finishes the slot being executed, syncs and closes log and transport. */
    @Override
    public void close() {
        stop();
        transport.close();
        try {
            if (Thread.currentThread() != loop) {
                loop.join(JOIN_MILLIS);
            }
            executing.join(JOIN_MILLIS);
            serving.join(JOIN_MILLIS);
            reading.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends as a crash would: nothing more is written or sent. For tests. */
    void crash() {
        isCrashed = true;
        close();
    }

    /** Takes what the transport delivers, on whatever thread, and never blocks. */
    private final class Arrivals implements Transport.Listener {
        @Override
        public void received(int from, TrafficClass trafficClass, Bytes frame) {
            if (isStopped) {
                return;
            }
            tally.peers.frame(from, frame.size());
            if (trafficClass == TrafficClass.GOSSIP) {
                duties.gossip(from, frame);
            } else if (!inbox.offer(from, frame)) {
                tally.droppedFrames.increment();
            }
        }

        @Override
        public void connected(int replica) {
            inbox.connected(replica);
            events.connected(replica);
        }

        @Override
        public void disconnected(int replica) {
            // Nothing to do: what is lost is asked for, or offered anew, when the link is up again.
        }
    }
}
