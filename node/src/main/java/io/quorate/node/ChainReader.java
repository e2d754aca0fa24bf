package io.quorate.node;

import io.quorate.evm.CallRules;
import io.quorate.evm.CodeCache;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.BlockFees;
import io.quorate.execution.BlockReplay;
import io.quorate.execution.ChainRules;
import io.quorate.execution.Epochs;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.Permissions;
import io.quorate.execution.SimulationOutcome;
import io.quorate.execution.SimulationRequest;
import io.quorate.execution.dev.DevState;
import io.quorate.jsonrpc.AccessListResult;
import io.quorate.jsonrpc.AccountProof;
import io.quorate.jsonrpc.BlockBuilder;
import io.quorate.jsonrpc.BlockCertificate;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.Fees;
import io.quorate.jsonrpc.ForkSetup;
import io.quorate.jsonrpc.LogEntry;
import io.quorate.jsonrpc.LogQuery;
import io.quorate.jsonrpc.LogSearch;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.Registration;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.LogFilter;
import io.quorate.ledger.LogMatches;
import io.quorate.ledger.Receipt;
import io.quorate.state.Account;
import io.quorate.state.EntryHistory;
import io.quorate.state.PrunedStateException;
import io.quorate.state.StateEntry;
import io.quorate.state.StateView;
import io.quorate.state.storage.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What JSON-RPC reads of this replica's chain. Safe for any thread. */
final class ChainReader implements ChainQueries {
    private static final long REPLAY_CODE_CACHE_BYTES = 4 << 20;
    /** Blocks and entries of the log index that one search looks at: some seconds. */
    private static final long SEARCH_WORK_MAX = 2_000_000;
    private static final int SLOT_VERSIONS_MAX = 100_000; // a second of reading or so

    private final ChainRules rules;
    private final Ledger ledger;
    private final BlockFeed feed;
    private final Simulation simulation;
    private final BlockSimulations blockSimulations;
    private final AccessLists accessLists;
    private final BlockReplay replay;
    private final NetworkView network;
    private final LedgerCertificates certificates;
    private final Optional<Address> depositContract;
    private final boolean development;

    /** What the reader asks of ordering. */
    interface NetworkView {
        int peerCount();

        default String clientVersion() {
            return Version.client();
        }

        /** Empty while this replica follows. */
        Optional<SyncProgress> syncing();
    }

    ChainReader(ChainRules rules, Ledger ledger, BlockFeed feed, NetworkView network,
            LedgerCertificates certificates, Epochs epochs) {
        this(rules, ledger, feed, network, certificates, Optional.empty(), epochs, false);
    }

    /**
     * @param depositContract where EIP-6110's logs come from, on a chain that has them
     * @param development whether it is a chain that can have gone back to an old state
     */
    ChainReader(ChainRules rules, Ledger ledger, BlockFeed feed, NetworkView network,
            LedgerCertificates certificates, Optional<Address> depositContract, Epochs epochs,
            boolean development) {
        this.development = development;
        this.certificates = certificates;
        this.rules = rules;
        this.ledger = ledger;
        this.feed = feed;
        this.simulation = new Simulation(rules, ledger);
        this.blockSimulations = new BlockSimulations(rules, ledger, depositContract);
        this.accessLists = new AccessLists(simulation);
        this.replay = new BlockReplay(rules, new CodeCache(REPLAY_CODE_CACHE_BYTES), epochs);
        this.network = network;
        this.depositContract = depositContract;
    }

    @Override
    public String clientVersion() {
        return network.clientVersion();
    }

    @Override
    public long chainId() {
        return rules.chainId().toLongExact();
    }

    @Override
    public FeeMode feeMode() {
        return switch (rules.feeMode()) {
            case FEE_BLIND -> FeeMode.FEE_BLIND;
            case EIP1559 -> FeeMode.EIP_1559;
        };
    }

    @Override
    public long latestNumber() {
        return ledger.head().number();
    }

    @Override
    public long finalizedNumber() {
        return ledger.finalizedNumber();
    }

    @Override
    public long earliestBlockNumber() {
        return ledger.oldestKept();
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        return ledger.header(number);
    }

