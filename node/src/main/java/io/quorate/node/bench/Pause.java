package io.quorate.node.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting between two steps of a measurement. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }
}
