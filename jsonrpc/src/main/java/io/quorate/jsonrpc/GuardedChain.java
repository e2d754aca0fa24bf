package io.quorate.jsonrpc;

import io.quorate.evm.CallRules;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.ReadPermissions;
import io.quorate.execution.ReaderIdentity;
import io.quorate.execution.SimulationOutcome;
import io.quorate.execution.SimulationRequest;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.Log;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.state.Account;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import io.quorate.state.StateView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/**
 * A chain as the caller at hand may read it, by the rules of readers that the chain itself holds (docs/spec/members.md). All
 * methods read through here, so that none gets round the rules; who has no caller, as what feeds subscriptions, reads
 * everything and has to ask {@link #readableEvents}. What nobody but an auditor can be shown in part is refused to others.
 */
public final class GuardedChain implements ChainQueries {
    private static final ScopedValue<Optional<ReaderIdentity>> CALLER = ScopedValue.newInstance();
    /** Their answers are no good with parts left out. */
    private static final Set<String> OF_AUDITORS = Set.of("debug_getRawReceipts",
            "bft_getReceiptProof", "audit_getProof");

    private final ChainQueries chain;
    private volatile Optional<Known> known = Optional.empty();

    private record Known(long number, ReadPermissions rules) {}

    public GuardedChain(ChainQueries chain) {
        this.chain = chain;
    }

    /** Does {@code work}, from its first question to the last byte of its answer, for somebody of that identity. */
    public static <T> T readingAs(Optional<ReaderIdentity> identity, Supplier<T> work) {
        return ScopedValue.where(CALLER, identity).call(work::get);
    }

    /** Fails where the caller at hand may not use {@code method} whatever it asks. */
    public void requireMethod(String method) {
        if (OF_AUDITORS.contains(method)) {
            requireAll(method);
        }
    }

    /** Which events the caller at hand may read, whenever that is asked: by the rules at that time. */
    public Predicate<Log> readableEvents() {
        Optional<ReaderIdentity> identity = CALLER.isBound() ? CALLER.get() : Optional.empty();
        return log -> mayRead(rules().readerOf(identity), log);
    }

    /** Empty where all may be read. */
    private Optional<ReadPermissions.Reader> reader() {
        return CALLER.isBound() ? Optional.of(rules().readerOf(CALLER.get()))
                .filter(reader -> !reader.readsAll()) : Optional.empty();
    }

    private ReadPermissions rules() {
        long latest = chain.latestNumber();
        Optional<Known> last = known.filter(k -> k.number == latest);
        if (last.isPresent()) {
            return last.get().rules;
        }
        StateView state = chain.stateAt(latest)
                .or(() -> chain.stateAt(chain.latestNumber())) // a snapshot came in between
                .orElseThrow(() -> new JsonRpcException(RejectionCode.UNAVAILABLE,
                        "the state that says who may read is not here"));
        ReadPermissions rules = ReadPermissions.at(state);
        known = Optional.of(new Known(latest, rules));
        return rules;
    }

    private static boolean mayRead(ReadPermissions.Reader reader, Log log) {
        return reader.mayRead(log.address(), log.topics().stream().findFirst());
    }

    private static JsonRpcException refused(String what) {
        return new JsonRpcException(RejectionCode.NOT_PERMITTED, "reading not permitted: " + what);
    }

    private static JsonRpcException restricted(Address contract) {
        return refused("contract " + contract + " is open to certain readers alone, by its rules");
    }

    private void requireAll(String what) {
        if (reader().isPresent()) {
            throw refused(what + " is for auditors while readers are restricted");
        }
    }

    @Override
    public Optional<StateView> stateAt(long number) {
        Optional<StateView> state = chain.stateAt(number);
        return reader().map(reader -> state.<StateView>map(all -> new GuardedState(all, reader)))
                .orElse(state);
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        Optional<List<Receipt>> receipts = chain.receipts(number);
        return reader().map(reader -> receipts.map(all -> all.stream()
                .map(receipt -> readable(receipt, reader)).toList())).orElse(receipts);
    }

    /** An event that may not be read keeps its place, so that the others keep their numbers. */
    private static Receipt readable(Receipt receipt, ReadPermissions.Reader reader) {
        if (receipt.logs().stream().allMatch(log -> mayRead(reader, log))) {
            return receipt;
        }
        List<Log> logs = receipt.logs().stream().map(log -> mayRead(reader, log) ? log
                : new Log(log.address(), List.of(), Bytes.EMPTY)).toList();
        return new Receipt(receipt.transactionType(), receipt.succeeded(), receipt.postState(),
                receipt.cumulativeGasUsed(), LogsBloom.of(logs), logs);
    }

    @Override
    public LogSearch logs(LogQuery query) {
        LogSearch found = chain.logs(query);
        return reader().map(reader -> found instanceof LogSearch.Found(var entries)
                ? new LogSearch.Found(entries.stream()
                        .filter(entry -> mayRead(reader, entry.log())).toList())
                : found).orElse(found);
    }

    @Override
    public CallResult simulate(CallRequest request, long number, Overrides overrides, long gasCap) {
        return simulate(request, number, overrides, gasCap, CallRules.NONE);
    }

