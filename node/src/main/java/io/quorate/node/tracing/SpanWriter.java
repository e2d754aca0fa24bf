package io.quorate.node.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quorate.evm.primitives.Hash;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Hands spans to the collector, as OTLP over HTTP; for one thread. Its exporter's queue is bounded: what does not fit is lost. */
final class SpanWriter implements AutoCloseable {
    private static final int QUEUE_MAX = 8_192;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long CLOSE_SECONDS_MAX = 2;

    private static final AttributeKey<Long> REPLICA = AttributeKey.longKey("quorate.replica");
    private static final AttributeKey<Long> SLOT = AttributeKey.longKey("quorate.slot");
    private static final AttributeKey<Long> BLOCK = AttributeKey.longKey("quorate.block");
    private static final AttributeKey<String> BLOCK_HASH = AttributeKey
            .stringKey("quorate.block_hash");
    private static final AttributeKey<Long> INDEX = AttributeKey
            .longKey("quorate.transaction_index");
    private static final AttributeKey<String> TRANSACTION = AttributeKey
            .stringKey("quorate.transaction");

    private final int replica;
    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** Identities that were set before a span is begun. */
    private static final class GivenIds implements IdGenerator {
        private String trace = "";
        private String span = "";

        @Override
        public String generateTraceId() {
            return trace;
        }

        @Override
        public String generateSpanId() {
            return span;
        }
    }

    /** Connects to nobody yet. */
    SpanWriter(URI endpoint, Tracing.Replica replica) {
        this.replica = replica.number();
        SpanExporter exporter = new ReportingExporter(OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString()).setTimeout(TIMEOUT).build(), endpoint,
                replica.number());
        provider = SdkTracerProvider.builder().setIdGenerator(ids).setSampler(Sampler.alwaysOn())
                .setResource(Resource.create(Attributes.builder().put("service.name", "quorate")
                        .put("service.version", replica.version())
                        .put("service.instance.id", Integer.toString(replica.number()))
                        .put("quorate.chain_id", replica.chainId()).build()))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).setMaxQueueSize(QUEUE_MAX)
                        .setScheduleDelay(PERIOD).setExporterTimeout(TIMEOUT).build())
                .build();
        tracer = provider.get("io.quorate.node");
    }

    void write(Hash transaction, Spans.Place place, List<Spans.Span> spans) {
        Attributes attributes = Attributes.builder().put(REPLICA, replica)
                .put(TRANSACTION, transaction.toString()).put(SLOT, place.seqNum())
                .put(BLOCK, place.blockNumber()).put(BLOCK_HASH, place.blockHash().toString())
                .put(INDEX, place.index()).build();
        // Moments are of a clock that knows no date; both are read now, so that a clock that is set later moves nothing.
        long offset = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())
                - System.nanoTime();
        ids.trace = TraceIds.trace(transaction);
        Context under = Context.root().with(io.opentelemetry.api.trace.Span.wrap(
                SpanContext.createFromRemoteParent(ids.trace, TraceIds.root(transaction),
                        TraceFlags.getSampled(), TraceState.getDefault())));
        for (Spans.Span span : spans) {
            ids.span = span.isRoot() ? TraceIds.root(transaction)
                    : TraceIds.span(transaction, replica, span.name());
            SpanBuilder builder = tracer.spanBuilder(span.name())
                    .setParent(span.isRoot() ? Context.root() : under)
                    .setSpanKind(span.isRoot() ? SpanKind.SERVER : SpanKind.INTERNAL)
                    .setAllAttributes(attributes)
                    .setStartTimestamp(span.startNanos() + offset, TimeUnit.NANOSECONDS);
            span.traceParent().ifPresent(parent -> builder.addLink(linked(parent)));
            builder.startSpan().end(span.endNanos() + offset, TimeUnit.NANOSECONDS);
        }
    }

    /** Trace Context, 3.2: {@code 00-<trace>-<span>-<flags>}, which was checked before. */
    private static SpanContext linked(String traceParent) {
        String[] parts = traceParent.split("-", 4);
        return SpanContext.createFromRemoteParent(parts[1], parts[2],
                TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
    }

    /** Waits a little for what is on its way. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
