package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.SimulationOutcome.CallOutcome;
import io.quorate.execution.SimulationOutcome.Reason;
import io.quorate.execution.SimulationOutcome.SimulatedBlock;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.state.Account;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import io.quorate.state.StateOverlay;
import io.quorate.state.TrieFork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;

/** One simulated block in the making. Mutable, used once by one thread. */
final class SimulatedBlockRun {
    private static final UInt256 GWEI = UInt256.of(1_000_000_000L);
    private static final Bytes NO_NONCE = Bytes.wrap(new byte[8]);

    /** What all blocks of a simulation share. */
    record Setting(ChainRules rules, Optional<Address> depositContract, CodeCache codes,
            SimulationRequest request, BlockHashLookup hashes, TrieFork tries,
            BooleanSupplier isLate) {}

    /** What became of the block. */
    sealed interface Result {
        record Done(SimulatedBlock block) implements Result {}

        record Refused(SimulationOutcome.Refused why) implements Result {}
    }

    private final Setting setting;
    private final StateOverlay state;
    private final ChainHead parent;
    private final SimulationRequest.Block asked;
    private final SimulationRequest.Fields fields;
    private final ExecutionRules rules;
    private final Fork fork;
    private final long excessBlobGas;
    private final BlockContext context;

    private final List<RecoveredTransaction> transactions = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<CallOutcome> calls = new ArrayList<>();
    private int nextLogIndex;
    private long gasUsed;
    private long blobGasUsed;
    private long resultBytes;

    /** {@code state} is that after {@code parent}; what the block does is added to it. */
    SimulatedBlockRun(Setting setting, StateOverlay state, ChainHead parent,
            SimulationRequest.Block asked) {
        this.setting = setting;
        this.state = state;
        this.parent = parent;
        this.asked = asked;
        this.fields = asked.fields();
        long number = fields.number().orElseThrow();
        long timestamp = fields.timestamp().orElseThrow();
        this.rules = setting.rules.at(number, timestamp);
        this.fork = rules.fork();
        BlockHeader before = parent.header();
        this.excessBlobGas = rules.blobSchedule()
                .map(blobs -> BlockFees.excessBlobGasAfter(before, fork, blobs)).orElse(0L);
        this.context = new BlockContext(number, timestamp,
                fields.beneficiary().orElse(before.beneficiary()),
                fork.isAtLeast(Fork.PARIS) ? UInt256.ZERO : before.difficulty(),
                fields.prevRandao().orElse(Hash.ZERO),
                fields.gasLimit().orElse(before.gasLimit()), baseFee(),
                fields.blobBaseFee().orElseGet(this::blobBaseFee), setting.hashes);
    }

    /** Without validation nobody needs to offer a price, so there is none unless it is asked for. */
    private UInt256 baseFee() {
        if (!fork.isAtLeast(Fork.LONDON)) {
            return UInt256.ZERO;
        }
        boolean follows = setting.request.validation() && rules.feeMode() != FeeMode.FEE_BLIND;
        return fields.baseFeePerGas().orElseGet(
                () -> follows ? BlockFees.baseFeeAfter(parent.header()) : UInt256.ZERO);
    }

    private UInt256 blobBaseFee() {
        return fork.isAtLeast(Fork.CANCUN) ? rules.blobSchedule()
                .map(blobs -> BlockFees.blobBaseFee(excessBlobGas, blobs)).orElse(UInt256.ONE)
                : UInt256.ZERO;
    }

    /** What calls returned and logged so far, in bytes. */
    long resultBytes() {
        return resultBytes;
    }

