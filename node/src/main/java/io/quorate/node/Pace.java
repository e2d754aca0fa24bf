package io.quorate.node;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows, over the last ten seconds. {@link #note} is for one thread, {@link #perSecond} for any. */
final class Pace {
    private static final long STEP_NANOS = 1_000_000_000L;
    private static final int STEPS = 10;

    private final Deque<Point> points = new ArrayDeque<>();
    private volatile double perSecond;

    private record Point(long nanos, long count) {}

    void note(long nanos, long count) {
        if (!points.isEmpty() && nanos - points.getLast().nanos < STEP_NANOS) return;
        points.addLast(new Point(nanos, count));
        if (points.size() > STEPS + 1) points.removeFirst();
        Point first = points.getFirst();
        perSecond = nanos == first.nanos ? 0
                : (count - first.count) * (double) STEP_NANOS / (nanos - first.nanos);
    }

    double perSecond() {
        return perSecond;
    }
}
