package io.quorate.node.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;

/** The answer to one scrape while it is put together; every value carries the label {@code replica}. For one thread. */
public final class Exposition {
    private static final String TOTAL = "_total";

    private final Labels replica;
    private final List<MetricSnapshot> families = new ArrayList<>();

    public Exposition(int replica) {
        this.replica = Labels.of("replica", Integer.toString(replica));
    }

    /** Takes the values of one family that differ in their labels. */
    @FunctionalInterface
    public interface Values {
        /** {@code labels} are names and values in turn. */
        void add(double value, String... labels);
    }

    /** As {@link Values}, of durations. */
    @FunctionalInterface
    public interface Durations {
        void add(Histogram histogram, String... labels);
    }

    /** Adds the values of a family. */
    @FunctionalInterface
    public interface Filling<T> {
        void fill(T values);
    }

    public void gauge(String name, String help, double value) {
        gauges(name, help, values -> values.add(value));
    }

    public void gauges(String name, String help, Filling<Values> filling) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        filling.fill((value, labels) -> points
                .add(new GaugeDataPointSnapshot(value, labelled(labels), null)));
        families.add(new GaugeSnapshot(new MetricMetadata(name, help), points));
    }

    /** {@code name} ends with {@code _total}. */
    public void counter(String name, String help, double value) {
        counters(name, help, values -> values.add(value));
    }

    public void counters(String name, String help, Filling<Values> filling) {
        if (!name.endsWith(TOTAL)) {
            throw new IllegalArgumentException(name + " does not end with " + TOTAL);
        }
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        filling.fill((value, labels) -> points
                .add(new CounterDataPointSnapshot(value, labelled(labels), null, 0)));
        families.add(new CounterSnapshot(new MetricMetadata(
                name.substring(0, name.length() - TOTAL.length()), help), points));
    }

    public void histograms(String name, String help, Filling<Durations> filling) {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        filling.fill((histogram, labels) -> points.add(new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(Histogram.bounds(), histogram.counts()),
                histogram.sumSeconds(), labelled(labels), Exemplars.EMPTY, 0)));
        families.add(new HistogramSnapshot(new MetricMetadata(name, help), points));
    }

    private Labels labelled(String... namesAndValues) {
        return replica.merge(Labels.of(namesAndValues));
    }

    public MetricSnapshots snapshots() {
        return new MetricSnapshots(families);
    }
}
