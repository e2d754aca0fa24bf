package io.quorate.bft;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.tuweni.bytes.Bytes;

/** Bounds and hash of the pieces in which a snapshot travels. */
public final class Chunks {
    /** Of one chunk; a snapshot's author aims at half of it. */
    public static final int SIZE_BYTES_MAX = 1 << 20;
    /** Their hashes fill 1 MiB: at half a MiB each, a state of 16 GiB. */
    public static final int COUNT_MAX = 1 << 15;

    private Chunks() {}

    /** SHA-256, so that a chunk names itself whatever snapshot it is of. */
    public static Digest hash(Bytes chunk) {
        try {
            return Digest.of(
                    MessageDigest.getInstance("SHA-256").digest(chunk.toArrayUnsafe()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
