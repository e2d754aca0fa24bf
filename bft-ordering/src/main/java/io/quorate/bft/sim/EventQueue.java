package io.quorate.bft.sim;

import java.util.PriorityQueue;

/** Virtual time: events at one microsecond happen in the order they were planned. Mutable, one thread. */
final class EventQueue {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMicros;
    private long planned;

    private record Event(long atMicros, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int order = Long.compare(atMicros, other.atMicros);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    long nowMicros() {
        return nowMicros;
    }

    long nowMillis() {
        return nowMicros / 1_000;
    }

    void at(long micros, Runnable action) {
        events.add(new Event(Math.max(micros, nowMicros), planned++, action));
    }

    void after(long delayMicros, Runnable action) {
        at(nowMicros + delayMicros, action);
    }

    /** Runs the next event unless it lies after {@code untilMicros}; false if it does. */
    boolean runNext(long untilMicros) {
        Event next = events.peek();
        if (next == null || next.atMicros() > untilMicros) {
            nowMicros = Math.max(nowMicros, untilMicros);
            return false;
        }
        events.remove();
        nowMicros = next.atMicros();
        next.action().run();
        return true;
    }
}
