package io.quorate.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quorate.evm.BlockEnvironment;
import io.quorate.evm.CallGuard;
import io.quorate.evm.CodeCache;
import io.quorate.evm.ContractAddress;
import io.quorate.evm.Delegation;
import io.quorate.evm.Environment;
import io.quorate.evm.Evm;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.Message;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.evm.trace.TransactionStart;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import io.quorate.ledger.Log;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import io.quorate.state.JournaledState;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Applies transactions to a {@link JournaledState}, one after another. It holds rules and caches only, so one
 * may be shared by any number of threads, each with a state of its own.
 */
public final class TransactionExecutor {
    private static final Address SYSTEM = Address
            .fromHex("0xfffffffffffffffffffffffffffffffffffffffe");
    private static final long SYSTEM_CALL_GAS = 30_000_000;
    private static final long CODE_CACHE_BYTES = 16 << 20;
    /** A block of 60 M gas holds 4,800 (EIP-7702: 12,500 gas each). */
    private static final int AUTHORITIES_KEPT_MAX = 4_800;

    private final ExecutionRules rules;
    private final Permissions permissions;
    private final TransactionValidator validator;
    private final Evm evm;
    private final Cache<Authorization, Optional<Address>> authorities = Caffeine.newBuilder()
            .maximumSize(AUTHORITIES_KEPT_MAX).executor(Runnable::run).build();

    public TransactionExecutor(ExecutionRules rules) {
        this(rules, new CodeCache(CODE_CACHE_BYTES));
    }

    /** Shares {@code codes}, which may serve executors of any rules. */
    public TransactionExecutor(ExecutionRules rules, CodeCache codes) {
        this(rules, codes, Permissions.NONE);
    }

    /** With {@code permissions} as they are at the beginning of the block that is executed. */
    public TransactionExecutor(ExecutionRules rules, CodeCache codes, Permissions permissions) {
        this(rules, codes, permissions, Precompiles.of(rules.fork()));
    }

    /** With {@code precompiles} in other places, for simulations. */
    TransactionExecutor(ExecutionRules rules, CodeCache codes, Permissions permissions,
            Precompiles precompiles) {
        this.rules = rules;
        this.permissions = permissions;
        validator = new TransactionValidator(rules, permissions);
        evm = new Evm(rules.fork(), codes, precompiles);
    }

    public ExecutionRules rules() {
        return rules;
    }

    Permissions permissions() {
        return permissions;
    }

    /** Why {@code transaction} can start in no block under these rules, whatever the state is. */
    public Optional<TransactionOutcome.Rejected> checkAlone(RecoveredTransaction transaction) {
        return validator.validateAlone(transaction);
    }

    /** As {@link #execute(RecoveredTransaction, BlockContext, JournaledState, long, Tracer)}, untraced. */
    public TransactionOutcome execute(RecoveredTransaction transaction, BlockContext block,
            JournaledState state, long blockGasLeft) {
        return execute(transaction, block, state, blockGasLeft, Tracer.NONE);
    }

    /**
     * Runs a transaction to its end, from {@link JournaledState#beginTransaction} to
     * {@link JournaledState#endTransaction}. A rejected one leaves the state as it was.
     *
     * @param blockGasLeft the block's gas limit less what the transactions before have used
     */
    public TransactionOutcome execute(RecoveredTransaction transaction, BlockContext block,
            JournaledState state, long blockGasLeft, Tracer tracer) {
        CallRequest request = requestOf(transaction, block);
        Optional<TransactionOutcome.Rejected> rejection = validator.validate(transaction, request,
                block, state, blockGasLeft);
        if (rejection.isPresent()) {
            return rejection.get();
        }
        state.beginTransaction();
        start(request, block, state, tracer);
        UInt256 price = request.gasPrice();
        UInt256 blobPrice = rules.feeMode() == FeeMode.FEE_BLIND ? UInt256.ZERO
                : block.blobBaseFee();
        long blobGas = TransactionValidator.BLOB_GAS * request.blobVersionedHashes().size();
        UInt256 upFront = price.times(UInt256.of(request.gasLimit()))
                .plus(blobPrice.times(UInt256.of(blobGas)));
        state.subtractBalance(request.from(), upFront);
        TransactionOutcome.Executed executed = run(request, block, state, tracer, blobGas);
        settle(request, block, state, executed);
        state.endTransaction(rules.fork());
        tracer.onTransactionEnd(executed.gasUsed());
        return executed;
    }

