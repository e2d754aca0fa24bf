package io.quorate.bft.core.crypto;

import java.util.Optional;

/** secp256k1 as this package needs it: a native library, or pure Java where that does not load. */
sealed interface Ecdsa permits NativeEcdsa, PortableEcdsa {
    /** Picked once: the same answers either way, three times as fast natively. */
    Ecdsa DEFAULT = NativeEcdsa.load().<Ecdsa>map(ecdsa -> ecdsa).orElseGet(PortableEcdsa::new);

    /** RFC 6979 signature r ‖ s, low s, over a 32-byte digest. */
    byte[] sign(byte[] digest, byte[] privateKey);

    /** The public key x ‖ y that made the signature; empty if there is none. */
    Optional<byte[]> recover(byte[] digest, byte[] signature, int recoveryId);

    /** The public key x ‖ y; fails with {@link IllegalArgumentException} if the key is not in 1..order-1. */
    byte[] publicKey(byte[] privateKey);
}
