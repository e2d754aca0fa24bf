package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Withdrawal;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import io.quorate.state.StateView;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a block does to a state, without a chain around it: whoever makes test data says what the block's
 * header will say, and gets what goes into it. Transactions that cannot start are left out.
 */
public final class BlockTransition {
    private static final UInt256 GWEI = UInt256.of(1_000_000_000L);

    /** {@code distance} is how many blocks lie between the ommer and the block, at least 1. */
    public record Ommer(Address beneficiary, long distance) {}

    /**
     * What is known of the block.
     *
     * @param reward in wei; a reward of nothing still touches the beneficiary, an absent one does not
     * @param depositContract where EIP-6110's logs come from
     */
    public record Setting(BlockContext context, Hash parentHash, Hash parentBeaconBlockRoot,
            List<Withdrawal> withdrawals, Optional<UInt256> reward, List<Ommer> ommers,
            Address depositContract) {
        public Setting {
            withdrawals = List.copyOf(withdrawals);
            ommers = List.copyOf(ommers);
        }
    }

    /** A transaction that is not in the block; {@code index} is its place among those handed in. */
    public record Rejection(int index, String message) {}

    /**
     * What became of it.
     *
     * @param transactions those in the block, as the receipts and outcomes
     * @param requests typed (EIP-7685), without empty ones
     * @param systemFailures what makes Ethereum refuse the block
     */
    public record Result(StateChanges changes, List<RecoveredTransaction> transactions,
            List<Receipt> receipts, List<TransactionOutcome.Executed> outcomes,
            List<Rejection> rejections, List<Bytes> requests, long gasUsed, long blobGasUsed,
            List<String> systemFailures) {}

    private final Setting setting;
    private final Fork fork;
    private final BatchRun run;
    private final List<Rejection> rejections = new ArrayList<>();

    /** Good for one {@link #run}. */
    public BlockTransition(TransactionExecutor executor, Setting setting, StateView before) {
        this.setting = setting;
        fork = executor.rules().fork();
        run = new BatchRun(executor, setting.context, before, setting.context.gasLimit(),
                Long.MAX_VALUE);
    }

    /** {@code rootAfter} is asked for the root after each transaction, before Byzantium. */
    public Result run(List<RecoveredTransaction> transactions, IntFunction<Tracer> tracers,
            Function<StateChanges, Hash> rootAfter) {
        run.begin(setting.parentHash, setting.parentBeaconBlockRoot);
        for (int i = 0; i < transactions.size(); i++) {
            int included = run.transactions().size();
            run.add(transactions.get(i), tracers.apply(i));
            if (run.transactions().size() == included) {
                rejections.add(new Rejection(i, lastRefusal(transactions.get(i))));
            } else if (!fork.isAtLeast(Fork.BYZANTIUM)) {
                run.setLastPostState(rootAfter.apply(run.total()));
            }
        }
        List<Bytes> requests = run.finish(this::payOut, setting.depositContract).stream()
                .filter(request -> request.size() > 1).toList();
        return new Result(run.total(), run.transactions(), run.receipts(), run.outcomes(),
                List.copyOf(rejections), requests, run.gasUsed(), run.blobGasUsed(),
                fork.isAtLeast(Fork.PRAGUE) ? run.systemFailures() : List.of());
    }

    private String lastRefusal(RecoveredTransaction transaction) {
        return !run.skipped().isEmpty()
                && run.skipped().getLast().transaction().equals(transaction)
                        ? run.skipped().getLast().message()
                        : "the transaction does not fit what is left of the block";
    }

    private void payOut(JournaledState journal) {
        journal.beginTransaction();
        setting.withdrawals.forEach(w -> journal.addBalance(w.address(),
                UInt256.of(w.amountGwei()).times(GWEI)));
        setting.reward.ifPresent(reward -> payRewards(reward, journal));
        journal.endTransaction(fork);
    }

    /** Yellow Paper §11.3. */
    private void payRewards(UInt256 reward, JournaledState journal) {
        UInt256 miner = reward;
        for (Ommer ommer : setting.ommers) {
            UInt256 share = UInt256.of(reward.toBigInteger()
                    .multiply(BigInteger.valueOf(8 - ommer.distance))
                    .shiftRight(3));
            journal.addBalance(ommer.beneficiary, share);
            miner = miner.plus(UInt256.of(reward.toBigInteger().shiftRight(5)));
        }
        journal.addBalance(setting.context.beneficiary(), miner);
    }
}
