package io.quorate.bft.sim;

import java.util.Arrays;

/**
 * Virtual time: events at one microsecond happen in the order they were planned. A heap with four children to a node, in
 * arrays of its own: a comparison touches no object, and nothing is allocated for an event. Mutable, one thread.
 */
final class EventQueue {
    private static final int CHILDREN = 4;

    private long[] atMicros = new long[1_024];
    private long[] numbers = new long[1_024];
    private Runnable[] actions = new Runnable[1_024];
    private int size;
    private long nowMicros;
    private long planned;

    long nowMicros() {
        return nowMicros;
    }

    long nowMillis() {
        return nowMicros / 1_000;
    }

    void at(long micros, Runnable action) {
        if (size == actions.length) {
            atMicros = Arrays.copyOf(atMicros, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        long at = Math.max(micros, nowMicros);
        int hole = size++; // its number is the highest: it stays below all events of its time
        while (hole > 0) {
            int parent = (hole - 1) / CHILDREN;
            if (atMicros[parent] <= at) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, at, planned++, action);
    }

    void after(long delayMicros, Runnable action) {
        at(nowMicros + delayMicros, action);
    }

    /** Runs the next event unless it lies after {@code untilMicros}; false if it does. */
    boolean runNext(long untilMicros) {
        if (size == 0 || atMicros[0] > untilMicros) {
            nowMicros = Math.max(nowMicros, untilMicros);
            return false;
        }
        nowMicros = atMicros[0];
        Runnable action = actions[0];
        removeFirst();
        action.run();
        return true;
    }

    private void removeFirst() {
        int last = --size;
        long at = atMicros[last];
        long number = numbers[last];
        Runnable action = actions[last];
        actions[last] = null;
        if (last == 0) {
            return;
        }
        int hole = 0;
        for (int child = least(hole); child > 0
                && isBefore(child, at, number); child = least(hole)) {
            move(child, hole);
            hole = child;
        }
        put(hole, at, number, action);
    }

    /** The first of its children to happen; 0 if it has none. */
    private int least(int parent) {
        int first = CHILDREN * parent + 1;
        if (first >= size) {
            return 0;
        }
        int least = first;
        int end = Math.min(first + CHILDREN, size);
        for (int child = first + 1; child < end; child++) {
            least = isBefore(child, atMicros[least], numbers[least]) ? child : least;
        }
        return least;
    }

    private boolean isBefore(int index, long at, long number) {
        return atMicros[index] < at || atMicros[index] == at && numbers[index] < number;
    }

    private void move(int from, int to) {
        put(to, atMicros[from], numbers[from], actions[from]);
    }

    private void put(int index, long at, long number, Runnable action) {
        atMicros[index] = at;
        numbers[index] = number;
        actions[index] = action;
    }
}
