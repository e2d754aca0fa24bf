package io.quorate.execution;

import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import io.quorate.state.StateView;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * Executes the transactions of a block ahead, on several threads, over what earlier ones are believed to have done.
 * The thread that makes the block takes them in order, and checks each against what the ones before really did
 * ({@link Ahead#log}); so nothing that happens in here can change a result, only what it costs.
 *
 * <p>Nobody waits for a thing that is not being worked on: the first transaction that was not taken yet waits for
 * nothing, and the taker executes it itself unless someone is at it. Every field that changes, but for the versioned
 * state, is guarded by this object's monitor.
 */
final class Speculation implements AutoCloseable {
    /** How far ahead of the taker transactions are executed: what a wrong one can spoil, and what memory holds. */
    private static final int WINDOW = 256;
    private static final int NOTHING = -1;

    private enum Status {
        WAITING,
        READY,
        RUNNING,
        EXECUTED,
        TAKEN
    }

    /** What was executed ahead, and by which answers; right where those still hold. */
    record Ahead(Execution execution, ReadLog log) {}

    private final TransactionExecutor executor;
    private final BlockContext context;
    private final long gasLimit;
    private final List<RecoveredTransaction> transactions;
    private final Dependencies dependencies;
    private final VersionedState versions;
    private final Status[] statuses;
    /** Null where nothing is known: before it was executed, where that failed, and after the commit. */
    private final Ahead[] results;
    /** Those that nobody waits for any more. */
    private final BitSet released = new BitSet();
    private final BitSet ready = new BitSet();
    private int committed;
    private int running;
    private int finished;
    private int idle;
    private boolean isTakerWaiting;
    private boolean isClosed;

    /**
     * @param before is the state that the first transaction finds; it never changes
     * @param gasLimit of the block: it bounds what is executed ahead, whatever that is told
     */
    Speculation(TransactionExecutor executor, BlockContext context, long gasLimit,
            StateView before, List<RecoveredTransaction> transactions,
            Dependencies dependencies) {
        this.executor = executor;
        this.context = context;
        this.gasLimit = gasLimit;
        this.transactions = transactions;
        this.dependencies = dependencies;
        versions = new VersionedState(before);
        statuses = new Status[transactions.size()];
        results = new Ahead[transactions.size()];
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = dependencies.isFree(i) ? Status.READY : Status.WAITING;
            ready.set(i, dependencies.isFree(i));
        }
    }

    /** Asks for helpers; without any the taker does it all. */
    void start(Parallelism parallelism) {
        try {
            for (int i = 1; i < parallelism.threads(); i++) {
                parallelism.helpers().execute(this::help);
            }
        } catch (RejectedExecutionException _) { // the node closes down: the block is finished without
            return;
        }
    }

    private void help() {
        int index = awaitWork();
        while (index != NOTHING) {
            executeAhead(index);
            index = awaitWork();
        }
    }

    /** Executes one transaction ahead on this thread; false where none is ready. */
    boolean helpOnce() {
        int index;
        synchronized (this) {
            index = isClosed ? NOTHING : claim();
        }
        if (index != NOTHING) {
            executeAhead(index);
        }
        return index != NOTHING;
    }

    private synchronized int awaitWork() {
        while (!isClosed && committed < statuses.length) {
            int index = claim();
            if (index != NOTHING) {
                wakeFrom(index + 1);
                return index;
            }
            idle++;
            try {
                wait();
            } catch (InterruptedException _) { // whoever owns the thread wants it back
                Thread.currentThread().interrupt();
                return NOTHING;
            } finally {
                idle--;
            }
        }
        return NOTHING;
    }

    /** The first that is ready, or {@link #NOTHING}; {@link #executeAhead} it then. */
    private int claim() {
        int index = firstReady(committed);
        if (index != NOTHING) {
            ready.clear(index);
            statuses[index] = Status.RUNNING;
            running++;
        }
        return index;
    }

    private int firstReady(int from) {
        int index = ready.nextSetBit(from);
        return index >= 0 && index < committed + WINDOW ? index : NOTHING;
    }

    private void executeAhead(int index) {
        Optional<Ahead> result = Optional.empty();
        try {
            result = tryExecute(index);
        } finally {
            finish(index, result);
        }
    }

    /**
     * What the state told may have been wrong, and then anything can come out, an error as well: none of it counts
     * before the answers are checked, and an error that is real comes again when the taker executes for itself. Gas
     * bounds the time.
     */
    private Optional<Ahead> tryExecute(int index) {
        ReadLog log = new ReadLog();
        try {
            JournaledState journal = JournaledState.creditingLater(versions.before(index, log));
            Execution execution = Execution.of(
                    executor.execute(transactions.get(index), context, journal, gasLimit),
                    journal);
            if (execution.credit().isPresent()) {
                log.forgetAccount(context.beneficiary()); // warmed, and not looked at
            }
            versions.put(index, execution.changes());
            return Optional.of(new Ahead(execution, log));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError _) {
            return Optional.empty();
        }
    }

    private synchronized void finish(int index, Optional<Ahead> result) {
        results[index] = result.orElse(null);
        statuses[index] = Status.EXECUTED;
        running--;
        finished++;
        release(index);
        if (isTakerWaiting || isClosed) {
            notifyAll();
        } else {
            int own = firstReady(committed);
            if (own != NOTHING) {
                wakeFrom(own + 1);
            }
        }
    }

    private void release(int index) {
        released.set(index);
        dependencies.finished(index, freed -> {
            statuses[freed] = Status.READY;
            ready.set(freed);
        });
    }

    /** Wakes one for what is ready from {@code index} on; it wakes the next one. */
    private void wakeFrom(int index) {
        if (idle > 0 && firstReady(index) != NOTHING) {
            notify();
        }
    }

    /**
     * What is known of transaction {@code index}, which follows the one committed last; empty where the caller has to
     * execute it. To be followed by {@link #commit}.
     */
    Optional<Ahead> take(int index) {
        boolean wasInterrupted = false;
        try {
            while (true) {
                int other;
                synchronized (this) {
                    if (statuses[index] != Status.RUNNING) {
                        return taken(index);
                    }
                    other = claim();
                    if (other == NOTHING) {
                        wasInterrupted |= awaitOthers();
                        continue;
                    }
                }
                executeAhead(other);
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Ahead> taken(int index) {
        ready.clear(index);
        statuses[index] = Status.TAKEN;
        return known(index);
    }

    /**
     * Waits until somebody has finished something. Tells whether the thread was interrupted: what others work at
     * ends soon, and the block is wanted all the same.
     */
    private boolean awaitOthers() {
        boolean wasInterrupted = false;
        int before = finished;
        isTakerWaiting = true;
        while (finished == before) {
            try {
                wait();
            } catch (InterruptedException _) {
                wasInterrupted = true;
            }
        }
        isTakerWaiting = false;
        return wasInterrupted;
    }

    /** Transaction {@code index} did what was known of it. */
    void commit(int index) {
        advance(index);
    }

    /** Transaction {@code index}, whatever was known of it, did {@code changes}. */
    void commit(int index, StateChanges changes) {
        known(index).ifPresent(ahead -> versions.remove(index, ahead.execution().changes()));
        versions.put(index, changes);
        advance(index);
    }

    private synchronized Optional<Ahead> known(int index) {
        return Optional.ofNullable(results[index]);
    }

    private synchronized void advance(int index) {
        committed = index + 1;
        if (!released.get(index)) {
            release(index);
        }
        results[index] = null;
        if (committed == statuses.length) {
            notifyAll();
        } else {
            // The taker itself is next at the first one.
            wakeFrom(ready.get(committed) ? committed + 1 : committed);
        }
    }

    /** Nothing more is begun. */
    synchronized void stop() {
        isClosed = true;
        notifyAll();
    }

    /** Nobody is at work any more when this returns. */
    @Override
    public void close() {
        boolean wasInterrupted = false;
        synchronized (this) {
            stop();
            while (running > 0) {
                wasInterrupted |= awaitOthers();
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
