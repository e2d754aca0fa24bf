package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.StateChanges;
import io.quorate.state.StateOverlay;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One block's transactions being executed ahead, seen by the thread that makes the block: takes each in order if it is
 * right, else has it executed anew. Mutable, for one thread.
 */
final class AheadRun implements AutoCloseable {
    private static final StateChanges NO_CHANGES = new StateChanges(new TreeMap<>(),
            new TreeMap<>());
    /** How many have to be checked before anything is concluded. */
    static final int CHECKED_MIN = 16;

    /** Is told how many were {@code right}, and how many had to be executed again. */
    @FunctionalInterface
    interface Listener {
        void ended(int right, int wrong);
    }

    private final Speculation speculation;
    private final Address beneficiary;
    private final Fork fork;
    private final Parallelism.Eagerness eagerness;
    private final Listener listener;
    private int next;
    private int right;
    private int wrong;
    private boolean isStopped;

    AheadRun(Speculation speculation, Address beneficiary, Fork fork,
            Parallelism.Eagerness eagerness, Listener listener) {
        this.speculation = speculation;
        this.beneficiary = beneficiary;
        this.fork = fork;
        this.eagerness = eagerness;
        this.listener = listener;
    }

    /**
     * What the next transaction does.
     *
     * <p>Executed ahead it was allowed the whole block's gas. That makes no difference to one whose limit is within
     * what is left: the limit is all that this is compared with.
     *
     * @param state what the ones before really left
     * @param now executes it on {@code state}
     */
    Execution next(RecoveredTransaction transaction, StateOverlay state, long gasLeft,
            Supplier<Execution> now) {
        int index = next;
        next++;
        if (isStopped) {
            return now.get();
        }
        while (eagerness == Parallelism.Eagerness.ALWAYS && speculation.helpOnce()) {
            continue; // so that nothing is left to be executed when its turn has come
        }
        Optional<Speculation.Ahead> ahead = speculation.take(index);
        boolean fits = Long.compareUnsigned(transaction.transaction().gasLimit(), gasLeft) <= 0;
        if (ahead.isPresent() && fits && ahead.get().log().holdsOn(state)) {
            right++;
            speculation.commit(index);
            return ahead.get().execution().settled(beneficiary, state, fork);
        }
        if (ahead.isPresent() && fits) {
            wrong++;
            stopIfVain();
        }
        Execution execution = now.get();
        speculation.commit(index, execution.changes());
        return execution;
    }

    /** The next transaction is not executed at all. */
    void drop() {
        int index = next;
        next++;
        if (!isStopped) {
            speculation.take(index);
            speculation.commit(index, NO_CHANGES);
        }
    }

    private void stopIfVain() {
        if (eagerness == Parallelism.Eagerness.ADAPTIVE && wrong + right >= CHECKED_MIN
                && wrong > right) {
            isStopped = true;
            speculation.stop();
        }
    }

    @Override
    public void close() {
        speculation.close();
        listener.ended(right, wrong);
    }
}
