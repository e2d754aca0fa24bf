package io.quorate.evm.crypto;

import io.quorate.evm.primitives.Hash;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 as Ethereum uses it (the padding from before SHA-3 was standardised). */
public final class Keccak256 {
    private Keccak256() {}

    public static Hash hash(Bytes input) {
        return hash(input.toArrayUnsafe());
    }

    public static Hash hash(byte[] input) {
        return hash(input, 0, input.length);
    }

    public static Hash hash(byte[] input, int offset, int length) {
        byte[] out = new byte[Hash.SIZE];
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(input, offset, length);
        digest.doFinal(out, 0);
        return Hash.of(out);
    }
}
