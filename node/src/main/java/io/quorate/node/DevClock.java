package io.quorate.node;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What a development chain needs a clock for: blocks at an interval, and commands that may not have been heard. */
final class DevClock {
    private static final long PERIOD_MILLIS = 20;
    private static final int OFFER_PERIODS = 15;

    private final DevSlots slots;
    private final Runnable available;
    private int beats;

    DevClock(DevSlots slots, Runnable available) {
        this.slots = slots;
        this.available = available;
    }

    /** Goes on until the result is closed. */
    AutoCloseable start(ScheduledExecutorService clock) {
        ScheduledFuture<?> beat = clock.scheduleWithFixedDelay(this::beat, PERIOD_MILLIS,
                PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return () -> beat.cancel(false);
    }

    private void beat() {
        if (slots.isTickDue()) available.run();
        beats = (beats + 1) % OFFER_PERIODS;
        if (beats == 0) slots.offerAgain();
    }
}
