/**
 * What became of single transactions at a replica, told to a collector of OpenTelemetry. The trace's identity follows from the
 * transaction's hash, so all replicas tell of the same ones, and what they tell is one trace, without a word between them.
 * {@link io.quorate.node.tracing.Tracing#OFF} costs nothing; classes of OpenTelemetry are loaded only where an endpoint is set.
 */
package io.quorate.node.tracing;
