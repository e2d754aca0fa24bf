package io.quorate.execution;

import io.quorate.evm.CodeCache;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockCommit;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.state.JournaledState;
import io.quorate.state.StateStore;
import io.quorate.state.StateUpdate;
import io.quorate.state.StateView;
import io.quorate.state.trie.TaskRunner;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Executes blocks of an existing Ethereum chain and checks that they are what they say, from Frontier to Osaka:
 * with difficulty, rewards, ommers, withdrawals and requests. Proofs of work are taken on trust. For the thread
 * that commits to the ledger.
 */
public final class BlockImporter {
    private static final UInt256 GWEI = UInt256.of(1_000_000_000L);
    private static final long CODE_CACHE_BYTES = 16L << 20;

    private final ChainRules rules;
    /** Empty for a chain that validators ordered. */
    private final Optional<Address> depositContract;
    private final Ledger ledger;
    private final StateStore state;
    private final CodeCache codes;
    private final ParallelHistory history;
    private final TaskRunner tasks;
    private final Epochs epochs;

    /** {@code depositContract} is where EIP-6110's logs come from; blob transactions must be enabled. */
    public BlockImporter(ChainRules rules, Address depositContract, Ledger ledger) {
        this(rules, depositContract, ledger, new CodeCache(CODE_CACHE_BYTES));
    }

    /** Shares {@code codes}, for those who import many chains. */
    public BlockImporter(ChainRules rules, Address depositContract, Ledger ledger,
            CodeCache codes) {
        this(rules, depositContract, ledger, codes, Parallelism.NONE);
    }

    /** Executes with {@code parallelism}. */
    public BlockImporter(ChainRules rules, Address depositContract, Ledger ledger,
            CodeCache codes, Parallelism parallelism) {
        this(rules, Optional.of(depositContract), ledger, codes, parallelism, Epochs.NONE);
    }

    private BlockImporter(ChainRules rules, Optional<Address> depositContract, Ledger ledger,
            CodeCache codes, Parallelism parallelism, Epochs epochs) {
        this.epochs = epochs;
        history = new ParallelHistory(parallelism);
        tasks = parallelism.tasks();
        this.rules = rules;
        this.depositContract = depositContract;
        this.ledger = ledger;
        this.state = ledger.state();
        this.codes = codes;
    }

    /** For blocks that {@link BlockExecutor} made, on another ledger. */
    public static BlockImporter ofOrderedChain(ChainRules rules, Ledger ledger) {
        return ofOrderedChain(rules, ledger, Parallelism.NONE, Epochs.NONE);
    }

    /** Executes with {@code parallelism}; {@code epochs} must answer as it did when the blocks were made. */
    public static BlockImporter ofOrderedChain(ChainRules rules, Ledger ledger,
            Parallelism parallelism, Epochs epochs) {
        return new BlockImporter(rules, Optional.empty(), ledger,
                new CodeCache(CODE_CACHE_BYTES), parallelism, epochs);
    }

    /** Checks {@code block} on top of the ledger's head; nothing is stored. */
    public ImportOutcome execute(Block block) {
        ChainHead parent = ledger.head();
        BlockHeader header = block.header();
        ExecutionRules blockRules = rules.at(header.number(), header.timestamp());
        Optional<String> broken = headerViolation(parent, header)
                .or(() -> bodyViolation(block, blockRules.fork()))
                .or(() -> OmmerRules.violation(rules, ledger, block));
        if (broken.isPresent()) {
            return invalid(block, broken.get());
        }
        StateView parentState = state.at(parent.number());
        BatchRun run = new BatchRun(
                new TransactionExecutor(blockRules, codes, Permissions.at(parentState)),
                BlockContext.of(header, blockRules, ledger::blockHash), parentState,
                header.gasLimit(),
                Long.MAX_VALUE);
        place(header).ifPresent(run::at);
        if (DaoFork.isAt(rules.forks(), header.number())) {
            run.begin(DaoFork::apply);
        } else {
            run.begin(parent.hash(), header.parentBeaconBlockRoot().orElse(Hash.ZERO));
        }
        Optional<String> refused = addTransactions(block, blockRules.fork(), run);
        if (refused.isPresent()) {
            return invalid(block, refused.get());
        }
        List<Bytes> requests = depositContract.map(contract -> run
                .finish(journal -> payOut(block, blockRules.fork(), journal), contract))
                .orElseGet(run::finish);
        if (blockRules.fork().isAtLeast(Fork.PRAGUE) && !run.systemFailures().isEmpty()) {
            return invalid(block, run.systemFailures().getFirst());
        }
        StateUpdate update = state.prepare(header.number(), run.steps(), tasks);
        Optional<String> wrong = resultViolation(header, run, update, requests);
        if (wrong.isPresent()) {
            return invalid(block, wrong.get());
        }
        return new ImportOutcome.Valid(new BlockCommit(block, run.receipts(), update,
                run.accessList().encode(), run.epochOutcome().fixed()));
    }

