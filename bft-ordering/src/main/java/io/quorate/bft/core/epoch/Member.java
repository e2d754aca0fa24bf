package io.quorate.bft.core.epoch;

import io.quorate.bft.MemberId;
import org.apache.tuweni.bytes.Bytes;

/**
 * One validator as an epoch knows it.
 *
 * @param publicKey of the epoch's certificate suite
 * @param channel how to reach it and by which key, opaque to the core: address and TLS key
 * @param incarnation of the log it may vote from: a replica whose log carries another one has forgotten what it
 *     promised, or never voted
 */
public record Member(MemberId id, Bytes publicKey, Bytes channel, Bytes incarnation) {
    public static final int INCARNATION_BYTES = 16;
    static final int KEY_BYTES_MAX = 192;
    static final int CHANNEL_BYTES_MAX = 512;

    public Member {
        if (publicKey.isEmpty() || publicKey.size() > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("public key of " + id + " has " + publicKey.size()
                    + " bytes; expected 1 to " + KEY_BYTES_MAX);
        }
        if (channel.size() > CHANNEL_BYTES_MAX) {
            throw new IllegalArgumentException("channel of " + id + " has " + channel.size()
                    + " bytes; expected at most " + CHANNEL_BYTES_MAX);
        }
        if (incarnation.size() != INCARNATION_BYTES) {
            throw new IllegalArgumentException("incarnation of " + id + " has "
                    + incarnation.size() + " bytes; expected " + INCARNATION_BYTES);
        }
    }

    /** The same validator with a new log: how one that lost its disk comes back. */
    public Member withIncarnation(Bytes other) {
        return new Member(id, publicKey, channel, other);
    }

    /** The same validator with a new key. */
    public Member withKey(Bytes other) {
        return new Member(id, other, channel, incarnation);
    }
}
