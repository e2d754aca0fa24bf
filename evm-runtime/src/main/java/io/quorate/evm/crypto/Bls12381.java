package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The curve BLS12-381 in the encoding of EIP-2537: a field element is 64 bytes, big-endian and below p; a point
 * of G1 has two of them, one of G2 four; all zeros are infinity. An empty result means that the input is no
 * valid encoding. An input of a length that its operation does not take is refused with an {@link
 * IllegalArgumentException}. Safe for any thread.
 *
 * <p>It runs on the native library blst where that loads and on Java alone elsewhere, with the same results to
 * the bit.
 */
public final class Bls12381 {
    public static final int G1_SIZE = 128;
    public static final int G2_SIZE = 256;
    public static final int SCALAR_SIZE = 32;
    public static final int FP_SIZE = 64;
    static final BigInteger MODULUS = new BigInteger(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
                    + "1eabfffeb153ffffb9feffffffffaaab",
            16);
    static final BigInteger ORDER = new BigInteger(
            "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

    private Bls12381() {}

    /** Why the portable implementation runs; empty where the native one does. A node warns of it. */
    public static Optional<String> portableReason() {
        return Backend.PORTABLE_REASON;
    }

    /** The sum of two points of the curve of G1, which need not be in the subgroup. */
    public static Optional<byte[]> g1Add(byte[] input) {
        return backend().g1Add(sized(input, 2 * G1_SIZE));
    }

    /** The sum of two points of the curve of G2, which need not be in the subgroup. */
    public static Optional<byte[]> g2Add(byte[] input) {
        return backend().g2Add(sized(input, 2 * G2_SIZE));
    }

    /** The sum of points times scalars; each point, which must be in G1, is followed by its scalar. */
    public static Optional<byte[]> g1Msm(byte[] input) {
        return backend().g1Msm(itemised(input, G1_SIZE + SCALAR_SIZE));
    }

    /** The sum of points times scalars; each point, which must be in G2, is followed by its scalar. */
    public static Optional<byte[]> g2Msm(byte[] input) {
        return backend().g2Msm(itemised(input, G2_SIZE + SCALAR_SIZE));
    }

    /** The point of G1 to which RFC 9380's SSWU map takes the 64-byte field element. */
    public static Optional<byte[]> mapFpToG1(byte[] input) {
        return backend().mapFpToG1(sized(input, FP_SIZE));
    }

    /** The point of G2 to which RFC 9380's SSWU map takes the 128-byte element of Fp2. */
    public static Optional<byte[]> mapFp2ToG2(byte[] input) {
        return backend().mapFp2ToG2(sized(input, 2 * FP_SIZE));
    }

    /** Whether the product of the pairings is one; a point of G1 is followed by one of G2. */
    public static Optional<Boolean> isPairingProductOne(byte[] input) {
        return backend().isPairingProductOne(itemised(input, G1_SIZE + G2_SIZE));
    }

    static Bls12381Backend backend() {
        return Backend.CHOSEN;
    }

    private static byte[] sized(byte[] input, int size) {
        if (input.length != size) {
            throw new IllegalArgumentException(
                    "an input of " + input.length + " bytes where " + size + " are taken");
        }
        return input;
    }

    private static byte[] itemised(byte[] input, int itemSize) {
        if (input.length % itemSize != 0) {
            throw new IllegalArgumentException("an input of " + input.length
                    + " bytes where a multiple of " + itemSize + " is taken");
        }
        return input;
    }

    /** Made at first use, so that a chain without these precompiles loads no library. */
    private static final class Backend {
        static final Bls12381Backend CHOSEN;
        static final Optional<String> PORTABLE_REASON;

        static {
            Bls12381Backend chosen;
            Optional<String> reason = Optional.empty();
            try {
                chosen = Bls12381Native.load();
            } catch (NativeUnavailableException e) { // portableReason() tells the operator
                chosen = new Bls12381Portable();
                reason = Optional.of(e.getMessage());
            }
            CHOSEN = chosen;
            PORTABLE_REASON = reason;
        }
    }
}
