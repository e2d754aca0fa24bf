package io.quorate.evm.precompile;

import java.math.BigInteger;

/**
 * What {@link ModExp} costs, by fork. {@code size} is the greater of the lengths of base and modulus in bytes;
 * {@code exponentSize} and {@code headBits} are the exponent's length in bytes and the bit length of its first
 * 32 bytes. Sizes are below 2^28, so that no intermediate result overflows a {@link BigInteger} or, but for
 * the last product, a {@code long}.
 */
enum ModExpPricing {
    /** Byzantium. */
    EIP_198 {
        @Override
        BigInteger gas(long size, long exponentSize, int headBits) {
            return product(complexity(size), iterations(exponentSize, headBits, 8))
                    .divide(BigInteger.valueOf(20));
        }

        private static long complexity(long size) {
            if (size <= 64) return size * size;
            if (size <= 1024) return size * size / 4 + 96 * size - 3_072;
            return size * size / 16 + 480 * size - 199_680;
        }
    },
    /** Berlin. */
    EIP_2565 {
        @Override
        BigInteger gas(long size, long exponentSize, int headBits) {
            long words = (size + 7) / 8;
            return product(words * words, iterations(exponentSize, headBits, 8))
                    .divide(BigInteger.valueOf(3)).max(BigInteger.valueOf(200));
        }
    },
    /** Osaka; with it come the bounds of EIP-7823. */
    EIP_7883 {
        @Override
        BigInteger gas(long size, long exponentSize, int headBits) {
            long words = (size + 7) / 8;
            long complexity = size <= 32 ? 16 : 2 * words * words;
            return product(complexity, iterations(exponentSize, headBits, 16))
                    .max(BigInteger.valueOf(500));
        }

        @Override
        int sizeMax() {
            return 1_024;
        }
    };

    /**
     * Where no EIP bounds a length, this does: gas for longer numbers exceeds what any block allows (EIP-2565
     * asks 9·10^13 for a base or modulus of this length), and a Java array still holds them.
     */
    private static final int SIZE_MAX = 1 << 27;

    abstract BigInteger gas(long size, long exponentSize, int headBits);

    /** The length in bytes that no operand may exceed. */
    int sizeMax() {
        return SIZE_MAX;
    }

    private static long iterations(long exponentSize, int headBits, int perByte) {
        long beyondHead = Math.max(0, exponentSize - 32) * perByte;
        return Math.max(1, beyondHead + Math.max(0, headBits - 1));
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
