package io.quorate.node;

import io.quorate.evm.CallRules;
import io.quorate.evm.CodeCache;
import io.quorate.evm.ExecutionLimitException;
import io.quorate.evm.HaltReason;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.BlockContext;
import io.quorate.execution.ChainRules;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.Permissions;
import io.quorate.execution.TransactionExecutor;
import io.quorate.execution.TransactionOutcome;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.OverriddenState;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.Ledger;
import io.quorate.state.Account;
import io.quorate.state.JournaledState;
import io.quorate.state.StateOverlay;
import io.quorate.state.StateView;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs messages that nobody signed on the state after some block, in that block's environment. */
final class Simulation {
    private static final long CODE_CACHE_BYTES = 16 << 20;

    private final ChainRules rules;
    private final Ledger ledger;
    private final CodeCache codes = new CodeCache(CODE_CACHE_BYTES);
    private volatile TransactionExecutor lastExecutor;

    Simulation(ChainRules rules, Ledger ledger) {
        this.rules = rules;
        this.ledger = ledger;
    }

    CallResult run(CallRequest request, long number, Overrides overrides, long gasCap,
            Tracer tracer) {
        return run(request, number, overrides, gasCap, tracer, CallRules.NONE);
    }

    /** {@code guard} has a say in what the message calls. */
    CallResult run(CallRequest request, long number, Overrides overrides, long gasCap,
            Tracer tracer, CallRules guard) {
        BlockHeader header = ledger.header(number).orElseThrow(
                () -> new IllegalArgumentException("no block " + number));
        StateView stored = ledger.stateAt(number).orElseThrow();
        StateView state = overrides.accounts().isEmpty() ? stored
                : new OverriddenState(stored, overrides);
        BlockContext block = context(header, overrides.block());
        ExecutionRules blockRules = rules.at(block.number(), block.timestamp());
        long gas = Math.min(request.gas().orElse(gasCap), gasCap);
        Optional<CallResult> rejected = checkPrices(request, block, blockRules, state, gas);
        if (rejected.isPresent()) return rejected.get();
        try {
            return result(executor(blockRules, asked(request, state), guard).call(
                    call(request, block, blockRules, gas), block,
                    new JournaledState(state), tracer, new SimulationGuard()));
        } catch (ExecutionLimitException e) {
            return new CallResult.Rejected(ErrorCode.LIMIT_EXCEEDED, e.getMessage());
        }
    }

    /** Whoever names no sender asks on nobody's behalf. */
    private static Permissions asked(CallRequest request, StateView state) {
        return request.from().isPresent() ? Permissions.at(state) : Permissions.NONE;
    }

    /** Nearly all calls are on the newest block, so one is kept. */
    private TransactionExecutor executor(ExecutionRules blockRules, Permissions permissions,
            CallRules guard) {
        if (permissions.isEnforced() || guard != CallRules.NONE) {
            return new TransactionExecutor(blockRules, codes, permissions.and(guard));
        }
        TransactionExecutor kept = lastExecutor;
        if (kept != null && kept.rules().equals(blockRules)) {
            return kept;
        }
        TransactionExecutor made = new TransactionExecutor(blockRules, codes);
        lastExecutor = made;
        return made;
    }

    /** As {@link io.quorate.jsonrpc.ChainQueries#traceCalls}. */
    List<CallResult> runAll(List<CallRequest> requests, long number, long gasCap,
            List<Tracer> tracers) {
        BlockHeader header = ledger.header(number).orElseThrow(
                () -> new IllegalArgumentException("no block " + number));
        StateOverlay state = new StateOverlay(ledger.stateAt(number).orElseThrow());
        BlockContext block = context(header, Overrides.OfBlock.NONE);
        ExecutionRules blockRules = rules.at(block.number(), block.timestamp());
        SimulationGuard bounds = new SimulationGuard(); // of all together
        List<CallResult> results = new ArrayList<>();
        long gasLeft = gasCap;
        for (int i = 0; i < requests.size(); i++) {
            CallRequest request = requests.get(i);
            long gas = Math.min(request.gas().orElse(gasLeft), gasLeft);
            JournaledState journal = new JournaledState(state);
            Optional<CallResult> rejected = checkPrices(request, block, blockRules, state, gas);
            if (rejected.isPresent()) {
                results.add(rejected.get());
                return results;
            }
            TransactionOutcome outcome;
            try {
                outcome = executor(blockRules, asked(request, state), CallRules.NONE).call(
                        call(request, block, blockRules, gas), block, journal, tracers.get(i),
                        bounds);
            } catch (ExecutionLimitException e) {
                results.add(new CallResult.Rejected(ErrorCode.LIMIT_EXCEEDED, e.getMessage()));
                return results;
            }
            results.add(result(outcome));
            if (!(outcome instanceof TransactionOutcome.Executed executed)) {
                return results;
            }
            gasLeft -= executed.gasUsed();
            state.add(journal.changes());
        }
        return results;
    }

