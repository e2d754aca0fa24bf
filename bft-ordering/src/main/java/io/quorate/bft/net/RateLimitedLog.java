package io.quorate.bft.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Writes at most one line in ten seconds about one subject, and about eight subjects at most, however often a hostile
 * peer gives cause. Lines about one subject suppress none about another. For all threads.
 */
final class RateLimitedLog {
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final int SUBJECTS_MAX = 8;

    private final Consumer<String> lines;
    private final LongSupplier clockNanos;
    /** When each was last written about, the oldest first. */
    private final Map<String, Long> written = new LinkedHashMap<>();
    private long suppressed;

    RateLimitedLog(Logger log) {
        this(log::warn, System::nanoTime);
    }

    RateLimitedLog(Consumer<String> lines, LongSupplier clockNanos) {
        this.lines = lines;
        this.clockNanos = clockNanos;
    }

    /** {@code text} may hold bytes from outside only if they were made printable. */
    synchronized void warn(String subject, String text) {
        long now = clockNanos.getAsLong();
        written.values().removeIf(at -> now - at >= INTERVAL_NANOS);
        if (written.containsKey(subject) || written.size() >= SUBJECTS_MAX) {
            suppressed++;
            return;
        }
        written.put(subject, now);
        lines.accept(text + " suppressed=" + suppressed);
        suppressed = 0;
    }
}
