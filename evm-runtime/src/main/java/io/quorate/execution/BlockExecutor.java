package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Roots;
import io.quorate.state.StateStore;
import io.quorate.state.StateUpdate;
import io.quorate.state.trie.TaskRunner;
import java.util.List;
import java.util.Optional;
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
    private final TaskRunner tasks;
    private final CodeCache codes = new CodeCache(CODE_CACHE_BYTES);

    /** Executes one transaction after another. */
    public BlockExecutor(ChainRules rules, StateStore state) {
        this(rules, state, Parallelism.NONE);
    }

    public BlockExecutor(ChainRules rules, StateStore state, Parallelism parallelism) {
        this.rules = rules;
        this.state = state;
        history = new ParallelHistory(parallelism);
        tasks = parallelism.tasks();
    }

    /**
     * Executes {@code batch} on top of {@code parent}, which is the store's head.
     *
     * @param ancestors hashes of the parent and the blocks before
     */
    public ExecutedBatch execute(ChainHead parent, DecidedBatch batch, BlockHashLookup ancestors) {
        long timestampMillis = timestampAfter(parent.header(), batch.timestampMillis());
        long timestamp = Math.max(parent.header().timestamp(), timestampMillis / 1000);
        ExecutionRules blockRules = rules.at(parent.number() + 1, timestamp);
        BlockContext context = contextOf(parent.header(), batch, timestamp, blockRules, ancestors);
        BatchRun run = new BatchRun(new TransactionExecutor(blockRules, codes), context,
                state.at(parent.number()), rules.blockGasLimit(), BatchRun.BLOCK_BYTES_MAX);
        run.begin(parent.hash(), Hash.ZERO);
        try (run) {
            run.expect(batch.transactions(), history);
            batch.transactions().forEach(run::add);
        }
        if (run.isEmpty() && batch.emptyBlock() == DecidedBatch.EmptyBlock.OMITTED) {
            return new ExecutedBatch(Optional.empty(), run.skipped(), run.returned());
        }
        List<Bytes> requests = run.finish();
        Bytes extraData = new ExtraData(batch.epoch(), batch.seqNum(), timestampMillis,
                batch.proposerIndex()).encode();
        ExecutedBlock block = assemble(parent, context, blockRules, run, requests, extraData);
        return new ExecutedBatch(Optional.of(block), run.skipped(), run.returned());
    }

    /** Agreed time never goes back behind the parent's, and is not negative. */
    private static long timestampAfter(BlockHeader parent, long timestampMillis) {
        long parentMillis = ExtraData.decode(parent.extraData()).map(ExtraData::timestampMillis)
                .orElse(0L);
        return Math.max(parentMillis, Math.max(0, timestampMillis));
    }

    private BlockContext contextOf(BlockHeader parent, DecidedBatch batch, long timestamp,
            ExecutionRules blockRules, BlockHashLookup ancestors) {
        Hash mixHash = Keccak256
                .hash(Bytes.concatenate(parent.mixHash().bytes(), batch.digest().bytes()));
        UInt256 baseFee = blockRules.feeMode() == FeeMode.FEE_BLIND
                || !blockRules.fork().isAtLeast(Fork.LONDON) ? UInt256.ZERO
                        : BlockFees.baseFeeAfter(parent);
        BlobSchedule blobs = blockRules.blobSchedule().orElse(BlobSchedule.PRAGUE);
        UInt256 blobFee = blockRules.fork().isAtLeast(Fork.CANCUN)
                ? BlockFees.blobBaseFee(excessBlobGas(parent, blockRules), blobs)
                : UInt256.ZERO;
        return new BlockContext(parent.number() + 1, timestamp, rules.beneficiary(), UInt256.ZERO,
                mixHash, rules.blockGasLimit(), baseFee, blobFee, ancestors);
    }

    private static long excessBlobGas(BlockHeader parent, ExecutionRules blockRules) {
        return blockRules.blobSchedule().map(
                schedule -> BlockFees.excessBlobGasAfter(parent, blockRules.fork(), schedule))
                .orElse(0L);
    }

    private ExecutedBlock assemble(ChainHead parent, BlockContext context,
            ExecutionRules blockRules, BatchRun run, List<Bytes> requests, Bytes extraData) {
        StateUpdate update = state.prepare(context.number(), run.steps(), tasks);
        Fork fork = blockRules.fork();
        boolean cancun = fork.isAtLeast(Fork.CANCUN);
        BlockHeader header = new BlockHeader(parent.hash(), Hash.EMPTY_LIST, context.beneficiary(),
                update.root(), Roots.transactionsRoot(run.transactions()),
                Roots.receiptsRoot(run.receipts()), LogsBloom.union(run.receipts()), UInt256.ZERO,
                context.number(), context.gasLimit(), run.gasUsed(), context.timestamp(),
                extraData, context.prevRandao(), NO_NONCE,
                present(fork.isAtLeast(Fork.LONDON), context.baseFeePerGas()),
                present(fork.isAtLeast(Fork.SHANGHAI), Hash.EMPTY_TRIE_ROOT),
                present(cancun, run.blobGasUsed()),
                present(cancun, excessBlobGas(parent.header(), blockRules)),
                present(cancun, Hash.ZERO),
                present(fork.isAtLeast(Fork.PRAGUE), Roots.requestsHash(requests)));
        Block block = new Block(BlockHeaderCodec.hash(header), header, run.transactions(),
                List.of(), present(fork.isAtLeast(Fork.SHANGHAI), List.of()));
        return new ExecutedBlock(block, run.receipts(), run.outcomes(), update,
                run.accessList());
    }

    private static <T> Optional<T> present(boolean condition, T value) {
        return condition ? Optional.of(value) : Optional.empty();
    }
}
