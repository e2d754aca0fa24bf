package io.quorate.node.chaos;

import io.quorate.evm.primitives.UInt256;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A replica may lag behind others, but never behind itself, over restarts too: a read sees at least what this
 * replica acknowledged or showed before the read began, and nothing that was written after it ended.
 *
 * <p>Events are looked at in the order of their times, a minute after the fact, when no older one can be reported any
 * more: an answer takes seconds at most. So a minute of them is kept, or more while a write is not acknowledged that
 * stands before others. Mutable, one thread.
 */
final class ReadCheck {
    private static final long DELAY_NANOS = 60_000_000_000L;

    private final WriteLog writes;
    private final Faults faults;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::nanos).thenComparing(event -> !event.isStart));
    private final Map<Integer, Integer> shown = new HashMap<>();
    private long newestNanos = Long.MIN_VALUE;
    private int eventsMost;

    /** @param read empty for an acknowledgement */
    private record Event(long nanos, boolean isStart, int replica, long value, Probe read) {}

    /** One read under way; mutable. */
    private static final class Probe {
        int floor;
    }

    ReadCheck(WriteLog writes, Faults faults) {
        this.writes = writes;
        this.faults = faults;
    }

    void acknowledged(int replica, long value, long completedNanos) {
        add(new Event(completedNanos, false, replica, value, null));
        settle(newestNanos - DELAY_NANOS);
    }

    void read(History.Read read) {
        UInt256 value = read.value();
        if (!value.fitsLong() || !writes.isPlausible(value.toLongExact())) {
            faults.add("replica " + read.replica() + " showed " + value
                    + ", which no acknowledged write wrote");
            return;
        }
        Probe probe = new Probe();
        add(new Event(read.invokedNanos(), true, read.replica(), value.toLongExact(), probe));
        add(new Event(read.completedNanos(), false, read.replica(), value.toLongExact(), probe));
        settle(newestNanos - DELAY_NANOS);
    }

    private void add(Event event) {
        events.add(event);
        newestNanos = Math.max(newestNanos, event.nanos);
        eventsMost = Math.max(eventsMost, events.size());
    }

    /** The most events that ever waited. */
    int eventsMost() {
        return eventsMost;
    }

    private void settle(long untilNanos) {
        while (!events.isEmpty() && events.peek().nanos <= untilNanos) {
            Event event = events.peek();
            if (!event.isStart && writes.position(event.value) == WriteLog.UNPLACED) return;
            settle(events.remove());
        }
    }

    /** Nothing is added any more, and all acknowledged writes have their place. */
    void finish() {
        while (!events.isEmpty()) {
            Event event = events.remove();
            if (event.isStart || writes.position(event.value) != WriteLog.UNPLACED) {
                settle(event);
            } else {
                faults.add("replica " + event.replica + " showed "
                        + WriteLog.describe(event.value) + ", which no acknowledged write wrote");
            }
        }
    }

    private void settle(Event event) {
        int seen = shown.getOrDefault(event.replica, 0);
        if (event.isStart) {
            event.read.floor = seen;
            return;
        }
        int position = writes.position(event.value);
        shown.put(event.replica, Math.max(seen, position));
        if (event.read == null) return;
        if (position < event.read.floor) {
            faults.add("replica " + event.replica + " went back: it showed write " + position
                    + " after write " + event.read.floor);
        }
        if (event.value != WriteLog.FIRST_VALUE
                && event.nanos - writes.invokedNanos(event.value) < 0) {
            faults.add("replica " + event.replica + " showed " + WriteLog.describe(event.value)
                    + " before it was written");
        }
    }
}
