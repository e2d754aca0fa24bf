package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.ledger.Withdrawal;
import io.quorate.state.StateView;
import io.quorate.state.TrieFork;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Makes the block that an Ethereum client would build on another (execution-apis, testing_buildBlockV1). Nothing is
 * stored. Safe for any thread.
 */
public final class PayloadBuilder {
    private static final Bytes NO_NONCE = Bytes.wrap(new byte[8]);
    private static final long GAS_LIMIT_BOUND_DIVISOR = 1_024;

    /**
     * What the block is to be like.
     *
     * @param timestamp in seconds, after the parent's
     * @param takesAll whether all {@code transactions} must be in it; else those that cannot run are left out
     * @param extraData at most 32 bytes
     */
    public record Request(long timestamp, Hash prevRandao, Address beneficiary,
            List<Withdrawal> withdrawals, Hash parentBeaconBlockRoot,
            List<RecoveredTransaction> transactions, boolean takesAll, Bytes extraData) {
        public Request {
            withdrawals = List.copyOf(withdrawals);
            transactions = List.copyOf(transactions);
        }
    }

    /** What became of a request. */
    public sealed interface Outcome {
        /**
         * A block.
         *
         * @param requests typed (EIP-7685), without empty ones
         * @param value what the transactions pay the beneficiary, in wei
         */
        record Built(Block block, List<Bytes> requests, UInt256 value) implements Outcome {}

        /** {@code message} says which transaction cannot run, and why. */
        record Refused(String message) implements Outcome {}
    }

    private final ChainRules rules;
    private final Optional<Address> depositContract;
    private final CodeCache codes;

    /** {@code depositContract} as for a {@link BlockSimulator}. */
    public PayloadBuilder(ChainRules rules, Optional<Address> depositContract, CodeCache codes) {
        this.rules = rules;
        this.depositContract = depositContract;
        this.codes = codes;
    }

    /** Builds on {@code parent}; {@code tries} are those of the parent and end changed. */
    public Outcome build(Request request, ChainHead parent, StateView state, TrieFork tries,
            BlockHashLookup ancestors) {
        BlockHeader before = parent.header();
        ExecutionRules blockRules = rules.at(parent.number() + 1, request.timestamp);
        Fork fork = blockRules.fork();
        if (!fork.isAtLeast(Fork.PARIS)) {
            return new Outcome.Refused("blocks before Paris are not built");
        }
        long excessBlobGas = blockRules.blobSchedule()
                .map(blobs -> BlockFees.excessBlobGasAfter(before, fork, blobs)).orElse(0L);
        UInt256 baseFee = rules.feeMode() == FeeMode.FEE_BLIND ? UInt256.ZERO
                : BlockFees.baseFeeAfter(before);
        UInt256 blobFee = fork.isAtLeast(Fork.CANCUN) ? blockRules.blobSchedule()
                .map(blobs -> BlockFees.blobBaseFee(excessBlobGas, blobs)).orElse(UInt256.ONE)
                : UInt256.ZERO;
        BlockContext context = new BlockContext(parent.number() + 1, request.timestamp,
                request.beneficiary, UInt256.ZERO, request.prevRandao, gasLimitAfter(before),
                baseFee, blobFee, ancestors);
        BlockTransition.Result result = new BlockTransition(
                new TransactionExecutor(blockRules, codes, Permissions.at(state)),
                new BlockTransition.Setting(context, parent.hash(),
                        request.parentBeaconBlockRoot, request.withdrawals, Optional.empty(),
                        List.of(), depositContract.orElse(Address.ZERO)),
                state).run(request.transactions, index -> Tracer.NONE, changes -> Hash.ZERO);
        if (request.takesAll && !result.rejections().isEmpty()) {
            BlockTransition.Rejection first = result.rejections().getFirst();
            return new Outcome.Refused("transaction " + first.index() + ": " + first.message());
        }
        tries.add(result.changes());
        BlockHeader header = header(parent, context, fork, request, result, tries.root(),
                excessBlobGas);
        return new Outcome.Built(
                new Block(BlockHeaderCodec.hash(header), header, result.transactions(), List.of(),
                        present(fork.isAtLeast(Fork.SHANGHAI), request.withdrawals)),
                result.requests(), value(result, baseFee));
    }

    /** On a chain that is not ordered, as far towards the default as one block may go. */
    private long gasLimitAfter(BlockHeader parent) {
        if (depositContract.isEmpty()) {
            return rules.blockGasLimit();
        }
        long step = parent.gasLimit() / GAS_LIMIT_BOUND_DIVISOR - 1;
        return Math.clamp(ChainRules.DEFAULT_BLOCK_GAS_LIMIT, parent.gasLimit() - step,
                parent.gasLimit() + step);
    }

    private static BlockHeader header(ChainHead parent, BlockContext context, Fork fork,
            Request request, BlockTransition.Result result, Hash stateRoot, long excessBlobGas) {
        boolean cancun = fork.isAtLeast(Fork.CANCUN);
        return new BlockHeader(parent.hash(), Hash.EMPTY_LIST, context.beneficiary(), stateRoot,
                Roots.transactionsRoot(result.transactions()),
                Roots.receiptsRoot(result.receipts()), LogsBloom.union(result.receipts()),
                UInt256.ZERO, context.number(), context.gasLimit(), result.gasUsed(),
                context.timestamp(), request.extraData, context.prevRandao(), NO_NONCE,
                Optional.of(context.baseFeePerGas()),
                present(fork.isAtLeast(Fork.SHANGHAI), Roots.withdrawalsRoot(request.withdrawals)),
                present(cancun, result.blobGasUsed()), present(cancun, excessBlobGas),
                present(cancun, request.parentBeaconBlockRoot),
                present(fork.isAtLeast(Fork.PRAGUE), Roots.requestsHash(result.requests())));
    }

    private static UInt256 value(BlockTransition.Result result, UInt256 baseFee) {
        UInt256 value = UInt256.ZERO;
        for (TransactionOutcome.Executed executed : result.outcomes()) {
            UInt256 price = executed.effectiveGasPrice();
            UInt256 tip = price.isZero() ? price : price.minus(baseFee);
            value = value.plus(tip.times(UInt256.of(executed.gasUsed())));
        }
        return value;
    }

    private static <T> Optional<T> present(boolean condition, T value) {
        return condition ? Optional.of(value) : Optional.empty();
    }
}
