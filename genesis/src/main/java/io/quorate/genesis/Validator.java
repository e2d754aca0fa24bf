package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import org.apache.tuweni.bytes.Bytes;

/**
 * A member of the committee that orders, as the genesis file names it. The place in the list is its replica
 * index.
 *
 * @param publicKey secp256k1, 33 bytes (compressed, SEC 1 §2.3.3), checked to be on the curve
 * @param address of {@code publicKey}
 * @param tlsFingerprint SHA-256 of the certificate's SubjectPublicKeyInfo (DER), 32 bytes
 * @param incarnation of the first log of this member, 16 random bytes: an empty or another log may not vote
 */
public record Validator(String name, Bytes publicKey, Address address, Endpoint endpoint,
        Bytes tlsFingerprint, Bytes incarnation) {
    static final int PUBLIC_KEY_SIZE = 33;
    static final int FINGERPRINT_SIZE = 32;
    static final int INCARNATION_SIZE = 16;

    public Validator {
        requireSize("public key", publicKey, PUBLIC_KEY_SIZE);
        requireSize("TLS fingerprint", tlsFingerprint, FINGERPRINT_SIZE);
        requireSize("incarnation", incarnation, INCARNATION_SIZE);
    }

    private static void requireSize(String what, Bytes bytes, int size) {
        if (bytes.size() != size) {
            throw new IllegalArgumentException(
                    "the " + what + " has " + size + " bytes, not " + bytes.size());
        }
    }
}
