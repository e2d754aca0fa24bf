package io.quorate.jsonrpc;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that is begun among short work, and given up where it turns out to be long, to be begun again where it holds up
 * nobody. What may take long asks {@link #check} now and then; outside of such a run that does nothing.
 */
public final class ShortRun {
    private static final ScopedValue<Long> END_NANOS = ScopedValue.newInstance();

    private ShortRun() {}

    /** The work is long. */
    public static final class OverException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverException() {
            super("not short", null, false, false);
        }
    }

    /** Fails with {@link OverException} where {@code work} asks after {@code time}. */
    public static <T> T call(Duration time, Supplier<T> work) {
        return ScopedValue.where(END_NANOS, System.nanoTime() + time.toNanos()).call(work::get);
    }

    public static void check() {
        if (END_NANOS.isBound() && System.nanoTime() - END_NANOS.get() > 0) {
            throw new OverException();
        }
    }
}
