package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Frames that wait for one peer, by class, each class bounded in bytes. A full class drops its
 * oldest waiting frames: newer consensus messages supersede older ones, and Status repairs the rest.
 * Filled by any thread, emptied by the transport's.
 */
final class OutboundQueue {
    private final Lane[] lanes;
    private final Counters counters;

    OutboundQueue(TlsTransportConfig.Limits limits, Counters counters) {
        this.counters = counters;
        lanes = new Lane[]{new Lane(limits.consensusQueueBytes()),
                new Lane(limits.syncQueueBytes()),
                new Lane(limits.gossipQueueBytes())};
    }

    /** False if the frame alone is larger than its class may hold. */
    synchronized boolean add(TrafficClass trafficClass, Bytes frame) {
        Lane lane = lanes[trafficClass.ordinal()];
        if (frame.size() > lane.bytesMax) {
            counters.framesDropped.increment();
            return false;
        }
        lane.waiting.addLast(frame);
        lane.bytes += frame.size();
        while (lane.bytes > lane.bytesMax) {
            lane.bytes -= lane.waiting.removeFirst().size();
            counters.framesDropped.increment();
        }
        return true;
    }

    /** The next fragment with its header, the most urgent first; the caller releases it. */
    synchronized Optional<ByteBuf> nextFragment(ByteBufAllocator allocator) {
        for (TrafficClass trafficClass : TrafficClass.values()) {
            Lane lane = lanes[trafficClass.ordinal()];
            if (lane.begun == null && !lane.waiting.isEmpty()) {
                lane.begun = lane.waiting.removeFirst().toArrayUnsafe();
                lane.bytes -= lane.begun.length;
                lane.sentBytes = 0;
            }
            if (lane.begun != null) {
                return Optional.of(cut(lane, trafficClass, allocator));
            }
        }
        return Optional.empty();
    }

    private ByteBuf cut(Lane lane, TrafficClass trafficClass, ByteBufAllocator allocator) {
        byte[] frame = lane.begun;
        int length = Math.min(Fragment.BODY_BYTES_MAX, frame.length - lane.sentBytes);
        boolean isLast = lane.sentBytes + length == frame.length;
        ByteBuf out = allocator.buffer(Fragment.HEADER_BYTES + length);
        out.writeByte(Fragment.dataKind(trafficClass, isLast)).writeMedium(length);
        out.writeBytes(frame, lane.sentBytes, length);
        lane.sentBytes += length;
        if (isLast) {
            counters.framesSent.increment();
            counters.bytesSent.add(frame.length);
            lane.begun = null;
        }
        return out;
    }

    synchronized void clear() {
        for (Lane lane : lanes) {
            lane.waiting.clear();
            lane.bytes = 0;
            lane.begun = null;
        }
    }

    /** One class: frames not begun, and the one of which a part has left. */
    private static final class Lane {
        final int bytesMax;
        final Deque<Bytes> waiting = new ArrayDeque<>();
        int bytes;
        byte[] begun; // null if none
        int sentBytes;

        Lane(int bytesMax) {
            this.bytesMax = bytesMax;
        }
    }
}
