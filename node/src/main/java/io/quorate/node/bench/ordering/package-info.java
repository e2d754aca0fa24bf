/** Measures the ordering layer by itself: real replicas, logs and links, and an application that does nothing. */
package io.quorate.node.bench.ordering;