    /** {@code gasLeft} and {@code bytesLeft} are what all calls that are still to come may use and return together. */
    Result run(long gasLeft, long bytesLeft) {
        if (!fields.withdrawals().isEmpty() && !fork.isAtLeast(Fork.SHANGHAI)) {
            return refused(Reason.WITHDRAWALS_NOT_SUPPORTED,
                    "block " + context.number() + " cannot have withdrawals before Shanghai");
        }
        AccountOverrides.Applied applied;
        switch (AccountOverrides.of(asked.accounts(), state, Precompiles.of(fork))) {
            case AccountOverrides.Refused(var why) -> {
                return new Result.Refused(why);
            }
            case AccountOverrides.Applied ok -> applied = ok;
        }
        add(applied.changes());
        TransactionExecutor executor = new TransactionExecutor(rules, setting.codes,
                setting.request.validation() ? Permissions.at(state.copy()) : Permissions.NONE,
                applied.precompiles());
        SystemCalls systemCalls = new SystemCalls(executor, context, state);
        add(systemCalls.before(parent.hash(), beaconRoot()).changes());
        UnsignedTransactions runner = new UnsignedTransactions(executor,
                setting.request.validation());
        for (SimulatedCall call : asked.calls()) {
            Optional<Result> wrong = setting.isLate.getAsBoolean()
                    ? Optional.of(refused(Reason.TIMEOUT, "the simulation takes too long"))
                    : run(call, runner, gasLeft - gasUsed)
                            .or(() -> tooLarge(bytesLeft));
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return setting.isLate.getAsBoolean()
                ? refused(Reason.TIMEOUT, "the simulation takes too long")
                : new Result.Done(finish(systemCalls));
    }

    /** Asked after each call, so that no more than one's result is kept beyond the bound. */
    private Optional<Result> tooLarge(long bytesLeft) {
        return resultBytes > bytesLeft ? Optional.of(refused(Reason.RESULT_TOO_LARGE,
                "the calls return and log more than " + SimulationRequest.RESULT_BYTES_MAX
                        + " bytes"))
                : Optional.empty();
    }

    private Hash beaconRoot() {
        return fields.parentBeaconBlockRoot().orElse(Hash.ZERO);
    }

    private void add(StateChanges changes) {
        state.add(changes);
        setting.tries.add(changes);
    }

    /** What is wrong with {@code call}, which runs otherwise. */
    private Optional<Result> run(SimulatedCall call, UnsignedTransactions runner, long gasLeft) {
        long blockLeft = context.gasLimit() - gasUsed;
        long wanted = call.gas().orElse(blockLeft);
        if (Long.compareUnsigned(wanted, blockLeft) > 0) {
            return Optional.of(refused(Reason.BLOCK_GAS_EXCEEDED, place() + "gas "
                    + Long.toUnsignedString(wanted) + " is above the " + blockLeft
                    + " left in the block"));
        }
        RecoveredTransaction transaction = recovered(call, Math.min(wanted, gasLeft));
        JournaledState journal = new JournaledState(state);
        TransferLogs logs = new TransferLogs(setting.request.traceTransfers(),
                nextLogIndex);
        switch (runner.execute(transaction, context, journal, logs)) {
            case TransactionOutcome.Rejected(var reason, String message) -> {
                return Optional.of(refused(reasonOf(reason), place() + message));
            }
            case TransactionOutcome.Executed executed -> {
                add(journal.changes());
                nextLogIndex = logs.nextIndex();
                include(transaction, executed, logs.logs());
                return Optional.empty();
            }
        }
    }

    private RecoveredTransaction recovered(SimulatedCall call, long gas) {
        long nonce = call.nonce().orElseGet(
                () -> state.account(call.from()).orElse(Account.EMPTY).nonce());
        Transaction transaction = call.toTransaction(rules.chainId(), nonce, gas,
                fork.isAtLeast(Fork.LONDON));
        Bytes encoded = TransactionCodec.encode(transaction);
        return new RecoveredTransaction(transaction, call.from(), Keccak256.hash(encoded),
                encoded);
    }

    private void include(RecoveredTransaction transaction, TransactionOutcome.Executed executed,
            List<SimulationOutcome.IndexedLog> logs) {
        gasUsed += executed.gasUsed();
        blobGasUsed += executed.blobGasUsed();
        resultBytes += executed.output().size();
        logs.forEach(log -> resultBytes += log.log().data().size()
                + (long) Hash.SIZE * log.log().topics().size());
        transactions.add(transaction);
        calls.add(new CallOutcome(executed, logs));
        Optional<Hash> postState = fork.isAtLeast(Fork.BYZANTIUM) ? Optional.empty()
                : Optional.of(setting.tries.root());
        receipts.add(new Receipt(transaction.transaction().type(), executed.succeeded(),
                postState, gasUsed, LogsBloom.of(executed.logs()), executed.logs()));
    }

    private SimulatedBlock finish(SystemCalls systemCalls) {
        JournaledState journal = new JournaledState(state);
        payOut(journal);
        List<Bytes> requests = new ArrayList<>();
        setting.depositContract.flatMap(contract -> DepositRequests.of(contract, receipts))
                .ifPresent(requests::add);
        systemCalls.after(journal, requests);
        add(journal.changes());
        BlockHeader header = header(requests);
        return new SimulatedBlock(new Block(BlockHeaderCodec.hash(header), header, transactions,
                List.of(), present(fork.isAtLeast(Fork.SHANGHAI), fields.withdrawals())), calls);
    }

    private void payOut(JournaledState journal) {
        journal.beginTransaction();
        fields.withdrawals().forEach(w -> journal.addBalance(w.address(),
                UInt256.of(w.amountGwei()).times(GWEI)));
        if (!fork.isAtLeast(Fork.PARIS)) {
            journal.addBalance(context.beneficiary(),
                    UInt256.of(BlockImporter.rewardGwei(fork)).times(GWEI));
        }
        journal.endTransaction(fork);
    }

    private BlockHeader header(List<Bytes> requests) {
        boolean cancun = fork.isAtLeast(Fork.CANCUN);
        return new BlockHeader(parent.hash(), Hash.EMPTY_LIST, context.beneficiary(),
                setting.tries.root(), Roots.transactionsRoot(transactions),
                Roots.receiptsRoot(receipts), LogsBloom.union(receipts), context.difficulty(),
                context.number(), context.gasLimit(), gasUsed, context.timestamp(), Bytes.EMPTY,
                context.prevRandao(), NO_NONCE,
                present(fork.isAtLeast(Fork.LONDON), context.baseFeePerGas()),
                present(fork.isAtLeast(Fork.SHANGHAI),
                        Roots.withdrawalsRoot(fields.withdrawals())),
                present(cancun, blobGasUsed), present(cancun, excessBlobGas),
                present(cancun, beaconRoot()),
                present(fork.isAtLeast(Fork.PRAGUE), Roots.requestsHash(requests)));
    }

    private static <T> Optional<T> present(boolean condition, T value) {
        return condition ? Optional.of(value) : Optional.empty();
    }

    private String place() {
        return "call " + calls.size() + " of block " + context.number() + ": ";
    }

    private static Result refused(Reason reason, String message) {
        return new Result.Refused(new SimulationOutcome.Refused(reason, message));
    }

    private static Reason reasonOf(TransactionRejection rejection) {
        return switch (rejection) {
            case NONCE_TOO_LOW -> Reason.NONCE_TOO_LOW;
            case NONCE_TOO_HIGH -> Reason.NONCE_TOO_HIGH;
            case NONCE_OVERFLOW -> Reason.NONCE_OVERFLOW;
            case FEE_CAP_BELOW_BASE_FEE -> Reason.FEE_CAP_BELOW_BASE_FEE;
            case INTRINSIC_GAS_TOO_LOW -> Reason.INTRINSIC_GAS_TOO_LOW;
            case INSUFFICIENT_BALANCE -> Reason.INSUFFICIENT_FUNDS;
            case BLOCK_GAS_EXCEEDED, GAS_LIMIT_TOO_HIGH -> Reason.BLOCK_GAS_EXCEEDED;
            case INITCODE_TOO_LARGE -> Reason.INITCODE_TOO_LARGE;
            case TYPE_NOT_SUPPORTED, WRONG_CHAIN_ID, INVALID_SIGNATURE, SENDER_NOT_EOA,
                    TIP_ABOVE_FEE_CAP, BLOB_FEE_CAP_TOO_LOW, INVALID_BLOBS, CREATION_NOT_ALLOWED,
                    EMPTY_AUTHORIZATION_LIST -> Reason.INVALID_CALL;
            case SENDER_NOT_PERMITTED, DEPLOYMENT_NOT_PERMITTED, CALL_NOT_PERMITTED,
                    ACCOUNT_SUSPENDED -> Reason.NOT_PERMITTED;
        };
    }
}
