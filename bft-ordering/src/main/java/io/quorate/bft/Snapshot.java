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
 * @param blockCert encoded BlockCert of the last of {@code later}, or of the slot itself where there are none; empty where
 *     no certificate is known that covers the slot
 * @param later the application's records of the slots after this one, up to the one that is certified: each names the
 *     result digest of the slot before, so that the certificate covers {@code applied.resultDigest()}
 * @param chunks hash of each chunk ({@link Chunks#hash})
 */
public record Snapshot(Applied applied, DecidedSlot slot, Bytes blockCert, List<Bytes> later,
        List<Digest> chunks) {
    /** Eight windows of 64 slots. Who votes stores a certificate at least once in a window. */
    public static final int LATER_MAX = 512;

    public Snapshot {
        later = List.copyOf(later);
        chunks = List.copyOf(chunks);
        if (applied.seq() != slot.seq() || chunks.isEmpty() || chunks.size() > Chunks.COUNT_MAX) {
            throw new IllegalArgumentException("snapshot of slot " + applied.seq() + " with slot "
                    + slot.seq() + " and " + chunks.size() + " chunks");
        }
        if (later.size() > LATER_MAX || blockCert.isEmpty() && !later.isEmpty()) {
            throw new IllegalArgumentException("snapshot of slot " + applied.seq() + " with "
                    + later.size() + " records of later slots and a certificate of "
                    + blockCert.size() + " bytes");
        }
    }

    /** Of a slot that is certified itself. */
    public Snapshot(Applied applied, DecidedSlot slot, Bytes blockCert, List<Digest> chunks) {
        this(applied, slot, blockCert, List.of(), chunks);
    }

    public long seq() {
        return applied.seq();
    }

    /** It comes with a certificate. */
    public boolean isCertified() {
        return !blockCert.isEmpty();
    }

    /** The slot that the certificate is of. */
    public long certifiedSeq() {
        return seq() + later.size();
    }
}
