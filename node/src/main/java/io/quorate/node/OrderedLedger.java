package io.quorate.node;

import io.quorate.bft.Application;
import io.quorate.bft.Applied;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ExecutionResult;
import io.quorate.bft.HandOvers;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SnapshotSource;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.DecidedBatch;
import io.quorate.execution.ExecutedBatch;
import io.quorate.execution.ExecutedBlock;
import io.quorate.execution.ExtraData;
import io.quorate.execution.dev.DevExecuted;
import io.quorate.execution.dev.DevOrder;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.OrderingLimits;
import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.SlotRecord;
import io.quorate.node.pool.PayloadCodec;
import io.quorate.node.pool.ProposalLimits;
import io.quorate.node.pool.Refusal;
import io.quorate.node.pool.TransactionPool;
import io.quorate.node.tracing.Tracing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * What ordering orders: batches of transactions that become blocks of the ledger. A batch is proposed from
 * the pool; a decided one is executed, committed in one atomic write and told to the pool and to listeners.
 */
final class OrderedLedger implements Application {
    /** More could not be executed within a block: 60 M gas hold 2,857 plain transfers. */
    static final int PAYLOAD_TRANSACTIONS_MAX = 10_000;
    /** The longest commands, which have code in them, come alone. */
    private static final int COMMAND_BYTES = 128;
    private static final Bytes EMPTY_PAYLOAD = PayloadCodec.encode(List.of());
    private static final Hash EMPTY_ACCESS_LIST = BlockAccessList.EMPTY.hash();

    private final Ledger ledger;
    private final BlockExecutor executor;
    private final TransactionPool pool;
    private final SenderRecovery recovery;
    private final Settings settings;
    private final Consumer<CommittedBlock> onBlock;
    private final AfterSlot afterSlot;
    private final LedgerSnapshots snapshots;
    private final LedgerEpochs epochs;
    private final Consumer<String> failures;
    private final SlotAhead ahead;
    private final Optional<DevSlots> dev;
    private volatile boolean emptyBlockWanted;
    /** Of the own lane in the epoch executed last; on the executing thread. */
    private long ownLaneSeq;
    private long laneEpoch;

    /** Is told of every slot once the pool knows of it. */
    @FunctionalInterface
    interface AfterSlot {
        void executed(Decided decided, ExecutedBatch executed, Tracing.Moments moments);
    }

    /** Finds senders: on many threads, or on the calling one. */
    @FunctionalInterface
    private interface Recoverer {
        List<Optional<RecoveredTransaction>> recover(List<Bytes> encodings);
    }

    /**
     * @param emptyBlockIntervalMillis 0 where no empty blocks are made; the same on all replicas
     * @param payloadBytesMax that no epoch may go beyond; the same on all replicas
     */
    record Settings(long blockGasLimit, long emptyBlockIntervalMillis, int payloadBytesMax) {
        static Settings of(Genesis genesis) {
            return new Settings(genesis.header().gasLimit(),
                    genesis.quorate().emptyBlockIntervalMillis(), Math.max(
                            genesis.quorate().limits().maxBatchBytes(),
                            OrderingLimits.BATCH_BYTES_MAX));
        }
    }

    /**
     * {@code dev} is there on a development chain alone. Both listeners are called on the executing thread: {@code onBlock} after each block's commit, {@code
     * afterSlot} after every slot, with or without a block. {@code failures} is told of calls to the members' contracts that
     * failed.
     */
    OrderedLedger(Ledger ledger, BlockExecutor executor, TransactionPool pool,
            SenderRecovery recovery, Settings settings, LedgerEpochs epochs,
            Consumer<String> failures, LedgerSnapshots snapshots, Consumer<CommittedBlock> onBlock,
            AfterSlot afterSlot, Optional<DevSlots> dev) {
        this.dev = dev;
        this.ledger = ledger;
        this.executor = executor;
        this.pool = pool;
        this.recovery = recovery;
        this.settings = settings;
        this.snapshots = snapshots;
        this.epochs = epochs;
        this.failures = failures;
        this.ahead = new SlotAhead(recovery::execute,
                decided -> transactions(decided, recovery::recoverHere), executor);
        this.onBlock = onBlock;
        this.afterSlot = afterSlot;
    }

