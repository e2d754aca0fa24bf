package io.quorate.node.chaos;

import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients saw. All written values differ and every write returns the value before it, so that the writes
 * tell their order themselves, and a check of linearizability is a walk along it.
 */
final class History {
    private final List<Swap> swaps = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();

    /** A read of the register at one replica's last durable block. */
    record Read(int replica, UInt256 value, long invokedNanos, long completedNanos) {}

    synchronized void add(Swap swap) {
        swaps.add(swap);
        notifyAll();
    }

    synchronized void add(Read read) {
        reads.add(read);
    }

    synchronized int swapCount() {
        return swaps.size();
    }

    synchronized int readCount() {
        return reads.size();
    }

    /** From sending a write to its receipt, at a share of all writes between 0 and 1; 0 without any. */
    synchronized long writeMillis(double share) {
        long[] sorted = swaps.stream()
                .mapToLong(swap -> swap.completedNanos() - swap.invokedNanos()).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1_000_000;
    }

    synchronized List<Swap> swaps() {
        return List.copyOf(swaps);
    }

    /** When a write that was sent after {@code sinceNanos} was first acknowledged; empty if none was by the deadline. */
    synchronized Optional<Long> awaitSwapAfter(long sinceNanos, long deadlineNanos)
            throws InterruptedException {
        int next = 0;
        while (true) {
            for (; next < swaps.size(); next++) {
                Swap swap = swaps.get(next);
                if (swap.invokedNanos() >= sinceNanos) return Optional.of(swap.completedNanos());
            }
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) return Optional.empty();
            wait(leftMillis);
        }
    }

    /** When any write was first acknowledged after {@code sinceNanos}, also one that was sent before. */
    synchronized Optional<Long> awaitAnySwapAfter(long sinceNanos, long deadlineNanos)
            throws InterruptedException {
        while (swaps.isEmpty() || swaps.getLast().completedNanos() < sinceNanos) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) return Optional.empty();
            wait(leftMillis);
        }
        return swaps.stream().map(Swap::completedNanos).filter(at -> at >= sinceNanos)
                .min(Comparator.naturalOrder());
    }

    /** The longest time in between without any acknowledged write, both ends included. */
    synchronized long longestPauseNanos(long fromNanos, long untilNanos) {
        long[] times = swaps.stream().mapToLong(Swap::completedNanos)
                .filter(at -> at - fromNanos > 0 && at - untilNanos < 0).sorted().toArray();
        long longest = 0;
        long last = fromNanos;
        for (long at : times) {
            longest = Math.max(longest, at - last);
            last = at;
        }
        return Math.max(longest, untilNanos - last);
    }

    /** What is wrong with it; empty if nothing is. */
    synchronized List<String> faults() {
        List<String> faults = new ArrayList<>();
        Map<UInt256, Integer> positions = positions(faults);
        if (faults.isEmpty()) checkReads(positions, faults);
        return faults;
    }

    /** The place of each value in the order; 0 is the register's first. */
    private Map<UInt256, Integer> positions(List<String> faults) {
        Map<UInt256, Swap> byBefore = new HashMap<>();
        for (Swap swap : swaps) {
            Swap rival = byBefore.put(swap.before(), swap);
            if (rival != null) {
                faults.add("two writes took the place of " + swap.before() + ": " + swap.hash()
                        + " and " + rival.hash());
            }
        }
        Map<UInt256, Integer> positions = new HashMap<>();
        positions.put(UInt256.ZERO, 0);
        long latestInvoked = Long.MIN_VALUE;
        Swap swap = byBefore.get(UInt256.ZERO);
        while (swap != null && positions.putIfAbsent(swap.after(), positions.size()) == null) {
            if (latestInvoked != Long.MIN_VALUE && swap.completedNanos() - latestInvoked < 0) {
                faults.add("the write " + swap.hash() + " was acknowledged before another was"
                        + " sent, and stands behind it");
            }
            latestInvoked = latestInvoked == Long.MIN_VALUE ? swap.invokedNanos()
                    : Math.max(latestInvoked, swap.invokedNanos());
            swap = byBefore.get(swap.after());
        }
        if (positions.size() != swaps.size() + 1) {
            faults.add((swaps.size() + 1 - positions.size()) + " of " + swaps.size()
                    + " acknowledged writes are not in the order");
        }
        return positions;
    }

    private record Event(long nanos, boolean isStart, int replica, int position, Read read) {}

    /**
     * A replica may lag behind others, but never behind itself, over restarts too: a read sees at least what this
     * replica acknowledged or showed before the read began, and nothing that was written after it ended.
     */
    private void checkReads(Map<UInt256, Integer> positions, List<String> faults) {
        Map<UInt256, Long> invoked = new HashMap<>();
        List<Event> events = new ArrayList<>();
        for (Swap swap : swaps) {
            invoked.put(swap.after(), swap.invokedNanos());
            events.add(new Event(swap.completedNanos(), false, swap.replica(),
                    positions.get(swap.after()), null));
        }
        for (Read read : reads) {
            Integer position = positions.get(read.value());
            if (position == null) {
                faults.add("replica " + read.replica() + " showed " + read.value()
                        + ", which no acknowledged write wrote");
                continue;
            }
            Long written = invoked.get(read.value());
            if (written != null && read.completedNanos() - written < 0) {
                faults.add("replica " + read.replica() + " showed " + read.value()
                        + " before it was written");
            }
            events.add(new Event(read.invokedNanos(), true, read.replica(), position, read));
            events.add(new Event(read.completedNanos(), false, read.replica(), position, read));
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        Map<Integer, Integer> shown = new HashMap<>();
        Map<Read, Integer> floors = new HashMap<>();
        for (Event event : events) {
            int seen = shown.getOrDefault(event.replica, 0);
            if (event.isStart) {
                floors.put(event.read, seen);
            } else {
                shown.put(event.replica, Math.max(seen, event.position));
            }
        }
        floors.forEach((read, floor) -> {
            if (positions.get(read.value()) < floor) {
                faults.add("replica " + read.replica() + " went back: it showed write "
                        + positions.get(read.value()) + " after write " + floor);
            }
        });
    }
}
