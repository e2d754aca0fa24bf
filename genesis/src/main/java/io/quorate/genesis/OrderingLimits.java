package io.quorate.genesis;

import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.lane.LaneSetting;

/**
 * Bounds that all replicas must share, or they would refuse each other's proposals.
 *
 * @param maxBatchBytes of the payload of one slot
 * @param lanes whether transactions travel apart from proposals
 * @param maxInFlight slots that a leader proposes before the first of them is executed
 */
public record OrderingLimits(int maxBatchBytes, int maxInFlight, boolean lanes) {
    /** Below this some valid transaction (128 KiB in most clients) could never be ordered. */
    static final int BATCH_BYTES_MIN = 160 * 1024;
    /** Half of the transport's frame, and of the largest block (EIP-7934). */
    public static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;

    public static final OrderingLimits DEFAULT = new OrderingLimits(
            ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.IN_FLIGHT_MAX);

    /** With transactions in the proposals. */
    public OrderingLimits(int maxBatchBytes, int maxInFlight) {
        this(maxBatchBytes, maxInFlight, false);
    }

    /** What suits a committee of that size, with no more slots in flight than {@code window} has. */
    static OrderingLimits of(int committee, int window) {
        return new OrderingLimits(DEFAULT.maxBatchBytes(), DEFAULT.maxInFlight(),
                LaneSetting.suits(committee)).within(window);
    }

    /** With no more slots in flight than {@code window} has. */
    OrderingLimits within(int window) {
        return new OrderingLimits(maxBatchBytes, Math.min(maxInFlight, window), lanes);
    }
}
