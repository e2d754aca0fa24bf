package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** G1, in the curve y² = x³ + 4 over Fp. */
final class Bls12381G1 extends Bls12381Group<Bls12381Fp> {
    static final Bls12381G1 GROUP = new Bls12381G1();
    static final int COMPRESSED_SIZE = Bls12381Fp.SIZE;
    /** A cube root of one, the one for which (βx, y) is -u² times a point (x, y) of G1. */
    private static final Bls12381Fp BETA = Bls12381Fp
            .of("00000000000000005f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688"
                    + "de17d813620a00022e01fffffffefffe");
    private static final Bls12381Point<Bls12381Fp> GENERATOR = GROUP.affine(
            Bls12381Fp.of("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
                    + "6c55e83ff97a1aeffb3af00adb22c6bb"),
            Bls12381Fp.of("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3ed"
                    + "d03cc744a2888ae40caa232946c5e7e1"));
    private static final int COMPRESSED = 0x80;
    private static final int INFINITE = 0x40;
    private static final int GREATER_Y = 0x20;

    private Bls12381G1() {
        super(Bls12381Fp.of(BigInteger.valueOf(4)), Bls12381Fp.ONE, Bls12381Isogeny.MAP_TO_G1);
    }

    static Bls12381Point<Bls12381Fp> generator() {
        return GENERATOR;
    }

    @Override
    int coordinateSize() {
        return Bls12381.FP_SIZE;
    }

    @Override
    Optional<Bls12381Fp> readCoordinate(byte[] input, int offset) {
        return readFp(input, offset);
    }

    @Override
    void writeCoordinate(Bls12381Fp coordinate, byte[] out, int offset) {
        writeFp(coordinate, out, offset);
    }

    /** Scott, "A note on group membership tests for G1, G2 and GT on BLS pairing-friendly curves", §6. */
    @Override
    boolean isMember(Bls12381Point<Bls12381Fp> point) {
        var image = new Bls12381Point<>(point.x().times(BETA), point.y(), point.z());
        return image.isSame(point.timesAbsoluteU().timesAbsoluteU().negated());
    }

    /** 1 - u times the point (RFC 9380 §8.8.1). */
    @Override
    Bls12381Point<Bls12381Fp> clearCofactor(Bls12381Point<Bls12381Fp> point) {
        return point.timesAbsoluteU().plus(point);
    }

    /**
     * The point of G1 in 48 bytes, or empty where they hold none: x with three flags in its top bits, for a
     * compressed point, infinity, and the greater of the two y (EIP-4844 has it from the consensus layer).
     */
    Optional<Bls12381Point<Bls12381Fp>> uncompressed(byte[] bytes) {
        if (bytes.length != COMPRESSED_SIZE || (bytes[0] & COMPRESSED) == 0) {
            return Optional.empty();
        }
        byte[] plain = bytes.clone();
        plain[0] &= (byte) ~(COMPRESSED | INFINITE | GREATER_Y);
        if ((bytes[0] & INFINITE) != 0) {
            boolean isCanonical = (bytes[0] & GREATER_Y) == 0
                    && Arrays.equals(plain, new byte[COMPRESSED_SIZE]);
            return isCanonical ? Optional.of(infinity()) : Optional.empty();
        }
        boolean wantsGreater = (bytes[0] & GREATER_Y) != 0;
        return Bls12381Fp.read(plain, 0)
                .flatMap(x -> equation(x).squareRoot().map(
                        y -> affine(x, isGreater(y) == wantsGreater ? y : y.negated())))
                .filter(this::isMember);
    }

    /** Whether {@code y} is greater than -y. */
    private static boolean isGreater(Bls12381Fp y) {
        return y.toBigInteger().compareTo(y.negated().toBigInteger()) > 0;
    }
}
