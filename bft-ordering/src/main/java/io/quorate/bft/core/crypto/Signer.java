package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import org.apache.tuweni.bytes.Bytes;

/** Holds one secp256k1 key, in memory or in a device. */
public interface Signer {
    /** Recoverable signature r ‖ s ‖ v (65 bytes, low s, v 0 or 1) over the 32 bytes; deterministic (RFC 6979). */
    Bytes sign(Digest digest);

    /** Uncompressed public key without its 0x04 prefix: 64 bytes, x ‖ y. */
    Bytes publicKey();
}
