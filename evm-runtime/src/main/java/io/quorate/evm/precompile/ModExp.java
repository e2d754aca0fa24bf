package io.quorate.evm.precompile;

import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * 0x05: base^exponent mod modulus for numbers of any length (EIP-198, priced by {@link ModExpPricing}). Input:
 * three lengths of 32 bytes each, then the three numbers; what the input lacks reads as zeros. The lengths are
 * bounded before anything of their size is made.
 */
record ModExp(ModExpPricing pricing) implements Precompile {
    private static final int HEADER_SIZE = 96;
    private static final int HEAD_SIZE = 32;

    /** The three lengths in bytes; each within the bound of the pricing. */
    private record Sizes(int base, int exponent, int modulus) {}

    @Override
    public long gas(Bytes input) {
        return sizes(input).map(sizes -> gas(input, sizes)).orElse(Long.MAX_VALUE);
    }

    private long gas(Bytes input, Sizes sizes) {
        int headSize = Math.min(HEAD_SIZE, sizes.exponent);
        int headBits = number(input, HEADER_SIZE + (long) sizes.base, headSize).bitLength();
        BigInteger gas = pricing.gas(Math.max(sizes.base, sizes.modulus), sizes.exponent,
                headBits);
        return gas.bitLength() < Long.SIZE ? gas.longValue() : Long.MAX_VALUE;
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        return sizes(input).map(sizes -> power(input, sizes));
    }

    private static Bytes power(Bytes input, Sizes sizes) {
        if (sizes.modulus == 0) {
            return Bytes.EMPTY;
        }
        long exponentAt = HEADER_SIZE + (long) sizes.base;
        BigInteger modulus = number(input, exponentAt + sizes.exponent, sizes.modulus);
        if (modulus.signum() == 0) {
            return Bytes.wrap(new byte[sizes.modulus]);
        }
        BigInteger base = number(input, HEADER_SIZE, sizes.base);
        BigInteger exponent = number(input, exponentAt, sizes.exponent);
        byte[] result = base.modPow(exponent, modulus).toByteArray(); // perhaps with a sign byte
        byte[] out = new byte[sizes.modulus];
        int length = Math.min(result.length, out.length);
        System.arraycopy(result, result.length - length, out, out.length - length, length);
        return Bytes.wrap(out);
    }

    /**
     * The lengths, or empty where one is out of bounds. Without base and modulus the exponent is never read and
     * costs nothing, however long it says it is (before Osaka); it then counts as empty.
     */
    private Optional<Sizes> sizes(Bytes input) {
        byte[] header = InputBytes.padded(input, HEADER_SIZE);
        int base = size(header, 0);
        int exponent = size(header, 32);
        int modulus = size(header, 64);
        boolean bounded = Math.max(base, modulus) <= pricing.sizeMax();
        if (bounded && exponent <= pricing.sizeMax()) {
            return Optional.of(new Sizes(base, exponent, modulus));
        }
        boolean isFree = base == 0 && modulus == 0 && pricing != ModExpPricing.EIP_7883;
        return isFree ? Optional.of(new Sizes(0, 0, 0)) : Optional.empty();
    }

    /** The length at {@code offset}; all that does not fit 31 bits becomes the greatest {@code int}. */
    private static int size(byte[] header, int offset) {
        UInt256 size = UInt256
                .ofBytes(Arrays.copyOfRange(header, offset, offset + UInt256.SIZE));
        return size.fitsLong() ? (int) Math.min(size.toLongExact(), Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }

    /** The number of {@code size} bytes at {@code offset}, with zeros where the input has ended. */
    private static BigInteger number(Bytes input, long offset, int size) {
        int present = Math.clamp(input.size() - offset, 0, size);
        if (present == 0) {
            return BigInteger.ZERO;
        }
        return new BigInteger(1, input.slice((int) offset, present).toArrayUnsafe())
                .shiftLeft(8 * (size - present));
    }
}
