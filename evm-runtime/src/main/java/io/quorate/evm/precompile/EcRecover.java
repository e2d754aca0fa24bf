package io.quorate.evm.precompile;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * 0x01: the address that signed (Yellow Paper, appendix E.1). Input: hash, v (27 or 28), r, s, 32 bytes each.
 * A signature without a signer is no failure: the output is then empty.
 */
final class EcRecover implements Precompile {
    private static final long GAS = 3_000;
    private static final int INPUT_SIZE = 128;
    private static final UInt256 LOWEST_V = UInt256.of(27);

    @Override
    public long gas(Bytes input) {
        return GAS;
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        byte[] padded = InputBytes.padded(input, INPUT_SIZE);
        UInt256 yParity = word(padded, 32).minus(LOWEST_V);
        if (yParity.compareTo(UInt256.ONE) > 0) {
            return Optional.of(Bytes.EMPTY);
        }
        return Optional.of(Secp256k1
                .recoverAddress(Hash.of(padded, 0), word(padded, 64), word(padded, 96),
                        (int) yParity.limb(0))
                .map(EcRecover::asWord).orElse(Bytes.EMPTY));
    }

    private static UInt256 word(byte[] bytes, int offset) {
        return UInt256.ofBytes(Arrays.copyOfRange(bytes, offset, offset + UInt256.SIZE));
    }

    private static Bytes asWord(Address address) {
        byte[] out = new byte[UInt256.SIZE];
        address.copyTo(out, UInt256.SIZE - Address.SIZE);
        return Bytes.wrap(out);
    }
}
