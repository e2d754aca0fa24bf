package io.quorate.node.chaos;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What happens to bytes on their way from one replica to another. */
final class Direction {
    private boolean held;
    private int delayMillis;
    private int jitterMillis;

    synchronized void hold(boolean on) {
        held = on;
        notifyAll();
    }

    synchronized boolean isHeld() {
        return held;
    }

    synchronized void delay(int millis, int jitter) {
        delayMillis = millis;
        jitterMillis = jitter;
    }

    /** When bytes that came now may go on, as {@code System.nanoTime()}. */
    synchronized long dueNanos() {
        long millis = delayMillis
                + (jitterMillis == 0 ? 0 : ThreadLocalRandom.current().nextInt(jitterMillis));
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    synchronized void awaitOpen() throws InterruptedException {
        while (held) {
            wait();
        }
    }
}
