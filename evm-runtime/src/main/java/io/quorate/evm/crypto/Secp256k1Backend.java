package io.quorate.evm.crypto;

import java.util.Optional;

/** One implementation of secp256k1. Arguments have been checked: lengths, and scalars of 1 to n-1. */
sealed interface Secp256k1Backend permits Secp256k1Native, Secp256k1Portable {
    /** The 64-byte key behind {@code signature} (r and s, 64 bytes), or empty. */
    Optional<byte[]> recover(byte[] message, byte[] signature, int yParity);

    EcdsaSignature sign(byte[] message, byte[] privateKey);

    byte[] publicKey(byte[] privateKey);
}
