package io.quorate.evm.crypto;

import java.util.Optional;

/** One of the two groups and the curve around it: encoding (EIP-2537), membership, and the map to it. */
abstract sealed class Bls12381Group<F extends Bls12381Field<F>>
        permits Bls12381G1, Bls12381G2 {
    private static final int PADDING = Bls12381.FP_SIZE - Bls12381Fp.SIZE;

    private final F b;
    private final F one;
    private final Bls12381Point<F> infinity;
    private final Bls12381SwuMap<F> map;

    Bls12381Group(F b, F one, Bls12381SwuMap<F> map) {
        this.b = b;
        this.one = one;
        this.infinity = new Bls12381Point<>(one, one, one.minus(one));
        this.map = map;
    }

    /** Bytes of a coordinate. */
    abstract int coordinateSize();

    abstract Optional<F> readCoordinate(byte[] input, int offset);

    abstract void writeCoordinate(F coordinate, byte[] out, int offset);

    /** Whether a point of the curve is in the group. */
    abstract boolean isMember(Bls12381Point<F> point);

    /** Takes a point of the curve to the group, with the multiple that RFC 9380 §8.8 fixes. */
    abstract Bls12381Point<F> clearCofactor(Bls12381Point<F> point);

    final Bls12381Point<F> infinity() {
        return infinity;
    }

    final Bls12381Point<F> affine(F x, F y) {
        return new Bls12381Point<>(x, y, one);
    }

    /** x³ + b, which is y² on the curve. */
    final F equation(F x) {
        return x.square().times(x).plus(b);
    }

    final Bls12381Point<F> map(F element) {
        return clearCofactor(map.apply(element));
    }

    final int pointSize() {
        return 2 * coordinateSize();
    }

    /** The normalised point at {@code offset}, or empty where none of the curve is. */
    final Optional<Bls12381Point<F>> read(byte[] input, int offset) {
        if (isZero(input, offset, pointSize())) {
            return Optional.of(infinity);
        }
        return readCoordinate(input, offset)
                .flatMap(x -> readCoordinate(input, offset + coordinateSize())
                        .filter(y -> y.square().isEqual(equation(x))).map(y -> affine(x, y)));
    }

    /** The normalised point at {@code offset}, or empty where none of the group is. */
    final Optional<Bls12381Point<F>> readMember(byte[] input, int offset) {
        return read(input, offset).filter(point -> point.isInfinity() || isMember(point));
    }

    final byte[] encoded(Bls12381Point<F> point) {
        byte[] out = new byte[pointSize()];
        if (!point.isInfinity()) {
            Bls12381Point<F> affine = point.normalized();
            writeCoordinate(affine.x(), out, 0);
            writeCoordinate(affine.y(), out, coordinateSize());
        }
        return out;
    }

    /** The element in 64 bytes, the first 16 of them zero. */
    static Optional<Bls12381Fp> readFp(byte[] input, int offset) {
        return isZero(input, offset, PADDING) ? Bls12381Fp.read(input, offset + PADDING)
                : Optional.empty();
    }

    static void writeFp(Bls12381Fp element, byte[] out, int offset) {
        element.write(out, offset + PADDING);
    }

    private static boolean isZero(byte[] input, int offset, int size) {
        int bits = 0;
        for (int i = offset; i < offset + size; i++) {
            bits |= input[i];
        }
        return bits == 0;
    }
}
