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
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import io.quorate.state.StateView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What JSON-RPC reads of a chain. Every method may be called from any thread and may block for a disk
 * read; none blocks for a block to come. A block number above {@link #latestNumber()} has no answer.
 */
public interface ChainQueries {
    /** The answer of {@code web3_clientVersion}, such as {@code Quorate/v0.1.0/linux-x86_64/java25}. */
    String clientVersion();

    /** EIP-155; the network id is the same. */
    long chainId();

    FeeMode feeMode();

    /** The last block that is executed and durable here: {@code latest} and {@code safe}. */
    long latestNumber();

    /** The last block with a certificate: {@code finalized}; never above {@link #latestNumber()}. */
    long finalizedNumber();

    /** The first block whose body and receipts are kept; 0 on an archive. Below it: error 4444. */
    default long earliestBlockNumber() {
        return 0;
    }

    Optional<BlockHeader> header(long number);

    Optional<Block> block(long number);

    Optional<Long> blockNumber(Hash blockHash);

    /** What a block that is kept accessed and changed (EIP-7928); empty where such lists are not kept. */
    default Optional<BlockAccessList> accessList(long number) {
        return Optional.empty();
    }

    /** As many as the block has transactions, in their order. */
    Optional<List<Receipt>> receipts(long number);

    Optional<TransactionLocation> locate(Hash transactionHash);

    /**
     * Whether a development chain went back behind block {@code number}: its transactions are not {@link #locate}d any
     * more, and its events not found among those of other blocks.
     */
    default boolean isUndone(long number) {
        return false;
    }

    /** The time in seconds of the next block, where it is not by the clock that everybody has. */
    default OptionalLong nextTimestamp() {
        return OptionalLong.empty();
    }

    /** The state after block {@code number}; empty where it is not known or no longer kept. */
    Optional<StateView> stateAt(long number);

    /**
     * Runs a message on the state after block {@code number}, in that block's own environment, and
     * forgets what it did. The base fee is checked only where the request names a price, a missing {@code
     * from} is the zero address, the sender may have code, and its nonce is not checked. The gas limit
     * is the request's, or {@code gasCap} if that is absent or less.
     */
    CallResult simulate(CallRequest request, long number, Overrides overrides, long gasCap);

    /** As {@link #simulate}, and {@code guard} has a say in what the message calls. */
    default CallResult simulate(CallRequest request, long number, Overrides overrides, long gasCap,
            CallRules guard) {
        if (guard != CallRules.NONE) {
            throw new UnsupportedOperationException("this chain runs no guarded messages");
        }
        return simulate(request, number, overrides, gasCap);
    }

    /**
     * As {@link #simulate}, and which slots it touched (EIP-2930); the sender, the recipient and the
     * precompiles are left out unless a slot of theirs was touched. Empty where tracing is not supported.
     */
    default Optional<AccessListResult> traceAccessList(CallRequest request, long number,
            Overrides overrides, long gasCap) {
        return Optional.empty();
    }

    /**
     * As {@link #simulate}, watched by {@code tracer}. Empty where tracing is not supported.
     */
    default Optional<CallResult> traceCall(CallRequest request, long number, Overrides overrides,
            long gasCap, Tracer tracer) {
        return Optional.empty();
    }

    /**
     * Runs messages one after another, each on the state that the ones before left, and each watched by the tracer of
     * its place; all together have {@code gasCap}. The last result may be a {@link CallResult.Rejected}, after which
     * nothing runs. Empty where tracing is not supported.
     */
    default Optional<List<CallResult>> traceCalls(List<CallRequest> requests, long number,
            long gasCap, List<Tracer> tracers) {
        return Optional.empty();
    }

    /**
     * Runs the transactions of block {@code number} again on the state before it, up to and with index {@code
     * last}, each watched by the tracer of its index. False where that state is not kept.
     */
    default boolean replay(long number, int last, IntFunction<Tracer> tracers) {
        return false;
    }

    /** The first block whose state can be proven; never below {@link #earliestBlockNumber()}. */
    default long earliestProvableBlock() {
        return earliestBlockNumber();
    }

    /**
     * Runs blocks that nobody ordered on top of block {@code number} and forgets them (execution-apis, eth_simulateV1);
     * gives up after some seconds. Empty where state or tries of that block are not kept.
     */
    default Optional<SimulationOutcome> simulateBlocks(SimulationRequest request, long number) {
        return Optional.empty();
    }

    /** Merkle proofs against the state root of block {@code number}; empty where there are none. */
    default Optional<AccountProof> proof(Address address, List<UInt256> keys, long number) {
        return Optional.empty();
    }

    /** What shows that block {@code number}, which is known, is the chain's; needs no body and no state. */
    default BlockCertificate.Answer certificate(long number) {
        return new BlockCertificate.Answer.Missing("is of a chain that is not ordered here");
    }

    /**
     * Every change of one entry of the state, {@code max} of them at most, from {@code from} to the end of block {@code
     * toBlock}; empty where a block of that range is not kept.
     */
    default Optional<EntryHistory.Page> changes(StateEntry entry, EntryHistory.Position from,
            long toBlock, int max) {
        return Optional.empty();
    }

    /**
     * The slots of an account that are not zero after a step; empty where there are too many to look at, or they cannot
     * be listed. The block is there.
     */
    default Optional<Map<UInt256, UInt256>> slots(Address address, EntryHistory.Position after) {
        return Optional.empty();
    }

    /** Events in block, transaction and log order; a node with an index overrides the scan. */
    default LogSearch logs(LogQuery query) {
        return LogScan.search(this, query);
    }

    /** What the block after block {@code number} asks. */
    Fees feesAfter(long number);

    /** The blob base fee of this very block (EIP-4844); zero before Cancun. */
    UInt256 blobBaseFee(BlockHeader header);

    /** The most blob gas a block with this header's time may use; 0 without blobs. */
    default long blobGasMax(BlockHeader header) {
        return 0;
    }

    /** The chain's forks; empty where they are not known. */
    default Optional<ForkSetup> forkSetup() {
        return Optional.empty();
    }

    /** Empty while the node follows the chain. */
    Optional<SyncProgress> syncing();

    /** Connected replicas, without this one. */
    int peerCount();

    /**
     * Delivers every block after its commit, in order and without gaps from the moment of the call, from
     * memory. The listener must not block and is called by one thread at a time; blocks committed while
     * {@code onBlock} runs may come before it returns.
     */
    Registration onBlock(Consumer<CommittedBlock> listener);
}