    /** The chain was idle for its interval: the next payload may be empty. */
    void wantEmptyBlock() {
        emptyBlockWanted = true;
    }

    @Override
    public Optional<Bytes> buildPayload(long seq, int maxBytes) {
        return build(seq, maxBytes);
    }

    @Override
    public Optional<Bytes> buildBatch(long laneSeq, int maxBytes) {
        return build(laneSeq, maxBytes);
    }

    /** The pool keeps what it gave out under the number of the slot, or of the batch. */
    private Optional<Bytes> build(long seq, int maxBytes) {
        Optional<Bytes> payload = dev.isPresent()
                ? dev.get().payload(seq, () -> choose(seq, maxBytes - COMMAND_BYTES))
                : Optional.of(choose(seq, maxBytes)).filter(chosen -> !chosen.isEmpty())
                        .map(PayloadCodec::encode);
        if (payload.isPresent()) return payload;
        if (!emptyBlockWanted) return Optional.empty();
        emptyBlockWanted = false;
        return Optional.of(EMPTY_PAYLOAD);
    }

    /** Gas limits add up to more than what is burnt; what does not fit the block comes back. */
    private List<RecoveredTransaction> choose(long seq, int maxBytes) {
        return pool.propose(seq, new ProposalLimits(PAYLOAD_TRANSACTIONS_MAX, maxBytes,
                2 * settings.blockGasLimit()));
    }

    @Override
    public void proposalAbandoned(long seq, Bytes payload) {
        dev.ifPresent(slots -> slots.abandoned(seq));
        pool.abandon(seq);
    }

    @Override
    public boolean validPayload(Bytes payload) {
        if (payload.size() > settings.payloadBytesMax()) return false;
        if (payload.equals(EMPTY_PAYLOAD)) return settings.emptyBlockIntervalMillis() > 0;
        return encodings(payload).filter(items -> DevSlots.isValid(items, dev.isPresent()))
                .isPresent();
    }

    private static Optional<List<Bytes>> encodings(Bytes payload) {
        try {
            return Optional.of(PayloadCodec.decode(payload, PAYLOAD_TRANSACTIONS_MAX));
        } catch (DecodeException _) { // a faulty proposer: no vote, and no transaction
            return Optional.empty();
        }
    }

    @Override
    public void queued(Decided decided) {
        ahead.queued(decided);
    }

    @Override
    public ExecutionResult execute(Decided decided) {
        long startNanos = System.nanoTime();
        ChainHead head = ledger.head();
        List<RecoveredTransaction> transactions = ahead.begin(decided)
                .orElseGet(() -> transactions(decided, recovery::recoverAll));
        DecidedBatch batch = batch(decided, transactions, emptyBlock(decided, head));
        BlockHashLookup ancestors = number -> blockHash(number, head);
        DevExecuted made = dev.map(slots -> slots.execute(head, batch, items(decided), ancestors))
                .orElseGet(() -> new DevExecuted(executor.execute(head, batch, ancestors),
                        Optional.empty()));
        ExecutedBatch executed = made.batch();
        long executedNanos = System.nanoTime();
        SlotRecord slotRecord = slotRecord(decided, head, executed.block());
        ledger.commit(new io.quorate.ledger.DecidedSlot(slotRecord, decided.timestampMillis(),
                MessageCodec.encodeSlot(decided.slot()), decided.certificate(),
                decided.orderingState()), executed.block().map(ExecutedBlock::toCommit));
        Tracing.Moments moments = new Tracing.Moments(startNanos, executedNanos,
                System.nanoTime());
        pool.onExecuted(lanes(decided.epoch()) ? ownLaneSeq(decided) : decided.seq(),
                executed.block().map(block -> block.block().transactions()).orElse(List.of()),
                givenUp(executed));
        dev.ifPresent(slots -> slots.committed(made.carriedOut()));
        executed.block()
                .ifPresent(block -> onBlock.accept(
                        new CommittedBlock(block.block(), block.receipts())));
        dev.ifPresent(slots -> slots.executed(decided.seq(), made.carriedOut(),
                executed.block().isPresent()));
        snapshots.prune(decided.seq());
        afterSlot.executed(decided, executed, moments);
        return new ExecutionResult(decided.seq(), Digest.of(slotRecord.hash().toArray()),
                executed.block().flatMap(this::epochChange));
    }

