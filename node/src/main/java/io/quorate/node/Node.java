package io.quorate.node;

import io.quorate.bft.Decided;
import io.quorate.bft.MemberId;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.runtime.Misconduct;
import io.quorate.bft.runtime.OrderingEvents;
import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.bft.runtime.SlotStage;
import io.quorate.evm.crypto.Bls12381;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.BlockFees;
import io.quorate.execution.ChainRules;
import io.quorate.execution.ExecutedBatch;
import io.quorate.execution.FeeMode;
import io.quorate.execution.dev.DevExecutor;
import io.quorate.execution.dev.DevState;
import io.quorate.genesis.Genesis;
import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.DevChain;
import io.quorate.jsonrpc.HttpPages;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.server.JsonRpcServer;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.access.AccessJournal;
import io.quorate.node.access.AccessLogs;
import io.quorate.node.metrics.DatabaseSource;
import io.quorate.node.metrics.ExecutionMeters;
import io.quorate.node.metrics.OrderingSource;
import io.quorate.node.metrics.RpcMeters;
import io.quorate.node.metrics.SlotTimes;
import io.quorate.node.pool.PayloadCodec;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.node.tracing.Tracing;
import io.quorate.state.Account;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.tuweni.bytes.Bytes;

/**
 * One replica: a chain on disk, ordering that extends it, a pool that feeds it, and JSON-RPC that serves it.
 * Runs from {@link #start} to {@link #close}.
 */
final class Node implements AutoCloseable {
    /** The library is looked for when the replica is at work: many that start at once have better things to do. */
    private static final long CURVE_CHECK_DELAY_MILLIS = 10_000;

    private final NodeConfig config;
    private final OperatorLog log;
    private final Closing closing;
    private final AtomicReference<Ordering> ordering = new AtomicReference<>(Idle.ORDERING);
    private final BlockFeed feed = new BlockFeed();
    private final KeyValueStore store;
    private final Ledger ledger;
    private final Intake intake;
    private final TransactionLog transactionLog;
    private final Refusals refusals;
    private final LedgerSnapshots snapshots;
    private final OrderedLedger ordered;
    private final PoolGossip gossip;
    private final WorkSignal work;
    private final SlotFairness fairness;
    private final Heartbeat heartbeat;
    private final LedgerEpochs epochs;
    private final SlotTimes slotTimes = new SlotTimes();
    private final RpcMeters rpcMeters = new RpcMeters();
    private final ExecutionMeters executionMeters;
    private final Tracing tracing;
    private final LongAdder membersNotTaken = new LongAdder();
    private final MembershipOutlets outlets;
    private final Membership membership;
    private final ChainReader reader;
    private final EvidenceFolder evidence;
    private final RecoveryFolder recoveries;
    private final Optional<DevSlots> dev;
    private Optional<JsonRpcServer> rpc = Optional.empty();
    private Optional<Metrics> metrics = Optional.empty();
    private Optional<ReplicaVitals> vitals = Optional.empty();

