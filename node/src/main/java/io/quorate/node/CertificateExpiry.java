package io.quorate.node;

import io.quorate.node.metrics.Exposition;
import io.quorate.node.metrics.MetricSource;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Warns before certificates end: 60, 30 and 7 days, and then each day, and whenever a replica starts in that time. It stops nothing:
 * replicas pin each other's keys and look at no date. {@link #check} is for one thread.
 */
final class CertificateExpiry implements MetricSource {
    private static final long PERIOD_HOURS = 1;
    private static final TreeSet<Integer> WARNED_AT = new TreeSet<>(
            IntStream.concat(IntStream.of(60, 30), IntStream.rangeClosed(0, 7)).boxed().toList());

    private final List<Watched> watched;
    private final int[] lastWarned;
    private final OperatorLog log;
    private final Clock clock;

    /** @param name what it is for, as the metric's tag has it */
    record Watched(String name, X509Certificate certificate) {
        private Instant end() {
            return certificate.getNotAfter().toInstant();
        }
    }

    CertificateExpiry(List<Watched> watched, OperatorLog log, Clock clock) {
        this.watched = List.copyOf(watched);
        this.lastWarned = IntStream.generate(() -> Integer.MAX_VALUE).limit(watched.size())
                .toArray();
        this.log = log;
        this.clock = clock;
    }

    /** Looks now, and each hour until the result is closed. */
    AutoCloseable start(ScheduledExecutorService executor) {
        check();
        ScheduledFuture<?> looks = executor.scheduleWithFixedDelay(this::check, PERIOD_HOURS,
                PERIOD_HOURS, TimeUnit.HOURS);
        return () -> looks.cancel(false);
    }

    void check() {
        for (int i = 0; i < lastWarned.length; i++) {
            Watched each = watched.get(i);
            long days = Math.floorDiv(secondsLeft(each), Duration.ofDays(1).toSeconds());
            OptionalInt due = due(days);
            if (due.isPresent() && due.getAsInt() < lastWarned[i]) {
                lastWarned[i] = due.getAsInt();
                log.certificateEnds(each.name(), days, each.end());
            }
        }
    }

    /** The warning that belongs to so many days, the last of them that was reached. */
    private static OptionalInt due(long days) {
        if (days > WARNED_AT.last()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(days < 0 ? (int) Math.max(days, Integer.MIN_VALUE)
                : WARNED_AT.ceiling((int) days));
    }

    List<Watched> watched() {
        return watched;
    }

    @Override
    public void addTo(Exposition exposition) {
        exposition.gauges("quorate_certificate_expiry_seconds",
                "until the certificate ends; negative once it has",
                values -> watched.forEach(each -> values.add(secondsLeft(each), "certificate",
                        each.name())));
    }

    /** Negative once it is over. */
    long secondsLeft(Watched certificate) {
        return Duration.between(clock.instant(), certificate.end()).toSeconds();
    }
}
