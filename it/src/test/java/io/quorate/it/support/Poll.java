package io.quorate.it.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a limit, instead of sleeping and hoping. */
public final class Poll {
    private Poll() {}

    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(what, limit, condition, () -> "");
    }

    /** {@code detail} is asked only for the failure's message. */
    public static void until(String what, Duration limit, BooleanSupplier condition,
            Supplier<String> detail) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "waited " + limit.toSeconds() + " s for " + what + "\n" + detail.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