    @Override
    public Optional<Block> block(long number) {
        return ledger.block(number);
    }

    @Override
    public Optional<Long> blockNumber(Hash blockHash) {
        return ledger.blockNumber(blockHash);
    }

    @Override
    public Optional<BlockAccessList> accessList(long number) {
        return ledger.accessList(number).map(encoded -> {
            try {
                return BlockAccessList.decode(encoded);
            } catch (DecodeException e) {
                throw new StorageException(
                        "the access list of block " + number + " does not decode", e);
            }
        });
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return ledger.receipts(number);
    }

    @Override
    public Optional<TransactionLocation> locate(Hash transactionHash) {
        return ledger.locate(transactionHash).filter(at -> !isUndone(at.blockNumber()))
                .map(at -> new TransactionLocation(at.blockNumber(), at.index()));
    }

    @Override
    public boolean isUndone(long number) {
        return development && new DevState(latestState()).isUndone(number);
    }

    @Override
    public OptionalLong nextTimestamp() {
        if (!development) return OptionalLong.empty();
        DevState told = new DevState(latestState());
        return OptionalLong.of(told.nextTimestamp().orElseGet(() -> Math.max(
                ledger.head().header().timestamp(),
                (System.currentTimeMillis() + told.offsetMillis()) / 1_000)));
    }

    @Override
    public Optional<StateView> stateAt(long number) {
        return ledger.stateAt(number);
    }

    @Override
    public long earliestProvableBlock() {
        return ledger.oldestProvable();
    }

    @Override
    public Optional<AccountProof> proof(Address address, List<UInt256> keys, long number) {
        return ledger.proof(address, keys, number).map(proof -> new AccountProof(
                proof.account().orElse(Account.EMPTY), proof.storageRoot(), proof.nodes(),
                proof.slots().stream().map(slot -> new AccountProof.SlotProof(slot.key(),
                        slot.value(), slot.nodes())).toList()));
    }

    @Override
    public CallResult simulate(CallRequest request, long number, Overrides overrides,
            long gasCap) {
        return simulation.run(request, number, overrides, gasCap, Tracer.NONE);
    }

    @Override
    public CallResult simulate(CallRequest request, long number, Overrides overrides,
            long gasCap, CallRules guard) {
        return simulation.run(request, number, overrides, gasCap, Tracer.NONE, guard);
    }

    @Override
    public Optional<SimulationOutcome> simulateBlocks(SimulationRequest request, long number) {
        return blockSimulations.run(request, number);
    }

    @Override
    public Optional<CallResult> traceCall(CallRequest request, long number, Overrides overrides,
            long gasCap, Tracer tracer) {
        return Optional.of(simulation.run(request, number, overrides, gasCap, tracer));
    }

    @Override
    public Optional<List<CallResult>> traceCalls(List<CallRequest> requests, long number,
            long gasCap, List<Tracer> tracers) {
        return Optional.of(simulation.runAll(requests, number, gasCap, tracers));
    }

    @Override
    public Optional<AccessListResult> traceAccessList(CallRequest request, long number,
            Overrides overrides, long gasCap) {
        return Optional.of(accessLists.find(request, number, overrides, gasCap));
    }

    @Override
    public boolean replay(long number, int last, IntFunction<Tracer> tracers) {
        Optional<StateView> before = ledger.stateAt(number - 1);
        before.ifPresent(state -> replay.run(ledger.block(number).orElseThrow(), state,
                ledger::blockHash, last + 1, tracers));
        return before.isPresent();
    }

    @Override
    public BlockCertificate.Answer certificate(long number) {
        return certificates.of(number);
    }

    @Override
    public Optional<EntryHistory.Page> changes(StateEntry entry, EntryHistory.Position from,
            long toBlock, int max) {
        return ledger.changes(entry, from, toBlock, max);
    }

    @Override
    public Optional<Map<UInt256, UInt256>> slots(Address address, EntryHistory.Position after) {
        // Of the oldest block only the last version of each slot is kept.
        Optional<Map<UInt256, UInt256>> slots = ledger.state().slots(address, after,
                SLOT_VERSIONS_MAX);
        long oldest = ledger.oldestKept();
        if (oldest > 0 && after.block() <= oldest) { // asked after the reads
            throw new PrunedStateException(after.block(), oldest + 1);
        }
        return slots;
    }

