package io.quorate.node.chaos;

import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients saw. All written values differ and every write returns the value before it, so that the writes
 * tell their order themselves, and a check of linearizability is a walk along it. The walk goes on with each write
 * that is added: kept are a {@link WriteLog}, writes whose predecessor is not acknowledged yet, and a minute of reads.
 */
final class History {
    private final WriteLog writes = new WriteLog();
    private final Faults faults = new Faults();
    private final ReadCheck readCheck = new ReadCheck(writes, faults);
    private final Latencies latencies = new Latencies();
    private final List<Span> recent = new ArrayList<>();
    /** Acknowledged writes without a place, by the value that they replaced. */
    private final Map<Long, Swap> waiting = new HashMap<>();
    private long lastValue = WriteLog.FIRST_VALUE;
    private int placed;
    private Optional<Long> latestInvokedNanos = Optional.empty();
    private int reads;
    private boolean isClosed;

    /** A read of the register at one replica's last durable block. */
    record Read(int replica, UInt256 value, long invokedNanos, long completedNanos) {}

    private record Span(long invokedNanos, long completedNanos) {}

    synchronized void add(Swap swap) {
        if (isClosed) return;
        if (!writes.add(swap.after(), swap.replica(), swap.invokedNanos(), swap.digest())) {
            faults.add(WriteLog.describe(swap.after()) + " is acknowledged out of turn");
            return;
        }
        latencies.add(swap.completedNanos() - swap.invokedNanos());
        recent.add(new Span(swap.invokedNanos(), swap.completedNanos()));
        boolean isTaken = swap.before() != lastValue
                && writes.position(swap.before()) != WriteLog.UNPLACED;
        if (isTaken || waiting.putIfAbsent(swap.before(), swap) != null) {
            faults.add("two writes took the place of " + WriteLog.describe(swap.before())
                    + ", one of them " + WriteLog.describe(swap.after()));
        }
        walk();
        readCheck.acknowledged(swap.replica(), swap.after(), swap.completedNanos());
        notifyAll();
    }

    private void walk() {
        for (Swap next = waiting.remove(lastValue); next != null; next = waiting
                .remove(lastValue)) {
            lastValue = next.after();
            writes.place(lastValue, ++placed);
            if (latestInvokedNanos.isPresent()
                    && next.completedNanos() - latestInvokedNanos.get() < 0) {
                faults.add(WriteLog.describe(lastValue) + " was acknowledged before another was"
                        + " sent, and stands behind it");
            }
            latestInvokedNanos = Optional.of(Math.max(next.invokedNanos(),
                    latestInvokedNanos.orElse(next.invokedNanos())));
        }
    }

    synchronized void add(Read read) {
        if (isClosed) return;
        reads++;
        readCheck.read(read);
    }

    synchronized long swapCount() {
        return writes.count();
    }

    synchronized int readCount() {
        return reads;
    }

    /** From sending a write to its receipt, at a share of all writes between 0 and 1; 0 without any. */
    synchronized long writeMillis(double share) {
        return latencies.nanos(share) / 1_000_000;
    }

    /** Forgets when writes were sent and acknowledged before: what follows asks for later ones only. */
    synchronized void forgetTimes() {
        recent.clear();
    }

    /** When a write that was sent after {@code sinceNanos} was first acknowledged; empty if none was by the deadline. */
    synchronized Optional<Long> awaitSwapAfter(long sinceNanos, long deadlineNanos)
            throws InterruptedException {
        int next = 0;
        while (true) {
            for (; next < recent.size(); next++) {
                Span span = recent.get(next);
                if (span.invokedNanos >= sinceNanos) return Optional.of(span.completedNanos);
            }
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) return Optional.empty();
            wait(leftMillis);
        }
    }

    /** When any write was first acknowledged after {@code sinceNanos}, also one that was sent before. */
    synchronized Optional<Long> awaitAnySwapAfter(long sinceNanos, long deadlineNanos)
            throws InterruptedException {
        while (recent.isEmpty() || recent.getLast().completedNanos < sinceNanos) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) return Optional.empty();
            wait(leftMillis);
        }
        return recent.stream().map(Span::completedNanos).filter(at -> at >= sinceNanos)
                .min(Long::compare);
    }

    /** The longest time in between without any acknowledged write, both ends included. */
    synchronized long longestPauseNanos(long fromNanos, long untilNanos) {
        long[] times = recent.stream().mapToLong(Span::completedNanos)
                .filter(at -> at - fromNanos > 0 && at - untilNanos < 0).sorted().toArray();
        long longest = 0;
        long last = fromNanos;
        for (long at : times) {
            longest = Math.max(longest, at - last);
            last = at;
        }
        return Math.max(longest, untilNanos - last);
    }

    /** What is wrong with it; empty if nothing is. To be asked once, at the end: what is added later does not count. */
    synchronized List<String> faults() {
        isClosed = true;
        if (placed != writes.count()) {
            faults.add((writes.count() - placed) + " of " + writes.count()
                    + " acknowledged writes are not in the order");
        } else {
            readCheck.finish();
        }
        return faults.list();
    }

    /** What was acknowledged, once nothing is added any more. */
    synchronized WriteLog writes() {
        if (!isClosed) throw new IllegalStateException("clients may still write");
        return writes;
    }

    /** The most events of reads and acknowledgements that ever waited to be looked at. */
    synchronized int eventsMost() {
        return readCheck.eventsMost();
    }
}
