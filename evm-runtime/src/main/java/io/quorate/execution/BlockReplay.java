package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.trace.Tracer;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.JournaledState;
import io.quorate.state.StateOverlay;
import io.quorate.state.StateView;
import java.util.function.IntFunction;

/** Runs a stored block again for whoever wants to watch; nothing is changed. Safe for any thread. */
public final class BlockReplay {
    private final ChainRules rules;
    private final CodeCache codes;
    private final Epochs epochs;

    /** {@code epochs} must answer as it did when the blocks were made. */
    public BlockReplay(ChainRules rules, CodeCache codes, Epochs epochs) {
        this.epochs = epochs;
        this.rules = rules;
        this.codes = codes;
    }

    /**
     * Runs the transactions before index {@code end}, each with its own tracer.
     *
     * @param parentState the state after the parent
     */
    public void run(Block block, StateView parentState, BlockHashLookup ancestors, int end,
            IntFunction<Tracer> tracers) {
        BlockHeader header = block.header();
        ExecutionRules blockRules = rules.at(header.number(), header.timestamp());
        BlockContext context = BlockContext.of(header, blockRules, ancestors);
        TransactionExecutor executor = new TransactionExecutor(blockRules, codes,
                Permissions.at(parentState));
        StateOverlay state = new StateOverlay(parentState);
        JournaledState begun = new SystemCalls(executor, context, state).before(
                header.parentHash(), header.parentBeaconBlockRoot().orElse(Hash.ZERO));
        ExtraData.decode(header.extraData()).ifPresent(at -> new EpochCalls(
                new EpochCalls.Place(at.epoch(), at.seqNum(), epochs), executor, context,
                state).before(begun));
        state.add(begun.changes());
        long gasUsed = 0;
        for (int i = 0; i < end; i++) {
            RecoveredTransaction transaction = block.transactions().get(i);
            JournaledState journal = new JournaledState(state);
            TransactionOutcome outcome = executor.execute(transaction, context, journal,
                    header.gasLimit() - gasUsed, tracers.apply(i));
            gasUsed += switch (outcome) {
                case TransactionOutcome.Executed executed -> executed.gasUsed();
                case TransactionOutcome.Rejected rejected -> throw new IllegalStateException(
                        "transaction " + transaction.hash() + " of block " + block.number()
                                + " cannot be run again: " + rejected.message());
            };
            state.add(journal.changes());
        }
    }
}
