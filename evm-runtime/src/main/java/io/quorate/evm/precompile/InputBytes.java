package io.quorate.evm.precompile;

import org.apache.tuweni.bytes.Bytes;

/** How precompiles read their input. */
final class InputBytes {
    private InputBytes() {}

    /** The first {@code size} bytes of {@code input}, with zeros where it is shorter. */
    static byte[] padded(Bytes input, int size) {
        byte[] padded = new byte[size];
        int present = Math.min(size, input.size());
        System.arraycopy(input.slice(0, present).toArrayUnsafe(), 0, padded, 0, present);
        return padded;
    }

    /** The number of 32-byte words that hold {@code sizeBytes}. */
    static long words(int sizeBytes) {
        return (sizeBytes + 31L) >>> 5;
    }
}
