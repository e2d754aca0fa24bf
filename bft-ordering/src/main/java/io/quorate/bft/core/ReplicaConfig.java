package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.message.MessageCodec;

/**
 * One replica's place and limits.
 *
 * @param epochStart last slot before this epoch (0 for the first): certified by definition
 * @param window W: votes reach at most so many slots above the last certified one
 * @param inFlightMax slots a leader has proposed and not yet seen executed, at most
 * @param payloadBytesMax largest payload a replica votes for
 * @param routing who gets votes
 * @param segmentSlots R: after so many slots the next replica leads; at least twice the window
 * @param lanes who writes lanes that proposals cite, if they do
 */
public record ReplicaConfig(ReplicaId self, Quorums quorums, long chainId, long epoch,
        SeqNum epochStart, int window,
        int inFlightMax, int payloadBytesMax, Timeouts timeouts, VoteRouting routing,
        long segmentSlots, LaneSetting lanes) {
    public static final int WINDOW = 64;
    public static final int SEGMENT_SLOTS = 256;
    /** Segments without end. */
    public static final long STABLE_LEADER = Long.MAX_VALUE;
    public static final int IN_FLIGHT_MAX = 16;
    /** Payloads travel inside proposals only below this size. */
    public static final int INLINE_PAYLOAD_BYTES_MAX = 256 * 1024;

    public ReplicaConfig {
        if (self.index() >= quorums.n()) {
            throw new IllegalArgumentException(
                    self + " is not one of " + quorums.n() + " replicas");
        }
        if (window < 1 || inFlightMax < 1 || payloadBytesMax < 0) {
            throw new IllegalArgumentException(
                    "window, inFlightMax and payloadBytesMax must be positive");
        }
        if (segmentSlots < 2L * window) {
            throw new IllegalArgumentException("a leader's segment of " + segmentSlots
                    + " slots is shorter than twice the window of " + window);
        }
    }

    /** With the routing that suits the committee's size, and a leader that changes by view changes alone. */
    public ReplicaConfig(ReplicaId self, Quorums quorums, long chainId, long epoch,
            SeqNum epochStart, int window, int inFlightMax, int payloadBytesMax,
            Timeouts timeouts) {
        this(self, quorums, chainId, epoch, epochStart, window, inFlightMax, payloadBytesMax,
                timeouts, VoteRouting.ofSize(quorums.n()), STABLE_LEADER, LaneSetting.NONE);
    }

    /** The product's limits in epoch 0. */
    public static ReplicaConfig of(ReplicaId self, Quorums quorums, long chainId) {
        return new ReplicaConfig(self, quorums, chainId, 0, SeqNum.ZERO, WINDOW, IN_FLIGHT_MAX,
                INLINE_PAYLOAD_BYTES_MAX, Timeouts.DEFAULT).withSegments(SEGMENT_SLOTS);
    }

    public ReplicaConfig withSegments(long slots) {
        return new ReplicaConfig(self, quorums, chainId, epoch, epochStart, window, inFlightMax,
                payloadBytesMax, timeouts, routing, slots, lanes);
    }

    /** Proposals cite lanes, and carry no items. */
    public ReplicaConfig withLanes(LaneSetting setting) {
        return new ReplicaConfig(self, quorums, chainId, epoch, epochStart, window, inFlightMax,
                payloadBytesMax, timeouts, routing, segmentSlots, setting);
    }

    /** The wire form all replicas of this epoch speak; also that of log records. */
    public MessageCodec codec() {
        return new MessageCodec(chainId, epoch,
                new MessageCodec.Limits(quorums.n(), window, payloadBytesMax,
                        lanes.batchBytesMax(), lanes.chainBytesMax()));
    }

    /** Whose NewView starts {@code view}; who leads which slot of it is another matter ({@link Leaders}). */
    ReplicaId viewStarter(View view) {
        return new ReplicaId((int) (view.number() % quorums.n()));
    }
}
