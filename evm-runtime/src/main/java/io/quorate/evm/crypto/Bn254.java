package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The curve alt_bn128 in the encoding of EIP-196 and EIP-197: a coordinate is 32 bytes, big-endian and below
 * p; (0, 0) is infinity; a coordinate of G2 has its imaginary part first. Safe for any thread.
 */
public final class Bn254 {
    public static final int G1_SIZE = 64;
    public static final int SCALAR_SIZE = 32;
    /** A point of G1 and one of G2. */
    public static final int PAIR_SIZE = 192;

    private Bn254() {}

    /** The sum of the two points in 128 bytes, or empty where one is none. */
    public static Optional<byte[]> add(byte[] input) {
        return g1(input, 0).flatMap(p -> g1(input, G1_SIZE).map(p::plus)).map(Bn254::encoded);
    }

    /** The product of a point and a 32-byte scalar of any size, or empty where the point is none. */
    public static Optional<byte[]> multiply(byte[] input) {
        return g1(input, 0).map(p -> p.times(new BigInteger(1, input, G1_SIZE, SCALAR_SIZE)))
                .map(Bn254::encoded);
    }

    /**
     * Whether the product of the pairings is one, or empty where a point is none of its group. The input is a
     * number of pairs of {@link #PAIR_SIZE} bytes, perhaps none.
     */
    public static Optional<Boolean> isPairingProductOne(byte[] input) {
        List<Bn254Pairing.Pair> pairs = new ArrayList<>(input.length / PAIR_SIZE);
        for (int offset = 0; offset < input.length; offset += PAIR_SIZE) {
            Optional<Bn254G1> p = g1(input, offset);
            if (p.isEmpty()) {
                return Optional.empty();
            }
            boolean isInfinity = isZero(input, offset + G1_SIZE, PAIR_SIZE - G1_SIZE);
            Optional<Bn254G2> q = isInfinity ? Optional.empty() : g2(input, offset + G1_SIZE);
            if (!isInfinity && q.isEmpty()) {
                return Optional.empty();
            }
            if (!isInfinity && !p.get().isInfinity()) { // else this pairing is one
                pairs.add(new Bn254Pairing.Pair(p.get(), q.get()));
            }
        }
        return Optional.of(pairs.isEmpty() || Bn254Pairing.isProductOne(pairs));
    }

    private static Optional<Bn254G1> g1(byte[] input, int offset) {
        if (isZero(input, offset, G1_SIZE)) {
            return Optional.of(Bn254G1.INFINITY);
        }
        return Bn254Fp.read(input, offset).flatMap(x -> Bn254Fp.read(input, offset + 32)
                .filter(y -> Bn254G1.isOnCurve(x, y)).map(y -> Bn254G1.affine(x, y)));
    }

    private static Optional<Bn254G2> g2(byte[] input, int offset) {
        return coordinate2(input, offset)
                .flatMap(x -> coordinate2(input, offset + 64).map(y -> new Bn254G2(x, y)))
                .filter(Bn254G2::isOnCurve).filter(Bn254G2::isInSubgroup);
    }

    private static Optional<Bn254Fp2> coordinate2(byte[] input, int offset) {
        return Bn254Fp.read(input, offset).flatMap(imaginary -> Bn254Fp.read(input, offset + 32)
                .map(real -> new Bn254Fp2(real, imaginary)));
    }

    private static boolean isZero(byte[] input, int offset, int size) {
        int bits = 0;
        for (int i = offset; i < offset + size; i++) {
            bits |= input[i];
        }
        return bits == 0;
    }

    private static byte[] encoded(Bn254G1 point) {
        byte[] out = new byte[G1_SIZE];
        if (!point.isInfinity()) {
            Bn254G1 affine = point.normalized();
            affine.x().write(out, 0);
            affine.y().write(out, Bn254Fp.SIZE);
        }
        return out;
    }
}