    @Override
    public CallResult simulate(CallRequest request, long number, Overrides overrides, long gasCap,
            CallRules guard) {
        Optional<ReadPermissions.Reader> reader = reader();
        if (reader.isEmpty()) {
            return chain.simulate(request, number, overrides, gasCap, guard);
        }
        request.to().filter(to -> !reader.get().mayAsk(to, request.data())).ifPresent(to -> {
            throw restricted(to);
        });
        // Other code at its address would tell all of its storage.
        overrides.accounts().keySet().stream()
                .filter(address -> !reader.get().mayRead(address, Optional.empty())).findFirst()
                .ifPresent(address -> {
                    throw restricted(address);
                });
        return chain.simulate(request, number, overrides, gasCap,
                CallRules.both(guard, reader.get().guard()));
    }

    @Override
    public Optional<AccountProof> proof(Address address, List<UInt256> keys, long number) {
        reader().filter(
                reader -> !keys.isEmpty() && !reader.mayRead(address, Optional.empty()))
                .ifPresent(_ -> {
                    throw restricted(address);
                });
        return chain.proof(address, keys, number);
    }

    @Override
    public Optional<AccessListResult> traceAccessList(CallRequest request, long number,
            Overrides overrides, long gasCap) {
        requireAll("an access list");
        return chain.traceAccessList(request, number, overrides, gasCap);
    }

    @Override
    public Optional<CallResult> traceCall(CallRequest request, long number, Overrides overrides,
            long gasCap, Tracer tracer) {
        requireAll("a trace");
        return chain.traceCall(request, number, overrides, gasCap, tracer);
    }

    @Override
    public Optional<List<CallResult>> traceCalls(List<CallRequest> requests, long number,
            long gasCap, List<Tracer> tracers) {
        requireAll("a trace");
        return chain.traceCalls(requests, number, gasCap, tracers);
    }

    /** It tells every slot that the block changed. */
    @Override
    public Optional<BlockAccessList> accessList(long number) {
        requireAll("a block's access list");
        return chain.accessList(number);
    }

    @Override
    public boolean replay(long number, int last, IntFunction<Tracer> tracers) {
        requireAll("a trace");
        return chain.replay(number, last, tracers);
    }

    @Override
    public Optional<SimulationOutcome> simulateBlocks(SimulationRequest request, long number) {
        requireAll("the simulation of blocks");
        return chain.simulateBlocks(request, number);
    }

    @Override
    public Optional<EntryHistory.Page> changes(StateEntry entry, EntryHistory.Position from,
            long toBlock, int max) {
        requireAll("the history of an entry");
        return chain.changes(entry, from, toBlock, max);
    }

    @Override
    public Optional<Map<UInt256, UInt256>> slots(Address address, EntryHistory.Position after) {
        requireAll("a list of slots");
        return chain.slots(address, after);
    }

    @Override
    public boolean isUndone(long number) {
        return chain.isUndone(number);
    }

    @Override
    public OptionalLong nextTimestamp() {
        return chain.nextTimestamp();
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        return chain.header(number);
    }

    @Override
    public Optional<Block> block(long number) {
        return chain.block(number);
    }

    @Override
    public Optional<Long> blockNumber(Hash blockHash) {
        return chain.blockNumber(blockHash);
    }

    @Override
    public Optional<TransactionLocation> locate(Hash transactionHash) {
        return chain.locate(transactionHash);
    }

    @Override
    public String clientVersion() {
        return chain.clientVersion();
    }

    @Override
    public long chainId() {
        return chain.chainId();
    }

    @Override
    public FeeMode feeMode() {
        return chain.feeMode();
    }

    @Override
    public long latestNumber() {
        return chain.latestNumber();
    }

    @Override
    public long finalizedNumber() {
        return chain.finalizedNumber();
    }

    @Override
    public long earliestBlockNumber() {
        return chain.earliestBlockNumber();
    }

    @Override
    public long earliestProvableBlock() {
        return chain.earliestProvableBlock();
    }

    @Override
    public BlockCertificate.Answer certificate(long number) {
        return chain.certificate(number);
    }

    @Override
    public Fees feesAfter(long number) {
        return chain.feesAfter(number);
    }

    @Override
    public UInt256 blobBaseFee(BlockHeader header) {
        return chain.blobBaseFee(header);
    }

    @Override
    public long blobGasMax(BlockHeader header) {
        return chain.blobGasMax(header);
    }

    @Override
    public Optional<ForkSetup> forkSetup() {
        return chain.forkSetup();
    }

    @Override
    public Optional<SyncProgress> syncing() {
        return chain.syncing();
    }

    @Override
    public int peerCount() {
        return chain.peerCount();
    }

    @Override
    public Registration onBlock(Consumer<CommittedBlock> listener) {
        return chain.onBlock(listener);
    }

    /** Storage of contracts that the reader may not read is refused, not empty. */
    private record GuardedState(StateView state, ReadPermissions.Reader reader)
            implements
                StateView {
        @Override
        public Optional<Account> account(Address address) {
            return state.account(address);
        }

        @Override
        public UInt256 storage(Address address, UInt256 key) {
            if (!reader.mayRead(address, Optional.empty())) {
                throw restricted(address);
            }
            return state.storage(address, key);
        }

        @Override
        public boolean hasStorage(Address address) {
            return state.hasStorage(address);
        }

        @Override
        public Bytes code(Hash codeHash) {
            return state.code(codeHash);
        }
    }
}
