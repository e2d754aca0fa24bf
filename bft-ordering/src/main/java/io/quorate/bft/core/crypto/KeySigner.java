package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** A key in memory. */
public final class KeySigner implements Signer {
    private final byte[] privateKey;
    private final byte[] publicKey;
    private final Ecdsa ecdsa;

    /** {@code privateKey}: 32 bytes, copied; {@link IllegalArgumentException} if it is not in 1..order-1. */
    public KeySigner(Bytes privateKey) {
        this(privateKey, Ecdsa.DEFAULT);
    }

    KeySigner(Bytes privateKey, Ecdsa ecdsa) {
        if (privateKey.size() != 32) {
            throw new IllegalArgumentException(
                    "a secp256k1 private key has 32 bytes, not " + privateKey.size());
        }
        this.privateKey = privateKey.toArray();
        this.ecdsa = ecdsa;
        this.publicKey = ecdsa.publicKey(this.privateKey);
    }

    @Override
    public Bytes sign(Digest digest) {
        byte[] message = digest.toArray();
        byte[] signature = ecdsa.sign(message, privateKey);
        // Neither library tells the parity of R, so the own key decides. An x above the order never occurs.
        boolean even = ecdsa.recover(message, signature, 0)
                .filter(key -> Arrays.equals(key, publicKey)).isPresent();
        byte[] share = Arrays.copyOf(signature, SecpList.SHARE_BYTES);
        share[SecpList.SHARE_BYTES - 1] = (byte) (even ? 0 : 1);
        return Bytes.wrap(share);
    }

    @Override
    public Bytes publicKey() {
        return Bytes.wrap(publicKey.clone());
    }
}
