package io.quorate.bft;

import org.apache.tuweni.bytes.Bytes;

/** The last slot an application holds durably; {@code seq} is 0 before the first. */
public record Applied(long seq, Digest resultDigest, Bytes orderingState, long timestampMillis) {
    /** A chain on which nothing was executed yet; its time is {@code timestampMillis}. */
    public static Applied genesis(Digest resultDigest, long timestampMillis) {
        return new Applied(0, resultDigest, Bytes.EMPTY, timestampMillis);
    }
}