    private BlockContext context(BlockHeader header, Overrides.OfBlock changed) {
        return new BlockContext(changed.number().orElse(header.number()),
                changed.time().orElse(header.timestamp()),
                changed.feeRecipient().orElse(header.beneficiary()), header.difficulty(),
                changed.prevRandao().orElse(header.mixHash()),
                changed.gasLimit().orElse(header.gasLimit()),
                changed.baseFeePerGas().or(header::baseFeePerGas).orElse(UInt256.ZERO),
                changed.blobBaseFee().orElseGet(() -> ChainReader.blobBaseFee(rules, header)),
                this::blockHash);
    }

    private Optional<Hash> blockHash(long number) {
        return ledger.header(number).map(BlockHeaderCodec::hash);
    }

    /** A request that names a price must be able to pay it, as its transaction would. */
    private static Optional<CallResult> checkPrices(CallRequest request, BlockContext block,
            ExecutionRules blockRules, StateView state, long gas) {
        if (request.prices().isEmpty() || blockRules.feeMode() == FeeMode.FEE_BLIND) {
            return Optional.empty();
        }
        CallRequest.Prices prices = request.prices().get();
        if (prices.maxPriorityFeePerGas().compareTo(prices.maxFeePerGas()) > 0) {
            return rejected(RejectionCode.TIP_ABOVE_FEE_CAP,
                    "max priority fee per gas higher than max fee per gas");
        }
        boolean isFree = prices.maxFeePerGas().isZero();
        if (!isFree && prices.maxFeePerGas().compareTo(block.baseFeePerGas()) < 0) {
            return rejected(RejectionCode.FEE_CAP_BELOW_BASE_FEE,
                    "max fee per gas less than block base fee: "
                            + prices.maxFeePerGas().toBigInteger() + " < "
                            + block.baseFeePerGas().toBigInteger());
        }
        BigInteger cost = prices.maxFeePerGas().toBigInteger().multiply(BigInteger.valueOf(gas))
                .add(request.value().toBigInteger());
        BigInteger balance = state.account(request.sender()).orElse(Account.EMPTY).balance()
                .toBigInteger();
        return cost.compareTo(balance) <= 0 ? Optional.empty()
                : rejected(RejectionCode.INSUFFICIENT_FUNDS,
                        "insufficient funds for gas * price + value: have " + balance + " want "
                                + cost);
    }

    private static Optional<CallResult> rejected(int code, String message) {
        return Optional.of(new CallResult.Rejected(code, message));
    }

    private static io.quorate.execution.CallRequest call(CallRequest request, BlockContext block,
            ExecutionRules blockRules, long gas) {
        return new io.quorate.execution.CallRequest(request.sender(), request.to(), gas,
                gasPrice(request, block, blockRules), request.value(), request.data(),
                request.accessList(), request.blobVersionedHashes(),
                request.authorizationList());
    }

    private static UInt256 gasPrice(CallRequest request, BlockContext block,
            ExecutionRules blockRules) {
        if (request.prices().isEmpty() || blockRules.feeMode() == FeeMode.FEE_BLIND) {
            return UInt256.ZERO;
        }
        CallRequest.Prices prices = request.prices().get();
        BigInteger paid = block.baseFeePerGas().toBigInteger()
                .add(prices.maxPriorityFeePerGas().toBigInteger())
                .min(prices.maxFeePerGas().toBigInteger());
        return UInt256.of(paid);
    }

    private static CallResult result(TransactionOutcome outcome) {
        return switch (outcome) {
            case TransactionOutcome.Rejected(var reason, String message) ->
                    new CallResult.Rejected(Rejections.code(reason), message);
            case TransactionOutcome.Executed executed when executed.succeeded() ->
                    new CallResult.Returned(executed.gasUsed(), executed.output());
            case TransactionOutcome.Executed executed -> executed.haltReason()
                    .<CallResult>map(reason -> new CallResult.Halted(executed.gasUsed(),
                            reason == HaltReason.OUT_OF_GAS, words(reason)))
                    .orElseGet(() -> new CallResult.Reverted(executed.gasUsed(),
                            executed.output()));
        };
    }

    private static String words(HaltReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
