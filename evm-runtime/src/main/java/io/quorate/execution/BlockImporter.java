package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCommit;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.state.JournaledState;
import io.quorate.state.StateStore;
import io.quorate.state.StateUpdate;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Executes blocks of an existing Ethereum chain and checks that they are what they say, from Frontier to Osaka:
 * with rewards, ommers, withdrawals and requests. Proofs of work are taken on trust. For the thread that
 * commits to the ledger.
 */
public final class BlockImporter {
    private static final UInt256 GWEI = UInt256.of(1_000_000_000L);

    private final ChainRules rules;
    private final Address depositContract;
    private final StateStore state;

    /** {@code depositContract} is where EIP-6110's logs come from; blob transactions must be enabled. */
    public BlockImporter(ChainRules rules, Address depositContract, StateStore state) {
        this.rules = rules;
        this.depositContract = depositContract;
        this.state = state;
    }

    /** Checks {@code block} on top of {@code parent}, which is the store's head. */
    public ImportOutcome execute(ChainHead parent, Block block, BlockHashLookup ancestors) {
        BlockHeader header = block.header();
        ExecutionRules blockRules = rules.at(header.number(), header.timestamp());
        Optional<String> broken = new HeaderRules(blockRules, parent, block).violation();
        if (broken.isPresent()) {
            return invalid(block, broken.get());
        }
        BatchRun run = new BatchRun(new TransactionExecutor(blockRules),
                BlockContext.of(header, blockRules, ancestors), state.at(parent.number()),
                header.gasLimit());
        run.begin(parent.hash(), header.parentBeaconBlockRoot().orElse(Hash.ZERO));
        for (RecoveredTransaction transaction : block.transactions()) {
            run.add(transaction);
            if (!run.skipped().isEmpty()) {
                return invalid(block, run.skipped().getFirst().message());
            }
            if (!run.returned().isEmpty()) {
                return invalid(block, "its transactions do not fit");
            }
            if (!blockRules.fork().isAtLeast(Fork.BYZANTIUM)) {
                run.setLastPostState(state.prepare(header.number(), run.steps()).root());
            }
        }
        List<Bytes> requests = run.finish(journal -> payOut(block, blockRules.fork(), journal),
                depositContract);
        if (blockRules.fork().isAtLeast(Fork.PRAGUE) && !run.systemFailures().isEmpty()) {
            return invalid(block, run.systemFailures().getFirst());
        }
        StateUpdate update = state.prepare(header.number(), run.steps());
        Optional<String> wrong = resultViolation(header, run, update, requests);
        if (wrong.isPresent()) {
            return invalid(block, wrong.get());
        }
        return new ImportOutcome.Valid(new BlockCommit(block, run.receipts(), update,
                run.accessList().encode()));
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

    private static long rewardGwei(Fork fork) {
        long ether = fork.isAtLeast(Fork.CONSTANTINOPLE) ? 2 // EIP-1234
                : fork.isAtLeast(Fork.BYZANTIUM) ? 3 : 5; // EIP-649
        return ether * 1_000_000_000L;
    }
}
