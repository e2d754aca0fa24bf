package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.trace.Tracer;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.Accesses;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import io.quorate.state.StateOverlay;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/** One block in the making: its transactions so far and what they did. Mutable, used once by one thread, with helpers maybe. */
final class BatchRun implements AutoCloseable {
    /** EIP-7934: 10 MiB less the 2 MiB that a beacon block may add. */
    static final long BLOCK_BYTES_MAX = (10L << 20) - (2L << 20);
    /** Header, list headers and an empty body: some 700 bytes, rounded up. */
    private static final long FIXED_BYTES_MAX = 1024;
    /** An RLP header a transaction. */
    private static final long HEADER_BYTES_MAX = 5;

    private final TransactionExecutor executor;
    private final BlockContext context;
    private final StateView parentState;
    private final StateOverlay state;
    private final long gasLimit;
    private final long bytesMax;
    private final SystemCalls systemCalls;

    private final List<StateChanges> steps = new ArrayList<>();
    private final List<Accesses> accesses = new ArrayList<>();
    private final List<RecoveredTransaction> transactions = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<TransactionOutcome.Executed> outcomes = new ArrayList<>();
    private final List<ExecutedBatch.Skipped> skipped = new ArrayList<>();
    private final List<RecoveredTransaction> returned = new ArrayList<>();
    private final List<String> systemFailures = new ArrayList<>();
    private final Set<Address> returnedSenders = new HashSet<>();
    private Optional<AheadRun> ahead = Optional.empty();
    private Optional<EpochCalls> epochs = Optional.empty();
    private long gasUsed;
    private long blobGasUsed;
    private long sizeBytes = FIXED_BYTES_MAX;

    /** {@code bytesMax} bounds what is put into a block; one that exists already is judged as a whole. */
    BatchRun(TransactionExecutor executor, BlockContext context, StateView parentState,
            long gasLimit, long bytesMax) {
        this.executor = executor;
        this.context = context;
        this.parentState = parentState;
        this.state = new StateOverlay(parentState);
        this.gasLimit = gasLimit;
        this.bytesMax = bytesMax;
        this.systemCalls = new SystemCalls(executor, context, state);
    }

    /** Of a block that validators ordered, before it is begun. */
    void at(EpochCalls.Place place) {
        epochs = Optional.of(new EpochCalls(place, executor, context, state));
    }

    /** Begins a block before all system calls with what a fork does to the state by itself. */
    void begin(Consumer<JournaledState> change) {
        JournaledState journal = new JournaledState(state);
        change.accept(journal);
        addStep(journal);
    }

    void begin(Hash parentHash, Hash parentBeaconBlockRoot) {
        JournaledState journal = systemCalls.before(parentHash, parentBeaconBlockRoot);
        epochs.ifPresent(calls -> calls.before(journal));
        addStep(journal);
    }

    /** As the other, with the prelude of {@code setting} in the same step. */
    void begin(Hash parentHash, Hash parentBeaconBlockRoot, BlockSetting setting) {
        JournaledState journal = systemCalls.before(parentHash, parentBeaconBlockRoot);
        epochs.ifPresent(calls -> calls.before(journal));
        if (setting.hasPrelude()) {
            journal.beginTransaction();
            setting.prelude().accept(journal);
            journal.endTransaction(executor.rules().fork());
        }
        addStep(journal);
    }

    /** Announces what will be added, untraced and in this order, so that it may be executed ahead. */
    void expect(List<RecoveredTransaction> expected, ParallelHistory history) {
        expect(before -> history.start(executor, context, gasLimit, before, expected));
    }

    /** Gives {@code start} the state that the first transaction finds. */
    void expect(Function<StateView, Optional<AheadRun>> start) {
        StateOverlay before = new StateOverlay(parentState);
        before.add(state.total());
        ahead = start.apply(before);
    }

    /** Executes {@code transaction}, or files it as skipped or returned. */
    void add(RecoveredTransaction transaction) {
        add(transaction, Tracer.NONE);
    }

    void add(RecoveredTransaction transaction, Tracer tracer) {
        long bytes = transaction.encoded().size() + HEADER_BYTES_MAX;
        long blobGas = transaction.transaction().blobVersionedHashes().size()
                * BlockFees.GAS_PER_BLOB;
        if (FIXED_BYTES_MAX + bytes > bytesMax) {
            ahead.ifPresent(AheadRun::drop);
            skip(transaction, TransactionRejection.BLOCK_GAS_EXCEEDED, "a transaction of " + bytes
                    + " bytes does not fit a block of " + bytesMax);
            return;
        }
        if (sizeBytes + bytes > bytesMax || !blobsFit(blobGas)) {
            ahead.ifPresent(AheadRun::drop);
            giveBack(transaction);
            return;
        }
        Execution execution = execute(transaction, tracer);
        switch (execution.outcome()) {
            case TransactionOutcome.Executed executed -> {
                sizeBytes += bytes;
                include(transaction, executed, execution);
            }
            case TransactionOutcome.Rejected rejected -> reject(transaction, rejected);
        }
    }