    private Node(NodeConfig config, Shared shared, Closing closing) {
        this.config = config;
        this.closing = closing;
        this.log = new OperatorLog(config.replica());
        StartStages.reached("threads started");
        Genesis genesis = config.genesis();
        ChainRules rules = ChainFolder.rules(genesis);
        closing.add(DataDirLock.acquire(config.dataDir()));
        DiskGuard.requireRoom(DiskGuard.usableBytes(config.dataDir()),
                config.storage().diskFreeMin(), config.dataDir());
        store = closing.add(RocksDbKeyValueStore.open(
                config.dataDir().resolve("chain"), config.storage().database()));
        evidence = new EvidenceFolder(config.dataDir().resolve("evidence"));
        recoveries = new RecoveryFolder(config.dataDir());
        ledger = Ledger.open(store, genesis.block(), log::migrating);
        epochs = new LedgerEpochs(ledger, new OwnPlace(Orders.firstEpoch(genesis.quorate()),
                new MemberId(config.replica()), recoveries.ceremonies(Orders.hash(genesis))),
                this::membersNotTaken);
        StartStages.reached("chain opened");
        tracing = closing.add(Tracing.of(config.tracing(), new Tracing.Replica(config.replica(),
                genesis.chainId(), Version.number())));
        boolean development = genesis.quorate().development();
        reader = new ChainReader(rules, ledger, feed, new View(),
                new LedgerCertificates(ledger, recoveries.installed()), Optional.empty(), epochs,
                development);
        BlockExecutor executor = new BlockExecutor(rules, ledger.state(),
                shared.execution().parallelism(), epochs);
        executionMeters = new ExecutionMeters(executor::counts, ledger.state()::cacheUse);
        transactionLog = new TransactionLog(config.replica());
        refusals = new Refusals(config.replica(), System::currentTimeMillis);
        intake = new Intake(config.pool(), reader::latestAccount,
                new NextBlockRules(rules, ledger, System::currentTimeMillis,
                        config.pool().transactionBytesMax(), executor::permissionsAfter,
                        _ -> development ? devState().gasLimit().orElse(rules.blockGasLimit())
                                : rules.blockGasLimit()),
                shared.recovery().senders(), new Outlets(), refusals);
        dev = development ? Optional.of(devSlots(executor, rules)) : Optional.empty();
        WaitingWork waiting = dev.<WaitingWork>map(slots -> slots)
                .orElseGet(() -> WaitingWork.of(intake.pool()));
        work = new WorkSignal(waiting, ordering::get);
        snapshots = new LedgerSnapshots(ledger, log, config.snapshots(), this::onRestored);
        ordered = new OrderedLedger(ledger, executor, intake.pool(), shared.recovery(),
                OrderedLedger.Settings.of(genesis), epochs, this::membersNotTaken, snapshots,
                this::onBlock, this::afterSlot, dev);
        fairness = new SlotFairness(intake, genesis.header().gasLimit(), epochs,
                (epoch, replica) -> ordering.get().censoredBy(epoch, replica));
        gossip = new PoolGossip(intake, shared.recovery(),
                frame -> ordering.get().broadcast(frame),
                frame -> ordering.get().sendToLeader(frame),
                (peer, frame) -> ordering.get().greet(peer, frame),
                order -> dev.ifPresent(slots -> slots.take(order)),
                Integer.toString(config.replica()));
        heartbeat = new Heartbeat(shared.clock(), log, this::orderingStatus, waiting,
                this::wantEmptyBlock, this::beat, epochs::others,
                genesis.quorate().emptyBlockIntervalMillis());
        outlets = new MembershipOutlets(rules);
        membership = new Membership(ledger, new MemberId(config.replica()), config.keys(),
                outlets, log);
    }

    private DevSlots devSlots(BlockExecutor executor, ChainRules rules) {
        DevOrders orders = new DevOrders(config.replica(), this::devState,
                encoded -> ordering.get().broadcast(PayloadCodec.encodeItems(encoded)),
                () -> work.available());
        return new DevSlots(orders, new DevExecutor(executor, rules,
                number -> ledger.stateAt(number).orElseThrow(() -> forgotten(number)),
                this::changesOf),
                this::devState, intake.pool(), System::currentTimeMillis);
    }

    private BlockAccessList changesOf(long number) {
        try {
            return BlockAccessList.decode(
                    ledger.accessList(number).orElseThrow(() -> forgotten(number)));
        } catch (DecodeException e) {
            throw StorageException.damage("the access list of block " + number
                    + " does not decode: " + e.getMessage());
        }
    }

    /** This replica cannot do what the others do: it must not go on. */
    private static IllegalStateException forgotten(long number) {
        return new IllegalStateException("the chain is to go back over block " + number
                + ", which this replica does not keep; begin the development network anew");
    }

    private DevState devState() {
        return new DevState(reader.latestState());
    }

