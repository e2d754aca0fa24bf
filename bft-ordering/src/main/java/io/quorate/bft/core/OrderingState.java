package io.quorate.bft.core;

import java.nio.ByteBuffer;
import org.apache.tuweni.bytes.Bytes;

/**
 * What the ordering layer itself carries from slot to slot; its hash enters every result digest, so that restart and
 * state transfer notice a wrong one.
 *
 * @param timestampMillis agreed time of the last slot
 */
record OrderingState(long timestampMillis) {
    private static final byte VERSION = 1;

    OrderingState after(long proposedMillis) {
        return new OrderingState(Math.max(timestampMillis, proposedMillis));
    }

    Bytes encode() {
        return Bytes.wrap(
                ByteBuffer.allocate(1 + Long.BYTES).put(VERSION).putLong(timestampMillis).array());
    }
}
