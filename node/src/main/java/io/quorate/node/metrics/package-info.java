/**
 * What a replica counts and measures, in the words of Prometheus: {@code docs/metrics.md} lists every name. Counters are
 * written without locks by those who do the work; {@link io.quorate.node.metrics.MetricSource}s read them when they are asked.
 */
package io.quorate.node.metrics;
