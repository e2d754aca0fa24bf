package io.quorate.bft;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a replica that is far behind starts from instead of executing every slot: the application's state after one
 * slot, in chunks that the application alone understands. Correct replicas that offer one of the same slot offer equal
 * {@code chunks}.
 *
 * @param applied the slot that the state is of
 * @param slot that slot as it was decided
 * @param blockCert encoded BlockCert over {@code applied.resultDigest()}
 * @param chunks hash of each chunk ({@link Chunks#hash})
 */
public record Snapshot(Applied applied, DecidedSlot slot, Bytes blockCert, List<Digest> chunks) {
    public Snapshot {
        chunks = List.copyOf(chunks);
        if (applied.seq() != slot.seq() || chunks.isEmpty() || chunks.size() > Chunks.COUNT_MAX) {
            throw new IllegalArgumentException("snapshot of slot " + applied.seq() + " with slot "
                    + slot.seq() + " and " + chunks.size() + " chunks");
        }
    }

    public long seq() {
        return applied.seq();
    }
}
