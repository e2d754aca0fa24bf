package io.quorate.node;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.quorate.node.metrics.Exposition;
import io.quorate.node.metrics.MetricSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What Prometheus is told of one replica. Values are read when they are asked for. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final List<MetricSource> sources;

    Metrics(int replica, List<MetricSource> sources) {
        this.sources = new CopyOnWriteArrayList<>(sources);
        registry.config().commonTags("replica", Integer.toString(replica));
        registry.getPrometheusRegistry().register(new MultiCollector() {
            @Override
            public MetricSnapshots collect() {
                Exposition exposition = new Exposition(replica);
                Metrics.this.sources.forEach(source -> source.addTo(exposition));
                return exposition.snapshots();
            }
        });
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    void add(MetricSource source) {
        sources.add(source);
    }

    /** The text format of Prometheus. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
