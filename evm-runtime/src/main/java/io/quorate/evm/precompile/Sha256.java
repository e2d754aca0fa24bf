package io.quorate.evm.precompile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** 0x02: SHA-256 of the input (Yellow Paper, appendix E.1). */
final class Sha256 implements Precompile {
    @Override
    public long gas(Bytes input) {
        return 60 + 12 * InputBytes.words(input.size());
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        return Optional.of(Bytes.wrap(digest(input.toArrayUnsafe())));
    }

    static byte[] digest(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
