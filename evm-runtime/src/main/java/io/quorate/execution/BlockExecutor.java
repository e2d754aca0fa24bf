package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.state.StateStore;
import io.quorate.state.StateUpdate;
import io.quorate.state.StateView;
import io.quorate.state.trie.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.tuweni.bytes.Bytes;

/**
 * Makes a block of a decided batch. The result is a function of the parent, its state and the batch alone, so
 * that all replicas get the same; nothing is stored. For the thread that commits to the ledger.
 */
public final class BlockExecutor {
    private static final long CODE_CACHE_BYTES = 16L << 20;
    private static final Bytes NO_NONCE = Bytes.wrap(new byte[8]);

    private final ChainRules rules;
    private final StateStore state;
    private final ParallelHistory history;
    private final Parallelism parallelism;
    private final TaskRunner tasks;
    private final NextBlock next;
    private final Epochs epochs;
    private final CodeCache codes = new CodeCache(CODE_CACHE_BYTES);
    private final LongAdder overlapped = new LongAdder();
    private volatile KnownPermissions permissions = new KnownPermissions(Hash.ZERO,
            new PermissionWords(), Hash.ZERO, new PermissionWords());

    /** What is known of the rules after block {@code head} and after its parent, while {@code head} is committed. */
    private record KnownPermissions(Hash head, PermissionWords words, Hash parent,
            PermissionWords parentWords) {
        /** After a snapshot, or at the start, nothing is known. */
        PermissionWords after(ChainHead block) {
            return block.hash().equals(head) ? words
                    : block.hash().equals(parent) ? parentWords : new PermissionWords();
        }
    }

    /** Executes one transaction after another. */
    public BlockExecutor(ChainRules rules, StateStore state) {
        this(rules, state, Parallelism.NONE);
    }

    public BlockExecutor(ChainRules rules, StateStore state, Parallelism parallelism) {
        this(rules, state, parallelism, Epochs.NONE);
    }

    /** {@code epochs} is asked on the executing thread, for what follows from the records of the members. */
    public BlockExecutor(ChainRules rules, StateStore state, Parallelism parallelism,
            Epochs epochs) {
        this.epochs = epochs;
        this.rules = rules;
        this.state = state;
        history = new ParallelHistory(parallelism);
        this.parallelism = parallelism;
        tasks = parallelism.tasks();
        next = new NextBlock(
                (parent, batch, ancestors) -> contextOf(parent, batch.digest(),
                        usual(parent, batch), ancestors),
                codes, history, parallelism, rules.blockGasLimit());
    }

    /** From any thread. */
    public ExecutionCounts counts() {
        return new ExecutionCounts(history.taken(), history.again(), overlapped.sum(),
                codes.use());
    }

    /** Whether {@link #announce} is wanted, and of any use: not with one thread. */
    public boolean looksAhead() {
        return parallelism.overlap() && !parallelism.isNone();
    }

    /**
     * Tells of a batch that will probably be executed after the one that is being executed now: it is begun as soon as that
     * one's transactions are done, while its roots are worked out and it is committed. What {@link #execute} makes does not
     * depend on it. From any thread.
     */
    public void announce(DecidedBatch batch) {
        next.announce(batch);
    }

    /**
     * Executes {@code batch} on top of {@code parent}, which is the store's head.
     *
     * @param ancestors hashes of the parent and the blocks before
     */
    public ExecutedBatch execute(ChainHead parent, DecidedBatch batch, BlockHashLookup ancestors) {
        return execute(parent, batch, ancestors, usual(parent.header(), batch));
    }

    /** As the other, with a {@code setting} that is a function of the parent, its state and what was decided. */
    public ExecutedBatch execute(ChainHead parent, DecidedBatch batch, BlockHashLookup ancestors,
            BlockSetting setting) {
        NextBlock.Context context = contextOf(parent.header(), batch.digest(), setting, ancestors);
        StateView before = state.at(parent.number());
        PermissionWords words = permissions.after(parent);
        TransactionExecutor executor = new TransactionExecutor(context.rules(), codes,
                Permissions.of(words, before));
        fetchAccounts(batch.transactions());
        BatchRun run = new BatchRun(executor, context.block(), before, setting.gasLimit(),
                BatchRun.BLOCK_BYTES_MAX);
        run.at(new EpochCalls.Place(batch.epoch(), batch.seqNum(), epochs));
        run.begin(parent.hash(), Hash.ZERO, setting);
        Optional<AheadRun> begun = next.take(batch, context, before)
                .map(speculation -> history.run(speculation, executor, context.block()));
        if (begun.isPresent()) {
            overlapped.increment();
        }
        try (run) {
            begun.ifPresentOrElse(ahead -> run.expect(state -> begun),
                    () -> run.expect(batch.transactions(), history));
            batch.transactions().forEach(run::add);
        }
        if (run.isEmpty() && batch.emptyBlock() == DecidedBatch.EmptyBlock.OMITTED) {
            return new ExecutedBatch(Optional.empty(), run.skipped(), run.returned());
        }
        List<Bytes> requests = run.finish();
        Bytes extraData = new ExtraData(batch.epoch(), batch.seqNum(), setting.timestampMillis(),
                batch.proposerIndex()).encode();
        PermissionWords left = words.after(run::isChanged);
        next.executed(new NextBlock.Parent(batch.seqNum(),
                headerOf(parent, context, run, requests, extraData, Hashed.NOT_YET), run.left(),
                ancestors, left));
        ExecutedBlock block = assemble(parent, context, run, requests, extraData);
        permissions = new KnownPermissions(block.block().hash(), left, parent.hash(), words);
        return new ExecutedBatch(Optional.of(block), run.skipped(), run.returned());
    }

