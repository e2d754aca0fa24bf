package io.quorate.node;

import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.OrderingState;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.Vitals;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;

/**
 * Looks at the replica a few times a second: asks for an empty block where the chain was idle for its
 * interval, and tells the operator of leaders, peers, progress and stalls.
 */
final class Heartbeat {
    private static final long PERIOD_MILLIS = 100;
    private static final long REPORT_MILLIS = 60_000;
    private static final long STALL_MILLIS = 10_000;
    /** Fewer slots than that are under way in the normal course of things. */
    private static final long SYNC_GAP_MIN = 64;

    private final ScheduledExecutorService clock;
    private final OperatorLog log;
    private final Supplier<Optional<OrderingStatus>> status;
    private final WaitingWork pool;
    private final Runnable emptyBlockDue;
    private final Runnable refreshWork;
    private final long emptyBlockIntervalMillis;
    private final LongToIntFunction membersOf;

    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private volatile long lastBlockNanos = System.nanoTime();
    private volatile long lastBlockNumber;
    private volatile long waitingSinceNanos = System.nanoTime();
    private final Pace pace = new Pace();
    // The rest belongs to the clock's thread.
    private long lastAskNanos = System.nanoTime();
    private long lastReportNanos = System.nanoTime();
    private long lastStallNanos = System.nanoTime();
    private long lastView;
    private int lastPeers = -1;
    private Optional<Standing> lastStanding = Optional.empty();
    private long lastReported;
    private long lastReportedTransactions;

    /** {@code membersOf} an epoch this replica may have links to: all, or all but itself. */
    Heartbeat(ScheduledExecutorService clock, OperatorLog log,
            Supplier<Optional<OrderingStatus>> status, WaitingWork pool,
            Runnable emptyBlockDue, Runnable refreshWork, LongToIntFunction membersOf,
            long emptyBlockIntervalMillis) {
        this.clock = clock;
        this.log = log;
        this.status = status;
        this.pool = pool;
        this.emptyBlockDue = emptyBlockDue;
        this.refreshWork = refreshWork;
        this.emptyBlockIntervalMillis = emptyBlockIntervalMillis;
        this.membersOf = membersOf;
    }

    /** The beat goes on until the result is closed. */
    AutoCloseable start() {
        long period = emptyBlockIntervalMillis == 0 ? PERIOD_MILLIS
                : Math.clamp(emptyBlockIntervalMillis / 4, 5, PERIOD_MILLIS);
        ScheduledFuture<?> beat = clock.scheduleWithFixedDelay(this::beat, period, period,
                TimeUnit.MILLISECONDS);
        return () -> beat.cancel(false);
    }

    /** On the executing thread. */
    void onBlock(CommittedBlock block) {
        lastBlockNanos = System.nanoTime();
        lastBlockNumber = block.block().number();
        blocks.incrementAndGet();
        transactions.addAndGet(block.receipts().size());
    }

    long blockCount() {
        return blocks.get();
    }

    long transactionCount() {
        return transactions.get();
    }

    private void beat() {
        try {
            look();
        } catch (RuntimeException e) { // outermost: the clock would fall silent
            log.heartbeatFailed(e);
        }
    }

    private void look() {
        long now = System.nanoTime();
        pace.note(now, transactions.get());
        askForEmptyBlock(now);
        refreshWork.run();
        reportOrdering();
        reportProgress(now);
        reportStall(now);
    }

    private void askForEmptyBlock(long now) {
        if (emptyBlockIntervalMillis == 0) return;
        long since = Math.max(lastBlockNanos, lastAskNanos);
        if (now - since < emptyBlockIntervalMillis * 1_000_000) return;
        lastAskNanos = now;
        emptyBlockDue.run();
    }

    private void reportOrdering() {
        Optional<OrderingStatus> current = status.get();
        if (current.isEmpty()) return;
        reportEpoch(current.get());
        if (current.get().view() != lastView && current.get().active()) {
            lastView = current.get().view();
            log.viewChanged(lastView, current.get().leader(), current.get().decided());
        }
        int peers = current.get().connectedPeers().size();
        if (peers != lastPeers) {
            lastPeers = peers;
            log.peersChanged(peers, membersOf.applyAsInt(current.get().epoch()));
        }
    }

    /** Whether, and why not, it votes. */
    private record Standing(long epoch, Optional<String> learner) {}

    private void reportEpoch(OrderingStatus current) {
        Standing standing = new Standing(current.epoch(), current.learner());
        if (lastStanding.filter(standing::equals).isPresent()) return;
        if (lastStanding.isPresent() || standing.learner().isPresent()) {
            standing.learner().ifPresentOrElse(
                    reason -> log.epochFollowed(current.epoch(), reason),
                    () -> log.epochEntered(current.epoch()));
        }
        lastStanding = Optional.of(standing);
    }

    private void reportProgress(long now) {
        if (now - lastReportNanos < REPORT_MILLIS * 1_000_000) return;
        lastReportNanos = now;
        long made = blocks.get();
        if (made == lastReported) return;
        log.progress(made - lastReported, transactions.get() - lastReportedTransactions,
                lastBlockNumber, pool.size());
        lastReported = made;
        lastReportedTransactions = transactions.get();
    }

    private void reportStall(long now) {
        if (pool.hasNoRunnable()) {
            waitingSinceNanos = now;
            return;
        }
        long stalledSince = Math.max(waitingSinceNanos, Math.max(lastBlockNanos, lastStallNanos));
        if (now - stalledSince < STALL_MILLIS * 1_000_000) return;
        lastStallNanos = now;
        log.stalled((now - Math.max(waitingSinceNanos, lastBlockNanos)) / 1_000_000_000,
                pool.size());
    }

    /** What waits for a block, and how long. */
    OrderingState.Work work() {
        long now = System.nanoTime();
        boolean runnable = !pool.hasNoRunnable();
        long waiting = runnable ? now - Math.max(waitingSinceNanos, lastBlockNanos) : 0;
        return new OrderingState.Work(runnable, pool.size(), Math.max(0, waiting / 1_000_000),
                (now - lastBlockNanos) / 1_000_000);
    }

    /** How fast what waits is carried out; at most {@code transactionsMax} may wait. */
    Vitals.Pool poolPace(int transactionsMax) {
        long busy = pool.hasNoRunnable() ? 0 : System.nanoTime() - waitingSinceNanos;
        return new Vitals.Pool(transactionsMax, pace.perSecond(), Math.max(0, busy / 1_000_000));
    }

    /** Empty while this replica follows: nothing is decided that it has not executed for long. */
    Optional<SyncProgress> syncing(long headNumber) {
        return status.get().filter(s -> s.decided() - s.executed() > SYNC_GAP_MIN)
                .map(s -> new SyncProgress(headNumber, headNumber,
                        headNumber + s.decided() - s.executed()));
    }
}
