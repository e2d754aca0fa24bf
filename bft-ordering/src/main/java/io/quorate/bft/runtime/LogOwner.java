package io.quorate.bft.runtime;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.epoch.Member;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Whose log it is, and which of its logs: chain id (8) ‖ member number (4) ‖ incarnation (16).
 *
 * @param incarnation named by the epochs that this log may vote in
 */
record LogOwner(long chainId, MemberId member, Bytes incarnation) {
    private static final int BYTES = 8 + 4 + Member.INCARNATION_BYTES;

    LogOwner {
        if (incarnation.size() != Member.INCARNATION_BYTES) {
            throw new IllegalArgumentException("an incarnation has " + Member.INCARNATION_BYTES
                    + " bytes, not " + incarnation.size());
        }
    }

    /** Of a log that begins on an empty disk: no epoch names it yet. */
    static LogOwner unheardOf(long chainId, MemberId member) {
        byte[] incarnation = new byte[Member.INCARNATION_BYTES];
        new SecureRandom().nextBytes(incarnation);
        return new LogOwner(chainId, member, Bytes.wrap(incarnation));
    }

    Bytes encode() {
        return Bytes.wrap(ByteBuffer.allocate(BYTES).putLong(chainId).putInt(member.number())
                .put(incarnation.toArray()).array());
    }

    static Optional<LogOwner> decode(Bytes bytes) {
        return bytes.size() != BYTES ? Optional.empty()
                : Optional.of(new LogOwner(bytes.getLong(0), new MemberId(bytes.getInt(8)),
                        bytes.slice(12)));
    }
}
