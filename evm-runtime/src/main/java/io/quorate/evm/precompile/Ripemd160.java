package io.quorate.evm.precompile;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** 0x03: RIPEMD-160 of the input, padded on the left to a word (Yellow Paper, appendix E.1). */
final class Ripemd160 implements Precompile {
    private static final int OUTPUT_SIZE = 32;
    private static final int DIGEST_SIZE = 20;

    @Override
    public long gas(Bytes input) {
        return 600 + 120 * InputBytes.words(input.size());
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        var digest = new RIPEMD160Digest();
        digest.update(input.toArrayUnsafe(), 0, input.size());
        byte[] out = new byte[OUTPUT_SIZE];
        digest.doFinal(out, OUTPUT_SIZE - DIGEST_SIZE);
        return Optional.of(Bytes.wrap(out));
    }
}