    /**
     * Opens the chain, takes part in ordering and serves JSON-RPC. Fails with {@link OperatorException} where
     * the data folder or the port cannot be had.
     *
     * @param onFatal called once if the replica must stop by itself
     */
    static Node start(NodeConfig config, Shared shared, Ordering.Starter starter,
            Runnable onFatal) {
        Node node = open(config, shared);
        try {
            node.begin(shared, starter, onFatal);
            return node;
        } catch (StorageException e) {
            node.close();
            throw Damage.unusable(config.dataDir(), e);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static Node open(NodeConfig config, Shared shared) {
        Closing opened = new Closing();
        try {
            return new Node(config, shared, opened);
        } catch (StorageException e) {
            opened.close();
            throw Damage.unusable(config.dataDir(), e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void begin(Shared shared, Ordering.Starter starter, Runnable onFatal) {
        config.genesis().warnings().forEach(log::genesisWarning);
        recoveries.installed().forEach(signed -> log.recovered(signed.record()));
        snapshots.resume();
        StartStages.reached("node put together");
        Events events = new Events(onFatal);
        DiskGuard disk = new DiskGuard(DiskGuard.usableBytes(config.dataDir()),
                config.storage().diskFreeMin(), log, onFatal);
        closing.add(disk.start(shared.clock()));
        config.storage().blocksKept()
                .ifPresent(kept -> closing.add(new Pruning(ledger, kept,
                        snapshots::firstBlockNeeded, log, events::fatal).start()));
        ordering.set(closing.add(starter.start(ordered, events)));
        membership.look();
        StartStages.reached("ordering started");
        gossip.start();
        closing.add(gossip);
        closing.add(heartbeat.start());
        dev.ifPresent(slots -> closing.add(new DevClock(slots, work::available)
                .start(shared.clock())));
        log.started(config.genesis().chainId(), ledger.head().number(), config.dataDir());
        Metrics made = closing.add(new Metrics(config.replica(), List.of(
                new ReplicaSource(ledger, snapshots, intake, heartbeat, evidence, recoveries,
                        membersNotTaken, refusals, disk),
                new OrderingSource(() -> ordering.get().facts()), slotTimes, executionMeters,
                rpcMeters, new DatabaseSource(store::statistics))));
        metrics = Optional.of(made);
        ReplicaVitals measured = new ReplicaVitals(() -> ordering.get().vitals(), disk, heartbeat,
                config.pool().countMax(), evidence, membership::hasLeft);
        vitals = Optional.of(measured);
        ReplicaView view = new ReplicaView(config.genesis(), config.replica(), epochs, ledger,
                ordering::get, heartbeat, disk, reader::permittedAccounts, measured);
        NodePages pages = new NodePages(config.replica(), ledger, this::orderingStatus, reader,
                made, disk, membership::isObserver, view);
        if (config.metrics().isPresent()) {
            closing.add(PagesServer.start(shared.vertx(), config.metrics().get(), pages));
        }
        if (config.rpc().isPresent()) serve(shared, config.rpc().get(), pages, view);
        StartStages.reached("JSON-RPC served");
        shared.vertx().setTimer(CURVE_CHECK_DELAY_MILLIS,
                _ -> shared.vertx().executeBlocking(this::warnOfPortableCurves));
    }

    private Void warnOfPortableCurves() {
        Bls12381.portableReason().ifPresent(log::portableBls12381);
        return null;
    }

    private void serve(Shared shared, JsonRpcConfig rpcConfig, NodePages plain,
            ReplicaView view) {
        HttpPages pages = RpcDoor.pages(config, plain, closing);
        AccessLogs.Opened logs = config.accessLogs().open(closing::add);
        logs.journal().ifPresent(this::anchor);
        JsonRpcServer server = RpcDoor.open(shared.vertx(), rpcConfig,
                new JsonRpcPorts(reader, intake, config.devKeys(),
                        config.devKeys().<DevChain>flatMap(_ -> dev),
                        config.devKeys().map(keys -> reader.builder()), pages,
                        logs.log(), rpcMeters, Optional.of(view)));
        rpc = Optional.of(closing.add(server));
        log.rpcReady(rpcScheme() + "://" + rpcConfig.host() + ":" + server.port());
    }

    private void anchor(AccessJournal journal) {
        config.accessLogs().journal().filter(settings -> settings.anchorBlocks() > 0)
                .ifPresent(settings -> closing.add(new JournalAnchors(ledger, config.replica(),
                        settings, journal, new JournalAnchors.Outlets(outlets,
                                membership::account, outlets::follows),
                        log).start()));
    }

    String rpcScheme() {
        return config.rpc().flatMap(served -> served.security().tls()).isPresent() ? "https"
                : "http";
    }

    private void membersNotTaken(String reason) {
        membersNotTaken.increment();
        log.membersNotTaken(reason);
    }

    private void beat() {
        work.refresh();
        membership.beat();
    }

    private void onBlock(CommittedBlock block) {
        heartbeat.onBlock(block);
        feed.accept(block);
    }

    private void afterSlot(Decided decided, ExecutedBatch executed, Tracing.Moments run) {
        executed.block().ifPresent(made -> executionMeters.block(made.block().header().gasUsed(),
                run.executedNanos() - run.startNanos(),
                run.committedNanos() - run.executedNanos()));
        executed.block().ifPresent(made -> {
            tracing.committed(decided.seq(), made.block(), run);
            transactionLog.included(made.block());
        });
        refusals.byBlock(executed.skipped(), decided.proposer());
        intake.afterSlot();
        executed.block().ifPresent(membership::afterBlock);
        executed.block().flatMap(block -> block.epochs().fixed()).ifPresent(
                next -> log.epochFixed(next.number(), next.start(), LedgerHandOvers
                        .decode(next.configuration()).members().size()));
        work.afterSlot();
        if (dev.isEmpty()) fairness.afterSlot(decided, executed); // what waits may have to
    }

    private void onRestored() {
        ordered.restored();
        intake.afterSlot();
        membership.look();
        work.afterSlot();
    }

    private void wantEmptyBlock() {
        ordered.wantEmptyBlock();
        work.available();
    }

    private Optional<OrderingStatus> orderingStatus() {
        return ordering.get().status();
    }

    /** Warns before these certificates end. */
    void watch(List<CertificateExpiry.Watched> certificates, ScheduledExecutorService clock) {
        CertificateExpiry expiry = new CertificateExpiry(certificates, log, Clock.systemUTC());
        metrics.ifPresent(shown -> shown.add(expiry));
        vitals.ifPresent(shown -> shown.watch(expiry));
        closing.add(expiry.start(clock));
    }

    /** The port of JSON-RPC, where it is served. */
    OptionalInt rpcPort() {
        return rpc.map(server -> OptionalInt.of(server.port())).orElse(OptionalInt.empty());
    }

    Ledger ledger() {
        return ledger;
    }

    Intake intake() {
        return intake;
    }

    @Override
    public void close() {
        closing.close();
        log.stopped();
    }

    private final class Outlets implements Intake.Outlets {
        @Override
        public void tellPeers(RecoveredTransaction transaction) {
            gossip.tell(transaction);
        }

        @Override
        public void workAvailable() {
            if (dev.isEmpty() || dev.get().hasProposable()) work.available();
        }

        @Override
        public void submitted(Hash transaction, long startNanos) {
            transactionLog.admitted(transaction, "client");
            tracing.submitted(transaction, startNanos);
        }

        @Override
        public void gossiped(Hash transaction, long startNanos) {
            transactionLog.admitted(transaction, "peer");
            tracing.gossiped(transaction, startNanos);
        }
    }

    private final class View implements ChainReader.NetworkView {
        @Override
        public String clientVersion() {
            return config.clientVersion();
        }

        @Override
        public int peerCount() {
            return orderingStatus().map(status -> status.connectedPeers().size()).orElse(0);
        }

        @Override
        public Optional<SyncProgress> syncing() {
            return heartbeat.syncing(ledger.head().number());
        }
    }

    private final class MembershipOutlets implements Membership.Outlets {
        private final ChainRules rules;

        MembershipOutlets(ChainRules rules) {
            this.rules = rules;
        }

        @Override
        public void observers(List<Member> observers) {
            ordering.get().observers(observers);
        }

        @Override
        public Optional<OrderingStatus> status() {
            return orderingStatus();
        }

        @Override
        public boolean follows() {
            return heartbeat.syncing(ledger.head().number()).isEmpty()
                    && snapshots.chunksLeft() == 0;
        }

        @Override
        public UInt256 chainId() {
            return rules.chainId();
        }

        @Override
        public long nonce(Address sender) {
            return reader.latestAccount(sender).map(Account::nonce).orElse(0L);
        }

        @Override
        public boolean isWaiting(Address sender) {
            return intake.pendingNonce(sender) != nonce(sender);
        }

        @Override
        public UInt256 gasPrice() {
            return rules.feeMode() == FeeMode.FEE_BLIND ? UInt256.ZERO
                    : BlockFees.baseFeeAfter(ledger.head().header()).times(UInt256.of(2));
        }

        @Override
        public TransactionSubmitter.Submission submit(Bytes transaction) {
            return intake.submit(transaction);
        }
    }

    private final class Events implements OrderingEvents {
        private final Runnable onFatal;

        Events(Runnable onFatal) {
            this.onFatal = onFatal;
        }

        @Override
        public void gossip(int fromReplica, Bytes bytes) {
            gossip.onGossip(bytes);
        }

        @Override
        public void connected(int replica) {
            gossip.greet(replica);
        }

        @Override
        public void stage(SlotStage stage, long seqNum) {
            long now = System.nanoTime();
            slotTimes.reached(stage, seqNum, now);
            tracing.reached(stage, seqNum, now);
        }

        @Override
        public void misconduct(Misconduct misconduct) {
            log.misconduct(misconduct.replica(), misconduct.kind().name(),
                    evidence.keep(misconduct));
        }

        @Override
        public void fatal(Throwable cause) {
            log.fatal(cause, config.dataDir());
            onFatal.run();
        }
    }
}