    /**
     * Runs a call with relaxed checks: no nonce, fee or gas balance is looked at, EIP-3607 and EIP-7825 do not
     * hold. The state keeps what the call did, so hand in one that is thrown away. Permissions hold for the caller as for a
     * sender.
     */
    public TransactionOutcome call(CallRequest request, BlockContext block, JournaledState state,
            Tracer tracer) {
        return call(request, block, state, tracer, CallGuard.NONE);
    }

    /** The same; fails with {@link io.quorate.evm.ExecutionLimitException} where {@code guard} ends it. */
    public TransactionOutcome call(CallRequest request, BlockContext block, JournaledState state,
            Tracer tracer, CallGuard guard) {
        Optional<TransactionOutcome.Rejected> rejection = validator.checkMessage(request)
                .or(() -> permissions.refusal(request.from(), request.to()));
        if (rejection.isPresent()) {
            return rejection.get();
        }
        UInt256 balance = state.balance(request.from());
        if (balance.compareTo(request.value()) < 0) {
            return new TransactionOutcome.Rejected(TransactionRejection.INSUFFICIENT_BALANCE,
                    "insufficient funds for transfer: balance "
                            + TransactionValidator.decimal(balance) + ", value "
                            + TransactionValidator.decimal(request.value()));
        }
        state.beginTransaction();
        start(request, block, state, tracer);
        long blobGas = TransactionValidator.BLOB_GAS * request.blobVersionedHashes().size();
        TransactionOutcome.Executed executed = run(request, block, state, tracer, blobGas, guard);
        state.endTransaction(rules.fork());
        tracer.onTransactionEnd(executed.gasUsed());
        return executed;
    }

    void start(CallRequest request, BlockContext block, JournaledState state,
            Tracer tracer) {
        if (tracer == Tracer.NONE) {
            return;
        }
        Address to = request.to().orElseGet(
                () -> ContractAddress.of(request.from(), state.nonce(request.from())));
        List<Address> authorities = request.authorizationList().stream()
                .map(this::authority).flatMap(Optional::stream).toList();
        tracer.onTransactionStart(new TransactionStart(rules.fork(), request.from(), to,
                request.to().isEmpty(), block.beneficiary(), request.gasLimit(), authorities,
                state));
    }

    /**
     * Calls a system contract as EIP-4788, 2935, 7002 and 7251 ask: from 0xff…fe, with 30 M gas of its own and
     * free of charge. Succeeds with nothing done where {@code to} has no code.
     */
    public ExecutionResult systemCall(Address to, Bytes input, BlockContext block,
            JournaledState state) {
        if (state.codeHash(to).equals(Hash.EMPTY)) {
            return new ExecutionResult.Success(SYSTEM_CALL_GAS, Bytes.EMPTY);
        }
        state.beginTransaction();
        Environment environment = new Environment(environmentOf(block), SYSTEM, UInt256.ZERO,
                List.of());
        ExecutionResult result = evm.execute(
                new Message.Call(SYSTEM, to, UInt256.ZERO, input, SYSTEM_CALL_GAS), environment,
                state, Tracer.NONE);
        state.endTransaction(rules.fork());
        return result;
    }

    private CallRequest requestOf(RecoveredTransaction recovered, BlockContext block) {
        Transaction transaction = recovered.transaction();
        return new CallRequest(recovered.sender(), transaction.to(), transaction.gasLimit(),
                effectiveGasPrice(transaction, block), transaction.value(), transaction.data(),
                transaction.accessList(), transaction.blobVersionedHashes(),
                transaction.authorizationList());
    }

    /** EIP-1559; the validator refuses a cap below the base fee. */
    private UInt256 effectiveGasPrice(Transaction transaction, BlockContext block) {
        if (rules.feeMode() == FeeMode.FEE_BLIND) {
            return UInt256.ZERO;
        }
        UInt256 feeCap = transaction.maxFeePerGas();
        UInt256 baseFee = block.baseFeePerGas();
        UInt256 tipMax = feeCap.minus(baseFee);
        UInt256 tip = transaction.maxPriorityFeePerGas();
        return tip.compareTo(tipMax) < 0 ? baseFee.plus(tip) : feeCap;
    }

    TransactionOutcome.Executed run(CallRequest request, BlockContext block,
            JournaledState state, Tracer tracer, long blobGas) {
        return run(request, block, state, tracer, blobGas, CallGuard.NONE);
    }

