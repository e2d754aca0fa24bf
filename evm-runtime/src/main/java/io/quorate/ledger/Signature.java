package io.quorate.ledger;

import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/** A recoverable secp256k1 signature; {@code yParity} is 0 or 1. */
public record Signature(UInt256 r, UInt256 s, int yParity) {
    private static final int BYTES = 65;

    /** Of r ‖ s ‖ v, 65 bytes with v 0 or 1. */
    public static Signature of(Bytes encoded) {
        if (encoded.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a signature has " + BYTES + " bytes, not " + encoded.size());
        }
        return new Signature(UInt256.of(encoded.slice(0, UInt256.SIZE)),
                UInt256.of(encoded.slice(UInt256.SIZE, UInt256.SIZE)), encoded.get(BYTES - 1));
    }
}