    /** The rules for the block after {@code head}, which is the store's. From any thread. */
    public Permissions permissionsAfter(ChainHead head) {
        return Permissions.of(permissions.after(head), state.at(head.number()));
    }

    /** Those that are certain to be asked for: senders, and whom they call or pay. */
    private void fetchAccounts(List<RecoveredTransaction> transactions) {
        List<Address> wanted = new ArrayList<>(2 * transactions.size());
        for (RecoveredTransaction transaction : transactions) {
            wanted.add(transaction.sender());
            transaction.transaction().to().ifPresent(wanted::add);
        }
        state.fetchAccounts(wanted);
    }

    /** Agreed time never goes back behind the parent's, and is not negative. */
    private static long timestampAfter(BlockHeader parent, long timestampMillis) {
        long parentMillis = ExtraData.decode(parent.extraData()).map(ExtraData::timestampMillis)
                .orElse(0L);
        return Math.max(parentMillis, Math.max(0, timestampMillis));
    }

    /** What the chain's rules make of the agreed time. */
    public BlockSetting usual(BlockHeader parent, DecidedBatch batch) {
        long millis = timestampAfter(parent, batch.timestampMillis());
        return new BlockSetting(Math.max(parent.timestamp(), millis / 1000), millis,
                rules.blockGasLimit(), rules.beneficiary());
    }

    private NextBlock.Context contextOf(BlockHeader parent, Hash digest, BlockSetting setting,
            BlockHashLookup ancestors) {
        long timestamp = setting.timestamp();
        ExecutionRules blockRules = rules.at(parent.number() + 1, timestamp);
        Hash mixHash = Keccak256
                .hash(Bytes.concatenate(parent.mixHash().bytes(), digest.bytes()));
        UInt256 baseFee = blockRules.feeMode() == FeeMode.FEE_BLIND
                || !blockRules.fork().isAtLeast(Fork.LONDON) ? UInt256.ZERO
                        : setting.baseFee().orElseGet(() -> BlockFees.baseFeeAfter(parent));
        BlobSchedule blobs = blockRules.blobSchedule().orElse(BlobSchedule.PRAGUE);
        UInt256 blobFee = blockRules.fork().isAtLeast(Fork.CANCUN)
                ? BlockFees.blobBaseFee(excessBlobGas(parent, blockRules), blobs)
                : UInt256.ZERO;
        return new NextBlock.Context(blockRules,
                new BlockContext(parent.number() + 1, timestamp, setting.beneficiary(),
                        UInt256.ZERO, mixHash, setting.gasLimit(), baseFee, blobFee,
                        ancestors));
    }

    private static long excessBlobGas(BlockHeader parent, ExecutionRules blockRules) {
        return blockRules.blobSchedule().map(
                schedule -> BlockFees.excessBlobGasAfter(parent, blockRules.fork(), schedule))
                .orElse(0L);
    }

    private ExecutedBlock assemble(ChainHead parent, NextBlock.Context context, BatchRun run,
            List<Bytes> requests, Bytes extraData) {
        Parts parts = new Parts();
        tasks.runAll(List.of(
                () -> parts.update = state.prepare(context.block().number(), run.steps(), tasks),
                () -> parts.transactionsRoot = Roots.transactionsRoot(run.transactions()),
                () -> parts.receiptsRoot = Roots.receiptsRoot(run.receipts()),
                () -> parts.accessList = run.accessList()));
        BlockHeader header = headerOf(parent, context, run, requests, extraData,
                new Hashed(parts.update.root(), parts.transactionsRoot, parts.receiptsRoot,
                        LogsBloom.union(run.receipts())));
        Block block = new Block(BlockHeaderCodec.hash(header), header, run.transactions(),
                List.of(), present(context.rules().fork().isAtLeast(Fork.SHANGHAI), List.of()));
        return new ExecutedBlock(block, run.receipts(), run.outcomes(), parts.update,
                parts.accessList, run.epochOutcome());
    }

    /** What is worked out of a block by tasks that do not need each other's. */
    private static final class Parts {
        private StateUpdate update;
        private Hash transactionsRoot;
        private Hash receiptsRoot;
        private BlockAccessList accessList;
    }

    /** What of a header takes long to work out. */
    private record Hashed(Hash stateRoot, Hash transactionsRoot, Hash receiptsRoot,
            Bytes logsBloom) {
        static final Hashed NOT_YET = new Hashed(Hash.ZERO, Hash.ZERO, Hash.ZERO,
                LogsBloom.EMPTY);
    }

    private BlockHeader headerOf(ChainHead parent, NextBlock.Context context, BatchRun run,
            List<Bytes> requests, Bytes extraData, Hashed hashed) {
        BlockContext block = context.block();
        Fork fork = context.rules().fork();
        boolean cancun = fork.isAtLeast(Fork.CANCUN);
        return new BlockHeader(parent.hash(), Hash.EMPTY_LIST, block.beneficiary(),
                hashed.stateRoot, hashed.transactionsRoot, hashed.receiptsRoot, hashed.logsBloom,
                UInt256.ZERO, block.number(), block.gasLimit(), run.gasUsed(), block.timestamp(),
                extraData, block.prevRandao(), NO_NONCE,
                present(fork.isAtLeast(Fork.LONDON), block.baseFeePerGas()),
                present(fork.isAtLeast(Fork.SHANGHAI), Hash.EMPTY_TRIE_ROOT),
                present(cancun, run.blobGasUsed()),
                present(cancun, excessBlobGas(parent.header(), context.rules())),
                present(cancun, Hash.ZERO),
                present(fork.isAtLeast(Fork.PRAGUE), Roots.requestsHash(requests)));
    }

    private static <T> Optional<T> present(boolean condition, T value) {
        return condition ? Optional.of(value) : Optional.empty();
    }
}
