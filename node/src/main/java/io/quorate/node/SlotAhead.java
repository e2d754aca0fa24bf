package io.quorate.node;

import io.quorate.bft.Decided;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.DecidedBatch;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Gets the slot ready that comes after the one being executed: its transactions are decoded and announced to execution, which
 * begins with them while the slot before is committed. Holds one slot's transactions. Safe for any thread.
 */
final class SlotAhead {
    /** The rest is gone through without: execution is far behind then, and the slots are held by its queue anyway. */
    private static final int WAITING_MAX = 64;

    private record Ready(long seq, Hash digest, List<RecoveredTransaction> transactions) {}

    private final Executor background;
    private final Function<Decided, List<RecoveredTransaction>> decoder;
    private final BlockExecutor executor;
    private final TreeMap<Long, Decided> waiting = new TreeMap<>();
    private long executing;
    private Optional<Ready> ready = Optional.empty();

    /** @param decoder of a slot's transactions, for any thread */
    SlotAhead(Executor background, Function<Decided, List<RecoveredTransaction>> decoder,
            BlockExecutor executor) {
        this.background = background;
        this.decoder = decoder;
        this.executor = executor;
    }

    synchronized void queued(Decided decided) {
        if (!executor.looksAhead() || decided.seq() <= executing
                || waiting.size() >= WAITING_MAX)
            return;
        waiting.put(decided.seq(), decided);
        if (decided.seq() == executing + 1) prepare(decided);
    }

    /** {@code decided} is executed from now on; its transactions, where they are ready. */
    synchronized Optional<List<RecoveredTransaction>> begin(Decided decided) {
        executing = decided.seq();
        waiting.headMap(executing, true).clear();
        Optional<List<RecoveredTransaction>> transactions = ready
                .filter(slot -> slot.seq == executing
                        && slot.digest.equals(digestOf(decided)))
                .map(Ready::transactions);
        ready = Optional.empty();
        Optional.ofNullable(waiting.get(executing + 1)).ifPresent(this::prepare);
        return transactions;
    }

    private void prepare(Decided decided) {
        try {
            background.execute(() -> decode(decided));
        } catch (RejectedExecutionException _) { // the node closes down
            return;
        }
    }

    private synchronized boolean isNext(Decided decided) {
        return decided.seq() == executing + 1;
    }

    private void decode(Decided decided) {
        if (!isNext(decided)) return; // it came too late
        List<RecoveredTransaction> transactions = decoder.apply(decided);
        synchronized (this) {
            if (!isNext(decided)) return;
            ready = Optional.of(new Ready(decided.seq(), digestOf(decided), transactions));
        }
        executor.announce(OrderedLedger.batch(decided, transactions,
                DecidedBatch.EmptyBlock.OMITTED));
    }

    private static Hash digestOf(Decided decided) {
        return Hash.of(decided.digest().toArray());
    }
}
