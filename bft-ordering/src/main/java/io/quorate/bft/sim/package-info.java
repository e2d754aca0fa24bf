/**
 * Whole clusters in one thread and virtual time, driving the same core as the product. A seed replays a run exactly.
 * Entry point: {@code Simulator}.
 */
package io.quorate.bft.sim;