    private Optional<EpochChange> epochChange(ExecutedBlock block) {
        block.epochs().failures().forEach(failures);
        return block.epochs().fixed().map(
                fixed -> new EpochChange(LedgerHandOvers.decode(fixed.configuration())));
    }

    /** Whether what this replica's pool holds goes into its own lane. */
    private boolean lanes(long epoch) {
        return epochs.config(epoch).parameters().lanes();
    }

    /** The last own batch that was executed: what earlier ones held waits no longer. Lanes end with their epoch. */
    private long ownLaneSeq(Decided decided) {
        if (!decided.nextSetHash().equals(Digest.ZERO)) {
            ownLaneSeq = 0;
            return Long.MAX_VALUE;
        }
        if (decided.epoch() != laneEpoch) { // a recovery record ended the one before after its slots
            laneEpoch = decided.epoch();
            ownLaneSeq = 0;
        }
        int own = epochs.place(decided.epoch()).map(ReplicaId::index).orElse(-1);
        for (OrderedBatch batch : decided.batches()) {
            if (batch.author() == own) ownLaneSeq = batch.laneSeq();
        }
        return ownLaneSeq;
    }

    static DecidedBatch batch(Decided decided, List<RecoveredTransaction> transactions,
            DecidedBatch.EmptyBlock emptyBlock) {
        return new DecidedBatch(decided.epoch(), decided.seq(), Math.max(0, decided.proposer()),
                decided.timestampMillis(), hash(decided.digest()), transactions, emptyBlock);
    }

    /** Only as often as the chain's rules say, so that no leader can fill the disks with them. */
    private DecidedBatch.EmptyBlock emptyBlock(Decided decided, ChainHead head) {
        if (decided.isNoop() || settings.emptyBlockIntervalMillis() == 0
                || decided.batches().isEmpty() || !decided.batches().stream()
                        .allMatch(batch -> batch.body().equals(EMPTY_PAYLOAD))) {
            return DecidedBatch.EmptyBlock.OMITTED;
        }
        // A development chain's time is its own, and its replicas are one process.
        return dev.isPresent()
                || decided.timestampMillis() - millisOf(head) >= settings.emptyBlockIntervalMillis()
                        ? DecidedBatch.EmptyBlock.MADE
                        : DecidedBatch.EmptyBlock.OMITTED;
    }

    /** The agreed time of a block, or of the genesis, in milliseconds. */
    static long millisOf(ChainHead head) {
        return ExtraData.decode(head.header().extraData()).map(ExtraData::timestampMillis)
                .orElse(head.header().timestamp() * 1_000);
    }

    /** In the order of batches, and within them; the pool knows most senders already. What is no transaction is left out. */
    private List<RecoveredTransaction> transactions(Decided decided, Recoverer recoverer) {
        if (decided.isNoop()) return List.of();
        List<Bytes> encodings = items(decided).stream().filter(item -> !DevOrder.isOrder(item))
                .toList();
        List<Optional<RecoveredTransaction>> known = new ArrayList<>(encodings.size());
        List<Bytes> unknown = new ArrayList<>();
        for (Bytes encoded : encodings) {
            Optional<RecoveredTransaction> pooled = pool.find(Keccak256.hash(encoded));
            known.add(pooled);
            if (pooled.isEmpty()) unknown.add(encoded);
        }
        var recovered = recoverer.recover(unknown).iterator();
        return known.stream().map(pooled -> pooled.isPresent() ? pooled : recovered.next())
                .flatMap(Optional::stream).toList();
    }

