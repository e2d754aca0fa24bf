package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.SecretKey;

/**
 * A BLS12-381 key in memory: signatures in G1, public keys in G2 (min-sig), with proof of possession, so that keys
 * can be added up without fear of rogue ones.
 */
public final class BlsSigner {
    /** A compressed point of G2. */
    public static final int PUBLIC_KEY_BYTES = 96;
    /** A compressed point of G1. */
    public static final int PROOF_BYTES = 48;

    static final String SIGNATURES = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_";
    private static final String POSSESSION = "BLS_POP_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_";
    private static final int SEED_BYTES_MIN = 32;

    private final SecretKey key;
    private final Bytes publicKey;

    private BlsSigner(SecretKey key) {
        this.key = key;
        this.publicKey = Bytes.wrap(new P2(key).compress());
    }

    /** The key that RFC draft-irtf-cfrg-bls-signature's KeyGen derives from at least 32 secret bytes. */
    public static BlsSigner ofSeed(Bytes seed) {
        if (seed.size() < SEED_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "a BLS key is made of at least 32 secret bytes, not " + seed.size());
        }
        SecretKey key = new SecretKey();
        key.keygen(seed.toArray());
        return new BlsSigner(key);
    }

    /** 96 bytes, compressed. */
    public Bytes publicKey() {
        return publicKey;
    }

    /** 96 bytes, uncompressed: a collector adds hundreds of them, and decompressing costs more than adding. */
    Bytes sign(Digest preimage) {
        return Bytes.wrap(new P1().hash_to(preimage.toArray(), SIGNATURES).sign_with(key)
                .serialize());
    }

    /** Shows that whoever registers {@link #publicKey} has its secret: 48 bytes. */
    public Bytes proofOfPossession() {
        return Bytes.wrap(new P1().hash_to(publicKey.toArray(), POSSESSION).sign_with(key)
                .compress());
    }

    /** False for anything malformed too. Must hold before a key enters a committee. */
    public static boolean provesPossession(Bytes publicKey, Bytes proof) {
        return BlsPoints.publicKey(publicKey)
                .flatMap(key -> proof.size() == PROOF_BYTES ? BlsPoints.signature(proof)
                        .map((P1_Affine point) -> BlsPoints.verifies(point, key,
                                publicKey.toArray(), POSSESSION))
                        : Optional.empty())
                .orElse(false);
    }
}