    /** Where an ordered chain's block stands; what another one's header has there means something else. */
    private Optional<EpochCalls.Place> place(BlockHeader header) {
        return depositContract.isPresent() ? Optional.empty()
                : ExtraData.decode(header.extraData()).map(
                        at -> new EpochCalls.Place(at.epoch(), at.seqNum(), epochs));
    }

    private Optional<String> headerViolation(ChainHead parent, BlockHeader header) {
        return depositContract.isPresent() ? new HeaderRules(rules, parent, header).violation()
                : new OrderedHeaderRules(rules, parent, header).violation();
    }

    /** What can be said of the body before it is executed. */
    private static Optional<String> bodyViolation(Block block, Fork fork) {
        BlockHeader header = block.header();
        return HeaderRules.first(
                HeaderRules.check(Roots.transactionsRoot(block.transactions())
                        .equals(header.transactionsRoot()), "transactionsRoot is wrong"),
                HeaderRules.check(Roots.ommersHash(block.ommers()).equals(header.ommersHash()),
                        "ommersHash is wrong"),
                HeaderRules.check(block.withdrawals().map(Roots::withdrawalsRoot)
                        .equals(header.withdrawalsRoot()), "withdrawalsRoot is wrong"),
                HeaderRules.check(!fork.isAtLeast(Fork.OSAKA)
                        || BlockCodec.encode(block).size() <= BatchRun.BLOCK_BYTES_MAX,
                        "it has more than " + BatchRun.BLOCK_BYTES_MAX + " bytes"));
    }

    private Optional<String> addTransactions(Block block, Fork fork, BatchRun run) {
        try (run) {
            run.expect(block.transactions(), history);
            return addAll(block, fork, run);
        }
    }

    private Optional<String> addAll(Block block, Fork fork, BatchRun run) {
        for (RecoveredTransaction transaction : block.transactions()) {
            run.add(transaction);
            if (!run.skipped().isEmpty()) {
                return Optional.of(run.skipped().getFirst().message());
            }
            if (!run.returned().isEmpty()) {
                return Optional.of("its transactions do not fit");
            }
            if (!fork.isAtLeast(Fork.BYZANTIUM)) {
                run.setLastPostState(state.prepare(block.number(), run.steps()).root());
            }
        }
        return Optional.empty();
    }

    private static ImportOutcome invalid(Block block, String reason) {
        return new ImportOutcome.Invalid("block " + block.number() + ": " + reason);
    }

    private static Optional<String> resultViolation(BlockHeader header, BatchRun run,
            StateUpdate update, List<Bytes> requests) {
        return HeaderRules.first(
                HeaderRules.check(header.gasUsed() == run.gasUsed(),
                        "gasUsed is not " + run.gasUsed()),
                HeaderRules.check(
                        header.blobGasUsed().orElse(run.blobGasUsed()) == run.blobGasUsed(),
                        "blobGasUsed is not " + run.blobGasUsed()),
                HeaderRules.check(header.receiptsRoot().equals(Roots.receiptsRoot(run.receipts())),
                        "receiptsRoot is wrong"),
                HeaderRules.check(header.logsBloom().equals(LogsBloom.union(run.receipts())),
                        "logsBloom is wrong"),
                HeaderRules.check(
                        header.requestsHash().orElse(Roots.requestsHash(requests))
                                .equals(Roots.requestsHash(requests)),
                        "requestsHash is not " + Roots.requestsHash(requests)),
                HeaderRules.check(header.stateRoot().equals(update.root()),
                        "stateRoot is not " + update.root()));
    }

    /** Rewards up to London (Yellow Paper §11.3), withdrawals from Shanghai on (EIP-4895). */
    private static void payOut(Block block, Fork fork, JournaledState journal) {
        journal.beginTransaction();
        block.withdrawals().orElse(List.of()).forEach(w -> journal.addBalance(w.address(),
                UInt256.of(w.amountGwei()).times(GWEI)));
        if (!fork.isAtLeast(Fork.PARIS)) {
            payRewards(block, rewardGwei(fork), journal);
        }
        journal.endTransaction(fork);
    }

    private static void payRewards(Block block, long rewardGwei, JournaledState journal) {
        long miner = rewardGwei;
        for (BlockHeader ommer : block.ommers()) {
            long distance = block.number() - ommer.number();
            journal.addBalance(ommer.beneficiary(),
                    UInt256.of(rewardGwei * (8 - distance) / 8).times(GWEI));
            miner += rewardGwei / 32;
        }
        journal.addBalance(block.header().beneficiary(), UInt256.of(miner).times(GWEI));
    }

    static long rewardGwei(Fork fork) {
        long ether = fork.isAtLeast(Fork.CONSTANTINOPLE) ? 2 // EIP-1234
                : fork.isAtLeast(Fork.BYZANTIUM) ? 3 : 5; // EIP-649
        return ether * 1_000_000_000L;
    }
}