    private static List<Bytes> items(Decided decided) {
        return decided.isNoop() ? List.of()
                : decided.batches().stream()
                        .flatMap(batch -> encodings(batch.body()).orElse(List.of()).stream())
                        .toList();
    }

    private Optional<Hash> blockHash(long number, ChainHead head) {
        if (number < 0 || number > head.number()) return Optional.empty();
        return number == head.number() ? Optional.of(head.hash())
                : ledger.header(number).map(BlockHeaderCodec::hash);
    }

    private SlotRecord slotRecord(Decided decided, ChainHead head,
            Optional<ExecutedBlock> block) {
        return new SlotRecord(ledger.lastRecordHash(), decided.epoch(), decided.seq(),
                hash(decided.digest()), hash(decided.ordHash()),
                block.map(made -> made.block().hash()).orElse(head.hash()),
                block.map(made -> made.accessList().hash()).orElse(EMPTY_ACCESS_LIST),
                hash(decided.nextSetHash()));
    }

    @Override
    public Optional<EpochChange> epochChange(long epoch) {
        return epochs.change(epoch);
    }

    @Override
    public HandOvers handOvers() {
        return epochs.handOvers();
    }

    /** What can come in time stays in the pool: a nonce that is not yet due, a block that was full. */
    private static Map<Hash, Refusal> givenUp(ExecutedBatch executed) {
        Map<Hash, Refusal> givenUp = new HashMap<>();
        for (ExecutedBatch.Skipped skipped : executed.skipped()) {
            Optional<Refusal.Reason> reason = Rejections.finalReason(skipped.reason());
            reason.ifPresent(r -> givenUp.put(skipped.transaction().hash(),
                    new Refusal(r, skipped.message())));
        }
        return givenUp;
    }

    @Override
    public Applied lastApplied() {
        Digest digest = Digest.of(ledger.lastRecordHash().toArray());
        if (ledger.appliedSeq() == 0) return Applied.genesis(digest, millisOf(ledger.head()));
        io.quorate.ledger.DecidedSlot last = ledger.slot(ledger.appliedSeq()).orElseThrow();
        return new Applied(ledger.appliedSeq(), digest, last.orderingState(),
                last.timestampMillis());
    }

    @Override
    public Optional<DecidedSlot> slot(long seq) {
        return ledger.slot(seq).map(LedgerSnapshots::decode);
    }

    @Override
    public SnapshotSource snapshots() {
        return snapshots;
    }

    /** The chain stands at a later block than it led to itself: what waited may be in blocks by now. */
    void restored() {
        // Which own batches the blocks hold is not known here: what they do not hold may go into another one.
        boolean lanes = ledger.slotRecord(ledger.appliedSeq())
                .map(slotRecord -> lanes(slotRecord.epoch())).orElse(false);
        pool.onRestored(lanes ? Long.MAX_VALUE : ledger.appliedSeq());
        dev.ifPresent(DevSlots::restored);
        long number = ledger.head().number();
        onBlock.accept(new CommittedBlock(ledger.block(number).orElseThrow(),
                ledger.receipts(number).orElseThrow()));
    }

    @Override
    public void certified(long seq, Bytes blockCert) {
        ledger.certify(seq, blockCert);
    }

    @Override
    public Optional<Bytes> blockCert(long seq) {
        return ledger.blockCertificate(seq);
    }

    private static Hash hash(Digest digest) {
        return Hash.of(digest.toArray());
    }
}
