package io.quorate.evm.precompile;

import io.quorate.evm.crypto.Bn254;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** 0x06: the sum of two points of alt_bn128 (EIP-196); 500 gas, from Istanbul on 150 (EIP-1108). */
record Bn254Add(long gasCost) implements Precompile {
    @Override
    public long gas(Bytes input) {
        return gasCost;
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        return Bn254.add(InputBytes.padded(input, 2 * Bn254.G1_SIZE)).map(Bytes::wrap);
    }
}
