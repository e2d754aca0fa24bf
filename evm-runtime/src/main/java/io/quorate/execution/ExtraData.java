package io.quorate.execution;

import io.quorate.state.storage.Keys;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What our headers say in {@code extraData}, 29 bytes big-endian: version (1), epoch (8), sequence number (8),
 * milliseconds since 1970 (8), proposer index (4).
 */
public record ExtraData(long epoch, long seqNum, long timestampMillis, int proposerIndex) {
    private static final int VERSION = 1;
    private static final int SIZE = 29;

    public Bytes encode() {
        byte[] bytes = new byte[SIZE];
        bytes[0] = VERSION;
        Keys.putLong(bytes, 1, epoch);
        Keys.putLong(bytes, 9, seqNum);
        Keys.putLong(bytes, 17, timestampMillis);
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[25 + i] = (byte) (proposerIndex >>> (24 - 8 * i));
        }
        return Bytes.wrap(bytes);
    }

    /** Empty where it is not of this form, as in genesis and imported blocks. */
    public static Optional<ExtraData> decode(Bytes extraData) {
        if (extraData.size() != SIZE || extraData.get(0) != VERSION) {
            return Optional.empty();
        }
        return Optional.of(new ExtraData(extraData.getLong(1), extraData.getLong(9),
                extraData.getLong(17), extraData.getInt(25)));
    }
}
