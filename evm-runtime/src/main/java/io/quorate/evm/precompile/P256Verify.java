package io.quorate.evm.precompile;

import io.quorate.evm.crypto.Secp256r1;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * 0x100: ECDSA verification on P-256 (EIP-7951). Input: digest, r, s, x, y of 32 bytes each. The output is the
 * word 1 for a valid signature and nothing otherwise; the call never fails.
 */
final class P256Verify implements Precompile {
    private static final long GAS = 6_900;
    private static final int INPUT_SIZE = 160;
    private static final Bytes VALID = Bytes32.leftPad(Bytes.of(1));

    @Override
    public long gas(Bytes input) {
        return GAS;
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        boolean valid = input.size() == INPUT_SIZE && Secp256r1.verify(word(input, 0),
                word(input, 1), word(input, 2), word(input, 3), word(input, 4));
        return Optional.of(valid ? VALID : Bytes.EMPTY);
    }

    private static BigInteger word(Bytes input, int index) {
        return new BigInteger(1, input.slice(32 * index, 32).toArrayUnsafe());
    }
}
