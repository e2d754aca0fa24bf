package io.quorate.node.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the replica's own log, once a minute at most, that a collector does not take what it is sent. */
final class ReportingExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(ReportingExporter.class);
    /** OpenTelemetry would say the same in a form of its own, on another way; kept here lest the setting be collected. */
    private static final java.util.logging.Logger OTHERS = java.util.logging.Logger
            .getLogger("io.opentelemetry");
    private static final long LINE_NANOS_MIN = 60_000_000_000L;

    private final SpanExporter exporter;
    private final URI endpoint;
    private final int replica;
    private final LongAdder lost = new LongAdder();
    private final AtomicLong nextLineNanos = new AtomicLong(System.nanoTime());

    ReportingExporter(SpanExporter exporter, URI endpoint, int replica) {
        OTHERS.setLevel(Level.OFF);
        this.exporter = exporter;
        this.endpoint = endpoint;
        this.replica = replica;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        int count = spans.size(); // the list is the caller's again once this has returned
        result.whenComplete(() -> {
            if (!result.isSuccess()) report(count);
        });
        return result;
    }

    private void report(int count) {
        lost.add(count);
        long now = System.nanoTime();
        long due = nextLineNanos.get();
        if (now - due < 0 || !nextLineNanos.compareAndSet(due, now + LINE_NANOS_MIN)) return;
        LOG.warn("the collector does not take traces: see whether tracing.endpoint is right and"
                + " somebody listens there replica={} endpoint={} spansLost={}", replica, endpoint,
                lost.sum());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
