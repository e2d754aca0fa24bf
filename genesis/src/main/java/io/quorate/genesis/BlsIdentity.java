package io.quorate.genesis;

import io.quorate.bft.core.crypto.BlsSigner;
import org.apache.tuweni.bytes.Bytes;

/**
 * A validator's BLS12-381 key as the genesis file names it.
 *
 * @param publicKey compressed point of G2, 96 bytes
 * @param proof of possession: a signature over the key itself, without which a rogue key could stand for others;
 *        compressed point of G1, 48 bytes
 */
public record BlsIdentity(Bytes publicKey, Bytes proof) {
    public static final int PUBLIC_KEY_SIZE = BlsSigner.PUBLIC_KEY_BYTES;
    public static final int PROOF_SIZE = BlsSigner.PROOF_BYTES;

    /** Both are points, and the proof was made with the key's secret. */
    public boolean provesPossession() {
        return BlsSigner.provesPossession(publicKey, proof);
    }
}
