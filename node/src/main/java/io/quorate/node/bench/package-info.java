/**
 * Measures a running network from outside, as its users see it: over JSON-RPC, and by what the system says of
 * its processes. Entry point: {@link io.quorate.node.bench.Bench}. Nothing here shares memory with a replica.
 */
package io.quorate.node.bench;
