package io.quorate.node;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells ordering whether anything waits. A replica that thinks so while nothing does would suspect its
 * leader for no reason, so the pool is asked again after every slot and every heartbeat: a transaction that
 * is admitted while its block is being executed leaves no false trace. Safe for any thread.
 */
final class WorkSignal {
    private final WaitingWork waiting;
    private final Supplier<Ordering> ordering;
    private final AtomicBoolean toldOfWork = new AtomicBoolean();

    WorkSignal(WaitingWork waiting, Supplier<Ordering> ordering) {
        this.waiting = waiting;
        this.ordering = ordering;
    }

    /** There is something new to propose, be it an empty block. */
    void available() {
        toldOfWork.set(true);
        ordering.get().workAvailable();
    }

    /** A slot was executed: what did not get into it may be proposed again. */
    void afterSlot() {
        if (waiting.hasProposable()) available();
        else refresh();
    }

    /** Takes back what was said, where nothing waits any more. */
    void refresh() {
        if (!toldOfWork.get() || !waiting.hasNoRunnable()) return;
        toldOfWork.set(false);
        ordering.get().workGone();
        if (!waiting.hasNoRunnable()) available();
    }
}
