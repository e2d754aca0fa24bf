package io.quorate.node.metrics;

/** Tells the present values of some metrics; asked at every scrape, from any thread. */
@FunctionalInterface
public interface MetricSource {
    void addTo(Exposition exposition);
}
