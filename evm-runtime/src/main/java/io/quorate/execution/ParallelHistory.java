package io.quorate.execution;

import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.StateView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides for each block whether its transactions are executed ahead, by how that went in the blocks before. It has a
 * say in the time that a block takes alone. Safe for any thread.
 */
final class ParallelHistory {
    private static final int TRANSACTIONS_MIN = 8;
    private static final int SITTING_OUT_MAX = 63;

    private final Parallelism parallelism;
    /** How many blocks the next failure costs, less one. */
    private int penalty;
    private int sittingOut;
    private final LongAdder taken = new LongAdder();
    private final LongAdder again = new LongAdder();

    ParallelHistory(Parallelism parallelism) {
        this.parallelism = parallelism;
    }

    /** Begins to execute {@code transactions} ahead where that is likely to pay. */
    Optional<AheadRun> start(TransactionExecutor executor, BlockContext context, long gasLimit,
            StateView before, List<RecoveredTransaction> transactions) {
        return speculation(executor, context, gasLimit, before, transactions).map(speculation -> {
            speculation.start(parallelism);
            return run(speculation, executor, context);
        });
    }

    /** As {@link #start}, but nobody is asked to help yet. */
    synchronized Optional<Speculation> speculation(TransactionExecutor executor,
            BlockContext context, long gasLimit, StateView before,
            List<RecoveredTransaction> transactions) {
        if (parallelism.isNone()) {
            return Optional.empty();
        }
        boolean isAlways = parallelism.eagerness() == Parallelism.Eagerness.ALWAYS;
        if (!isAlways && (transactions.size() < TRANSACTIONS_MIN || sitsOut())) {
            return Optional.empty();
        }
        Dependencies dependencies = Dependencies.of(transactions);
        // Four of five in one chain leave less to gain than it costs.
        if (!isAlways && dependencies.depth() * 5L > transactions.size() * 4L) {
            return Optional.empty();
        }
        return Optional.of(new Speculation(executor, context, gasLimit, before, transactions,
                dependencies));
    }

    /** For the thread that makes the block. */
    AheadRun run(Speculation speculation, TransactionExecutor executor, BlockContext context) {
        return new AheadRun(speculation, context.beneficiary(), executor.rules().fork(),
                parallelism.eagerness(), this::ended);
    }

    private boolean sitsOut() {
        if (sittingOut == 0) {
            return false;
        }
        sittingOut--;
        return true;
    }

    /** Transactions whose result of being executed ahead was right; {@link #again} those whose was not. */
    long taken() {
        return taken.sum();
    }

    long again() {
        return again.sum();
    }

    private synchronized void ended(int right, int wrong) {
        taken.add(right);
        again.add(wrong);
        if (right + wrong < AheadRun.CHECKED_MIN) {
            return;
        }
        if (wrong * 3L > right) {
            penalty = Math.min(SITTING_OUT_MAX, 2 * penalty + 1);
            sittingOut = penalty;
        } else {
            penalty /= 2;
        }
    }
}