    @Override
    public LogSearch logs(LogQuery query) {
        LogMatches matches = ledger.logs(
                new LogFilter(query.filter().addresses(), query.filter().topics()),
                query.fromBlock(), query.toBlock(), query.resultsMax() + 1, SEARCH_WORK_MAX);
        if (matches.matches().size() > query.resultsMax()) {
            long last = matches.matches().getLast().blockNumber();
            return new LogSearch.TooMany(Math.max(query.fromBlock() - 1, last - 1));
        }
        if (matches.nextBlock() <= query.toBlock()) {
            return new LogSearch.TooLong(matches.nextBlock() - 1);
        }
        Map<Long, Block> blocks = new HashMap<>();
        return new LogSearch.Found(matches.matches().stream()
                .filter(match -> isAboutPresent(query, match.blockNumber()))
                .map(match -> entry(match,
                        blocks.computeIfAbsent(match.blockNumber(),
                                number -> ledger.block(number)
                                        .orElseThrow(() -> new PrunedStateException(
                                                number, ledger.oldestKept())))))
                .toList());
    }

    /** Who names one block wants what is in it. */
    private boolean isAboutPresent(LogQuery query, long number) {
        return query.fromBlock() == query.toBlock() || !isUndone(number);
    }

    private static LogEntry entry(LogMatches.Match match, Block block) {
        return new LogEntry(match.log(), block.hash(), block.number(), block.header().timestamp(),
                block.transactions().get(match.transactionIndex()).hash(),
                match.transactionIndex(), match.logIndex());
    }

    @Override
    public Fees feesAfter(long number) {
        BlockHeader parent = ledger.header(number).orElseThrow(
                () -> new IllegalArgumentException("no block " + number));
        ExecutionRules next = rules.at(number + 1, parent.timestamp());
        UInt256 baseFee = next.feeMode() == io.quorate.execution.FeeMode.FEE_BLIND
                ? UInt256.ZERO
                : BlockFees.baseFeeAfter(parent);
        UInt256 blobFee = next.blobSchedule().map(schedule -> BlockFees.blobBaseFee(
                BlockFees.excessBlobGasAfter(parent, next.fork(), schedule), schedule))
                .orElse(UInt256.ZERO);
        return new Fees(baseFee, blobFee);
    }

    @Override
    public UInt256 blobBaseFee(BlockHeader header) {
        return blobBaseFee(rules, header);
    }

    static UInt256 blobBaseFee(ChainRules rules, BlockHeader header) {
        if (!rules.forks().forkAt(header.number(), header.timestamp()).isAtLeast(Fork.CANCUN)) {
            return UInt256.ZERO;
        }
        BlobSchedule schedule = rules.forks().blobsAt(header.number(), header.timestamp())
                .orElse(BlobSchedule.PRAGUE);
        return BlockFees.blobBaseFee(header.excessBlobGas().orElse(0L), schedule);
    }

    /** For those who test clients. */
    BlockBuilder builder() {
        return blockSimulations;
    }

    @Override
    public Optional<ForkSetup> forkSetup() {
        return ledger.header(0).map(genesis -> new ForkSetup(rules.forks(),
                BlockHeaderCodec.hash(genesis), genesis.timestamp(), rules.blobsEnabled(),
                depositContract));
    }

    @Override
    public Optional<SyncProgress> syncing() {
        return network.syncing();
    }

    @Override
    public int peerCount() {
        return network.peerCount();
    }

    @Override
    public Registration onBlock(Consumer<CommittedBlock> listener) {
        return feed.add(listener);
    }

    /** For the pool: the account as the last block left it. */
    Optional<Account> latestAccount(Address address) {
        return latestState().account(address);
    }

    /** Accounts that may send transactions by the rules that the last block left; empty where every account may. */
    Optional<List<Address>> permittedAccounts() {
        return Permissions.sendersAt(latestState());
    }

    StateView latestState() {
        return ledger.stateAt(ledger.head().number())
                .or(() -> ledger.stateAt(ledger.head().number())) // a snapshot came in between
                .orElseThrow();
    }
}
