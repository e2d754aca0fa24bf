package io.quorate.jsonrpc;

import io.quorate.evm.CallRules;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.SimulationOutcome;
import io.quorate.execution.SimulationRequest;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import io.quorate.state.StateView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A chain whose newest blocks are answered from memory, since those are what clients poll for: a receipt
 * is there as soon as its block is committed, and no poll decodes a block again.
 */
public final class CachedChain implements ChainQueries, AutoCloseable {
    private static final int BLOCKS_MAX = 128;
    private static final int TRANSACTIONS_MAX = 20_000;

    private final ChainQueries chain;
    private final Map<Long, CommittedBlock> byNumber = new ConcurrentHashMap<>();
    private final Map<Hash, Long> byHash = new ConcurrentHashMap<>();
    private final Map<Hash, TransactionLocation> locations = new ConcurrentHashMap<>();
    /** From the oldest. Touched by the listener's thread alone, as is the count. */
    private final Deque<CommittedBlock> kept = new ArrayDeque<>();
    private int keptTransactions;
    private final Registration registration;

    public CachedChain(ChainQueries chain) {
        this.chain = chain;
        this.registration = chain.onBlock(this::keep);
    }

    private void keep(CommittedBlock committed) {
        Block block = committed.block();
        byNumber.put(block.number(), committed);
        byHash.put(block.hash(), block.number());
        List<RecoveredTransaction> transactions = block.transactions();
        for (int i = 0; i < transactions.size(); i++) {
            locations.put(transactions.get(i).hash(), new TransactionLocation(block.number(), i));
        }
        kept.addLast(committed);
        keptTransactions += transactions.size();
        while (kept.size() > 1
                && (kept.size() > BLOCKS_MAX || keptTransactions > TRANSACTIONS_MAX)) {
            forget(kept.removeFirst().block());
        }
    }

    private void forget(Block block) {
        keptTransactions -= block.transactions().size();
        block.transactions().forEach(transaction -> locations.remove(transaction.hash()));
        byHash.remove(block.hash());
        byNumber.remove(block.number());
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        CommittedBlock committed = byNumber.get(number);
        return committed == null ? chain.header(number) : Optional.of(committed.block().header());
    }

    @Override
    public Optional<Block> block(long number) {
        CommittedBlock committed = byNumber.get(number);
        return committed == null ? chain.block(number) : Optional.of(committed.block());
    }

    @Override
    public Optional<Long> blockNumber(Hash blockHash) {
        Long number = byHash.get(blockHash);
        return number == null ? chain.blockNumber(blockHash) : Optional.of(number);
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        CommittedBlock committed = byNumber.get(number);
        return committed == null ? chain.receipts(number) : Optional.of(committed.receipts());
    }

    @Override
    public Optional<TransactionLocation> locate(Hash transactionHash) {
        TransactionLocation location = locations.get(transactionHash);
        return location == null || chain.isUndone(location.blockNumber())
                ? chain.locate(transactionHash)
                : Optional.of(location);
    }

    @Override
    public Optional<BlockAccessList> accessList(long number) {
        return chain.accessList(number);
    }

    @Override
    public LogSearch logs(LogQuery query) {
        return byNumber.containsKey(query.fromBlock()) ? LogScan.search(this, query)
                : chain.logs(query);
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
    public Optional<StateView> stateAt(long number) {
        return chain.stateAt(number);
    }

    @Override
    public CallResult simulate(CallRequest request, long number, Overrides overrides, long gasCap) {
        return chain.simulate(request, number, overrides, gasCap);
    }

    @Override
    public CallResult simulate(CallRequest request, long number, Overrides overrides, long gasCap,
            CallRules guard) {
        return chain.simulate(request, number, overrides, gasCap, guard);
    }

    @Override
    public Optional<AccessListResult> traceAccessList(CallRequest request, long number,
            Overrides overrides, long gasCap) {
        return chain.traceAccessList(request, number, overrides, gasCap);
    }

    @Override
    public Optional<CallResult> traceCall(CallRequest request, long number, Overrides overrides,
            long gasCap, Tracer tracer) {
        return chain.traceCall(request, number, overrides, gasCap, tracer);
    }

    @Override
    public Optional<List<CallResult>> traceCalls(List<CallRequest> requests, long number,
            long gasCap, List<Tracer> tracers) {
        return chain.traceCalls(requests, number, gasCap, tracers);
    }

    @Override
    public boolean replay(long number, int last, IntFunction<Tracer> tracers) {
        return chain.replay(number, last, tracers);
    }

    @Override
    public Optional<SimulationOutcome> simulateBlocks(SimulationRequest request, long number) {
        return chain.simulateBlocks(request, number);
    }

    @Override
    public Optional<AccountProof> proof(Address address, List<UInt256> keys, long number) {
        return chain.proof(address, keys, number);
    }

    @Override
    public BlockCertificate.Answer certificate(long number) {
        return chain.certificate(number);
    }

    @Override
    public Optional<EntryHistory.Page> changes(StateEntry entry, EntryHistory.Position from,
            long toBlock, int max) {
        return chain.changes(entry, from, toBlock, max);
    }

    @Override
    public Optional<Map<UInt256, UInt256>> slots(Address address, EntryHistory.Position after) {
        return chain.slots(address, after);
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

    @Override
    public void close() {
        registration.close();
    }
}
