package io.quorate.evm.precompile;

import io.quorate.evm.crypto.KzgProof;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * 0x0a: KZG point evaluation (EIP-4844). Input: versioned hash, z, y of 32 bytes each, commitment and proof of
 * 48. The output is two constants, the number of field elements in a blob and the order of the field.
 */
final class PointEvaluation implements Precompile {
    private static final long GAS = 50_000;
    private static final int INPUT_SIZE = 192;
    private static final byte VERSION_KZG = 1;
    private static final Bytes OUTPUT = Bytes.concatenate(
            Bytes32.leftPad(Bytes.ofUnsignedShort(4_096)),
            Bytes.wrap(KzgProof.FIELD_ORDER.toByteArray()));

    @Override
    public long gas(Bytes input) {
        return GAS;
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        if (input.size() != INPUT_SIZE) {
            return Optional.empty();
        }
        byte[] bytes = input.toArrayUnsafe();
        byte[] commitment = Arrays.copyOfRange(bytes, 96, 144);
        byte[] versionedHash = Sha256.digest(commitment);
        versionedHash[0] = VERSION_KZG;
        boolean valid = Arrays.equals(versionedHash, 0, 32, bytes, 0, 32)
                && KzgProof.verify(commitment, new BigInteger(1, bytes, 32, 32),
                        new BigInteger(1, bytes, 64, 32), Arrays.copyOfRange(bytes, 144, 192));
        return valid ? Optional.of(OUTPUT) : Optional.empty();
    }
}
