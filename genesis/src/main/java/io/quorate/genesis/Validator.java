package io.quorate.genesis;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A member of the committee that orders, as the genesis file names it. The place in the list is its replica
 * index.
 *
 * @param publicKey secp256k1, x and y in 64 bytes, a point of the curve
 * @param address of {@code publicKey}
 * @param tlsFingerprint SHA-256 of the certificate's SubjectPublicKeyInfo (DER)
 * @param incarnation of the first log of this member, 16 random bytes: an empty or another log may not vote
 * @param bls the key for the suite {@link CertificateSuite#BLS12_381}; its proof of possession was checked when it
 *        was read
 * @param organisation whose member it is; its own name where nothing is said
 */
public record Validator(String name, Bytes publicKey, Address address, Endpoint endpoint,
        Bytes32 tlsFingerprint, Bytes incarnation, Optional<BlsIdentity> bls, String organisation) {
    public static final int INCARNATION_SIZE = 16;

    public Validator {
        if (publicKey.size() != Secp256k1.PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException(
                    "a public key has 64 bytes here, not " + publicKey.size());
        }
        if (incarnation.size() != INCARNATION_SIZE) {
            throw new IllegalArgumentException(
                    "an incarnation has 16 bytes, not " + incarnation.size());
        }
    }

    /** Of an organisation with its own name. */
    public Validator(String name, Bytes publicKey, Address address, Endpoint endpoint,
            Bytes32 tlsFingerprint, Bytes incarnation, Optional<BlsIdentity> bls) {
        this(name, publicKey, address, endpoint, tlsFingerprint, incarnation, bls, name);
    }

    /** Without a BLS12-381 key. */
    public Validator(String name, Bytes publicKey, Address address, Endpoint endpoint,
            Bytes32 tlsFingerprint, Bytes incarnation) {
        this(name, publicKey, address, endpoint, tlsFingerprint, incarnation, Optional.empty());
    }
}
