package io.quorate.evm.precompile;

import io.quorate.evm.crypto.Bn254;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** 0x07: a point of alt_bn128 times a scalar (EIP-196); 40000 gas, from Istanbul on 6000 (EIP-1108). */
record Bn254Multiply(long gasCost) implements Precompile {
    @Override
    public long gas(Bytes input) {
        return gasCost;
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        byte[] padded = InputBytes.padded(input, Bn254.G1_SIZE + Bn254.SCALAR_SIZE);
        return Bn254.multiply(padded).map(Bytes::wrap);
    }
}
