package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.Log;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/** A chain in memory whose calls are answered by a function; the state is the same at every block. */
public class MemoryChain implements ChainQueries {
    /** Answers calls. */
    @FunctionalInterface
    public interface Machine {
        CallResult run(CallRequest request, long number, Overrides overrides, long gas);
    }

    public final Map<Address, Account> accounts = new HashMap<>();
    public final Map<Address, Map<UInt256, UInt256>> slots = new HashMap<>();
    public final Map<Hash, Bytes> codes = new HashMap<>();
    public Machine machine = (request, number, overrides, gas) -> new CallResult.Returned(21_000,
            Bytes.EMPTY);
    public FeeMode feeMode = FeeMode.FEE_BLIND;
    public Optional<SyncProgress> syncing = Optional.empty();
    private final long chainId;
    private final List<CommittedBlock> blocks = new ArrayList<>();
    private final Map<Hash, Long> numbers = new HashMap<>();
    private final Map<Hash, TransactionLocation> locations = new HashMap<>();
    private final List<Consumer<CommittedBlock>> listeners = new CopyOnWriteArrayList<>();

    public MemoryChain(long chainId) {
        this.chainId = chainId;
    }

    /** Starts with an empty genesis block. */
    public static MemoryChain withGenesis(long chainId) {
        MemoryChain chain = new MemoryChain(chainId);
        chain.commit(List.of(), List.of());
        return chain;
    }

    /** Makes a block of transactions with one list of logs each, 21,000 gas each. */
    public CommittedBlock commit(List<RecoveredTransaction> transactions, List<List<Log>> logs) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < transactions.size(); i++) {
            receipts.add(new Receipt(transactions.get(i).transaction().type(), true,
                    Optional.empty(), 21_000L * (i + 1), LogsBloom.of(logs.get(i)), logs.get(i)));
        }
        return add(TestBlocks.block(size(), size() == 0 ? Hash.ZERO
                : block(latestNumber()).orElseThrow().hash(), transactions, receipts), receipts);
    }

    public CommittedBlock add(BlockHeader header, List<RecoveredTransaction> transactions,
            List<Receipt> receipts) {
        return add(new Block(BlockHeaderCodec.hash(header), header, transactions, List.of(),
                Optional.empty()), receipts);
    }

    public CommittedBlock add(Block block, List<Receipt> receipts) {
        CommittedBlock committed = new CommittedBlock(block, receipts);
        synchronized (this) {
            numbers.put(block.hash(), block.number());
            for (int i = 0; i < block.transactions().size(); i++) {
                locations.put(block.transactions().get(i).hash(),
                        new TransactionLocation(block.number(), i));
            }
            blocks.add(committed);
        }
        listeners.forEach(listener -> listener.accept(committed));
        return committed;
    }

    private synchronized int size() {
        return blocks.size();
    }

    private synchronized Optional<CommittedBlock> committed(long number) {
        return number >= 0 && number < blocks.size() ? Optional.of(blocks.get((int) number))
                : Optional.empty();
    }

    @Override
    public String clientVersion() {
        return "Quorate/v0/test/java25";
    }

    @Override
    public long chainId() {
        return chainId;
    }

    @Override
    public FeeMode feeMode() {
        return feeMode;
    }

    @Override
    public long latestNumber() {
        return size() - 1L;
    }

    @Override
    public long finalizedNumber() {
        return latestNumber();
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        return block(number).map(Block::header);
    }

    @Override
    public Optional<Block> block(long number) {
        return committed(number).map(CommittedBlock::block);
    }

    @Override
    public synchronized Optional<Long> blockNumber(Hash blockHash) {
        return Optional.ofNullable(numbers.get(blockHash));
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return committed(number).map(CommittedBlock::receipts);
    }

    @Override
    public synchronized Optional<TransactionLocation> locate(Hash transactionHash) {
        return Optional.ofNullable(locations.get(transactionHash));
    }

    @Override
    public Optional<StateView> stateAt(long number) {
        return Optional.of(new StateView() {
            @Override
            public Optional<Account> account(Address address) {
                return Optional.ofNullable(accounts.get(address));
            }

            @Override
            public UInt256 storage(Address address, UInt256 key) {
                return slots.getOrDefault(address, Map.of()).getOrDefault(key, UInt256.ZERO);
            }

            @Override
            public boolean hasStorage(Address address) {
                return slots.containsKey(address);
            }

            @Override
            public Bytes code(Hash codeHash) {
                return codes.get(codeHash);
            }
        });
    }

    @Override
    public CallResult simulate(CallRequest request, long number, Overrides overrides, long gasCap) {
        return machine.run(request, number, overrides,
                Math.min(gasCap, request.gas().orElse(gasCap)));
    }

    @Override
    public Fees feesAfter(long number) {
        return feeMode == FeeMode.FEE_BLIND ? Fees.ZERO : new Fees(UInt256.of(1_000), UInt256.ONE);
    }

    @Override
    public UInt256 blobBaseFee(BlockHeader header) {
        return header.excessBlobGas().isPresent() ? UInt256.ONE : UInt256.ZERO;
    }

    @Override
    public Optional<SyncProgress> syncing() {
        return syncing;
    }

    @Override
    public int peerCount() {
        return 3;
    }

    @Override
    public Registration onBlock(Consumer<CommittedBlock> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
