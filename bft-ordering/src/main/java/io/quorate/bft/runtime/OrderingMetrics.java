package io.quorate.bft.runtime;

import io.quorate.bft.net.TransportMetrics;

/**
 * Counters since the start.
 *
 * @param turns turns of the loop; {@code inputs} handled in them
 * @param rejectedFrames frames that did not decode
 * @param rejectedMessages messages the protocol refused
 * @param droppedFrames frames dropped because their peer's inbox was full
 * @param droppedGossip gossip dropped because the application was too slow
 * @param syncNanos time spent in fdatasync; {@code syncs} of them
 * @param walRecords records appended
 * @param divergences shares of others for another result than this replica's
 * @param doubleBatches places of lanes at which this replica saw two batches
 * @param executeNanos time spent in the application's execute
 */
public record OrderingMetrics(
        long turns,
        long inputs,
        long rejectedFrames,
        long rejectedMessages,
        long droppedFrames,
        long droppedGossip,
        long syncs,
        long syncNanos,
        long walRecords,
        long walBytes,
        long executeNanos,
        long divergences,
        long doubleBatches,
        TransportMetrics transport) {}
