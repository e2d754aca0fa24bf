package io.quorate.genesis;

import io.quorate.bft.core.ReplicaConfig;

/**
 * Bounds that all replicas must share, or they would refuse each other's proposals.
 *
 * @param maxBatchBytes of the payload of one slot
 * @param maxInFlight slots that a leader proposes before the first of them is executed
 */
public record OrderingLimits(int maxBatchBytes, int maxInFlight) {
    /** Below this some valid transaction (128 KiB in most clients) could never be ordered. */
    static final int BATCH_BYTES_MIN = 160 * 1024;
    /** Half of the transport's frame, and of the largest block (EIP-7934). */
    static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;

    public static final OrderingLimits DEFAULT = new OrderingLimits(
            ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.IN_FLIGHT_MAX);

    /** With no more slots in flight than {@code window} has. */
    OrderingLimits within(int window) {
        return new OrderingLimits(maxBatchBytes, Math.min(maxInFlight, window));
    }
}