    private TransactionOutcome.Executed run(CallRequest request, BlockContext block,
            JournaledState state, Tracer tracer, long blobGas, CallGuard guard) {
        long nonce = state.nonce(request.from());
        state.setNonce(request.from(), nonce + 1);
        warmUp(request, block, state);
        Authorizations authorizations = new Authorizations(rules.chainId(), state,
                this::authority);
        request.authorizationList().forEach(authorizations::apply);
        Optional<Address> created = request.to().isPresent() ? Optional.empty()
                : Optional.of(ContractAddress.of(request.from(), nonce));
        UInt256 shownPrice = rules.feeMode() == FeeMode.FEE_BLIND ? UInt256.ZERO
                : request.gasPrice();
        Environment environment = new Environment(environmentOf(block), request.from(), shownPrice,
                request.blobVersionedHashes(), permissions.guardOf(request.from()));
        ExecutionResult result = evm.execute(message(request, created, state), environment, state,
                tracer, guard);
        return outcome(request, state, result, created, blobGas);
    }

    private Message message(CallRequest request, Optional<Address> created, JournaledState state) {
        long gas = request.gasLimit() - IntrinsicGas.of(rules.fork(), request);
        if (created.isPresent()) {
            state.warmAddress(created.get());
            return new Message.Create(request.from(), created.get(), request.value(),
                    request.data(),
                    gas);
        }
        Address to = request.to().orElseThrow();
        state.warmAddress(to);
        if (rules.fork().isAtLeast(Fork.PRAGUE) && Delegation.isDelegation(state.code(to))) {
            state.warmAddress(Delegation.target(state.code(to)));
        }
        return new Message.Call(request.from(), to, request.value(), request.data(), gas);
    }

    /** One may be executed twice, ahead and again: its signatures are looked at once. */
    private Optional<Address> authority(Authorization authorization) {
        return authorities.get(authorization, Authorizations::authority);
    }

    /** EIP-2929, 2930, 3651. Precompiles are always warm to the EVM. */
    private void warmUp(CallRequest request, BlockContext block, JournaledState state) {
        state.warmAddress(request.from());
        if (rules.fork().isAtLeast(Fork.SHANGHAI)) {
            state.warmAddress(block.beneficiary());
        }
        for (AccessListEntry entry : request.accessList()) {
            state.warmAddress(entry.address());
            for (Hash key : entry.storageKeys()) {
                state.warmSlot(entry.address(), key.toUInt256());
            }
        }
    }

    private TransactionOutcome.Executed outcome(CallRequest request, JournaledState state,
            ExecutionResult result, Optional<Address> created, long blobGas) {
        long used = request.gasLimit() - result.gasLeft();
        long refundQuotient = rules.fork().isAtLeast(Fork.LONDON) ? 5 : 2; // EIP-3529
        long floor = IntrinsicGas.floor(rules.fork(), request.data());
        long charged = Math.max(used - Math.min(used / refundQuotient, state.refund()), floor);
        long refund = Math.max(used, floor) - charged;
        return switch (result) {
            case ExecutionResult.Success(var left, var output) ->
                    new TransactionOutcome.Executed(charged, refund, true, Optional.empty(), output,
                            logsOf(state), created, request.gasPrice(), blobGas);
            case ExecutionResult.Revert(var left, var output) ->
                    new TransactionOutcome.Executed(charged, refund, false, Optional.empty(),
                            output,
                            List.of(), created, request.gasPrice(), blobGas);
            case ExecutionResult.Halt(var reason) ->
                    new TransactionOutcome.Executed(charged, refund, false, Optional.of(reason),
                            Bytes.EMPTY, List.of(), created, request.gasPrice(), blobGas);
        };
    }

    private static List<Log> logsOf(JournaledState state) {
        return state.logs().stream().map(TransactionExecutor::logOf).toList();
    }

    private static Log logOf(LogEntry log) {
        return new Log(log.address(), log.topics(), log.data());
    }

    /** Gives back what was not used and pays the beneficiary, whose account is touched even by nothing. */
    void settle(CallRequest request, BlockContext block, JournaledState state,
            TransactionOutcome.Executed executed) {
        if (rules.feeMode() == FeeMode.FEE_BLIND) {
            return;
        }
        UInt256 price = request.gasPrice();
        UInt256 unused = UInt256.of(request.gasLimit() - executed.gasUsed());
        state.addBalance(request.from(), price.times(unused));
        UInt256 tip = price.minus(block.baseFeePerGas());
        state.credit(block.beneficiary(), tip.times(UInt256.of(executed.gasUsed())));
    }

    private BlockEnvironment environmentOf(BlockContext block) {
        UInt256 randomness = rules.fork().isAtLeast(Fork.PARIS) ? block.prevRandao().toUInt256()
                : block.difficulty();
        return new BlockEnvironment(block.number(), block.timestamp(), block.beneficiary(),
                randomness, block.gasLimit(), block.baseFeePerGas(), block.blobBaseFee(),
                rules.chainId(), block.blockHashes());
    }
}
