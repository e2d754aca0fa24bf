package io.quorate.node;

import io.quorate.ledger.Ledger;
import io.quorate.ledger.Pruner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps the last blocks of the ledger and removes what is before, on a thread of its own, a little at a time. Some more
 * than asked are kept, an eighth, so that the whole history is not looked through for every block; and never
 * less than what a snapshot on offer is read from.
 */
final class Pruning implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;
    /** Between steps of some milliseconds, so that commits and reads have the disk for most of the time. */
    private static final long PAUSE_MILLIS = 10;

    private final Ledger ledger;
    private final Pruner pruner;
    private final LongSupplier offered;
    private final long blocksKept;
    private final OperatorLog log;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;

    /**
     * @param offered the first block that a snapshot on offer may need
     * @param onFailure called once where the store fails
     */
    Pruning(Ledger ledger, long blocksKept, LongSupplier offered, OperatorLog log,
            Consumer<Throwable> onFailure) {
        this.ledger = ledger;
        this.pruner = ledger.pruner();
        this.blocksKept = blocksKept;
        this.offered = offered;
        this.log = log;
        this.onFailure = onFailure;
        this.thread = Thread.ofPlatform().name("pruning").daemon().unstarted(this::run);
    }

    Pruning start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (true) {
                giveUp();
                removeAll();
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException _) { // the replica is closing: the next start goes on
        } catch (RuntimeException e) { // the outermost frame: a thread that ended would let the disk fill up
            onFailure.accept(e);
        }
    }

    /** What lies before the blocks to keep, once it is enough to be worth the work. */
    void giveUp() {
        long oldest = Math.min(ledger.head().number() - blocksKept + 1, offered.getAsLong());
        if (oldest - ledger.oldestKept() > blocksKept / 8) {
            ledger.forget(oldest);
            log.pruningBegins(oldest);
        }
    }

    private void removeAll() throws InterruptedException {
        while (pruner.step()) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