    /** What the transaction does here and now, whoever finds it out. */
    private Execution execute(RecoveredTransaction transaction, Tracer tracer) {
        long gasLeft = gasLimit - gasUsed;
        Supplier<Execution> now = () -> {
            JournaledState journal = new JournaledState(state);
            return Execution.of(executor.execute(transaction, context, journal, gasLeft, tracer),
                    journal);
        };
        return ahead.map(run -> run.next(transaction, state, gasLeft, now)).orElseGet(now);
    }

    private boolean blobsFit(long blobGas) {
        long max = executor.rules().blobSchedule()
                .map(schedule -> schedule.maxBlobs() * BlockFees.GAS_PER_BLOB)
                .orElse(Long.MAX_VALUE);
        return blobGas > max || blobGasUsed + blobGas <= max;
    }

    private void include(RecoveredTransaction transaction, TransactionOutcome.Executed executed,
            Execution execution) {
        gasUsed += executed.gasUsed();
        blobGasUsed += executed.blobGasUsed();
        addStep(execution.changes(), execution.accesses());
        transactions.add(transaction);
        outcomes.add(executed);
        receipts.add(new Receipt(transaction.transaction().type(), executed.succeeded(),
                Optional.empty(), gasUsed, execution.bloom(), executed.logs()));
    }

    private void reject(RecoveredTransaction transaction, TransactionOutcome.Rejected rejected) {
        boolean fitsLater = rejected.reason() == TransactionRejection.BLOCK_GAS_EXCEEDED
                && Long.compareUnsigned(transaction.transaction().gasLimit(), gasLimit) <= 0;
        // Behind a returned transaction of the same sender the nonce is only too high for now.
        boolean waitsForReturned = rejected.reason() == TransactionRejection.NONCE_TOO_HIGH
                && returnedSenders.contains(transaction.sender());
        if (fitsLater || waitsForReturned) {
            giveBack(transaction);
        } else {
            skip(transaction, rejected.reason(), rejected.message());
        }
    }

    private void giveBack(RecoveredTransaction transaction) {
        returned.add(transaction);
        returnedSenders.add(transaction.sender());
    }

    private void skip(RecoveredTransaction transaction, TransactionRejection reason,
            String message) {
        skipped.add(new ExecutedBatch.Skipped(transaction, reason, message));
    }

    /** Makes the calls at the block's end and gives the requests they yielded. */
    List<Bytes> finish() {
        List<Bytes> requests = new ArrayList<>();
        JournaledState journal = new JournaledState(state);
        systemCalls.after(journal, requests);
        epochs.ifPresent(calls -> calls.after(journal));
        addStep(journal);
        return requests;
    }

    /** What was fixed of epochs, and what of it failed. */
    EpochOutcome epochOutcome() {
        return epochs.map(calls -> new EpochOutcome(calls.fixed(), calls.failures()))
                .orElse(EpochOutcome.NONE);
    }

    /** As {@link #finish()} for an imported block, which pays out before and may have deposits. */
    List<Bytes> finish(Consumer<JournaledState> payOut, Address depositContract) {
        JournaledState journal = new JournaledState(state);
        payOut.accept(journal);
        List<Bytes> requests = new ArrayList<>();
        DepositRequests.of(depositContract, receipts).ifPresentOrElse(requests::add,
                () -> systemFailures.add("a deposit event has another layout"));
        systemCalls.after(journal, requests);
        addStep(journal);
        systemFailures.addAll(systemCalls.failures());
        return requests;
    }

    /** What Ethereum refuses a block for; a block of ours, which is decided already, goes on without. */
    List<String> systemFailures() {
        return systemFailures;
    }

    /** Before Byzantium a receipt has the state root after its transaction instead of a status. */
    void setLastPostState(Hash root) {
        Receipt last = receipts.removeLast();
        receipts.add(new Receipt(last.transactionType(), last.succeeded(), Optional.of(root),
                last.cumulativeGasUsed(), last.logsBloom(), last.logs()));
    }

    private void addStep(JournaledState journal) {
        addStep(journal.changes(), journal.accesses());
    }

    private void addStep(StateChanges changes, Accesses accessed) {
        steps.add(changes);
        accesses.add(accessed);
        state.add(changes);
    }

    /** Nobody executes ahead any more when this returns. */
    @Override
    public void close() {
        ahead.ifPresent(AheadRun::close);
    }

    /** The state that the block leaves; nothing may be added to the block any more. */
    StateView left() {
        return state;
    }

    /** Whether the block has changed anything of the account so far. */
    boolean isChanged(Address address) {
        return state.isChanged(address);
    }

    /** All changes so far as one. */
    StateChanges total() {
        return state.total();
    }

    boolean isEmpty() {
        return transactions.isEmpty();
    }

    /** What each index did: 0 before the transactions, 1 to n for them, n + 1 after (EIP-7928). */
    List<StateChanges> steps() {
        return steps;
    }

    BlockAccessList accessList() {
        return BlockAccessList.of(parentState, steps, accesses);
    }

    List<RecoveredTransaction> transactions() {
        return transactions;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    List<TransactionOutcome.Executed> outcomes() {
        return outcomes;
    }

    List<ExecutedBatch.Skipped> skipped() {
        return skipped;
    }

    List<RecoveredTransaction> returned() {
        return returned;
    }

    long gasUsed() {
        return gasUsed;
    }

    long blobGasUsed() {
        return blobGasUsed;
    }
}
