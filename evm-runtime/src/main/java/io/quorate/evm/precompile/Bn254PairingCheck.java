package io.quorate.evm.precompile;

import io.quorate.evm.crypto.Bn254;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * 0x08: whether a product of pairings on alt_bn128 is one, as the word 1 or 0 (EIP-197). It costs 100000 gas
 * and 80000 a pair, from Istanbul on 45000 and 34000 (EIP-1108).
 */
record Bn254PairingCheck(long gasBase, long gasPerPair) implements Precompile {
    private static final Bytes YES = Bytes32.leftPad(Bytes.of(1));
    private static final Bytes NO = Bytes32.ZERO;

    @Override
    public long gas(Bytes input) {
        return gasBase + gasPerPair * (input.size() / Bn254.PAIR_SIZE);
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        if (input.size() % Bn254.PAIR_SIZE != 0) {
            return Optional.empty();
        }
        return Bn254.isPairingProductOne(input.toArrayUnsafe()).map(isOne -> isOne ? YES : NO);
    }
}
