package io.quorate.evm.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** BLS12-381 on the native library blst. */
final class Bls12381Native implements Bls12381Backend {
    private static final byte[] MODULUS = Bls12381.MODULUS.toByteArray();
    private static final int PADDING = Bls12381.FP_SIZE - (int) Blst.FP_SIZE;

    private final Blst blst;

    private Bls12381Native(Blst blst) {
        this.blst = blst;
    }

    static Bls12381Native load() throws NativeUnavailableException {
        return new Bls12381Native(Blst.load());
    }

    @Override
    public Optional<byte[]> g1Add(byte[] input) {
        return add(blst.g1, input);
    }

    @Override
    public Optional<byte[]> g2Add(byte[] input) {
        return add(blst.g2, input);
    }

    @Override
    public Optional<byte[]> g1Msm(byte[] input) {
        return multiplyAll(blst.g1, input);
    }

    @Override
    public Optional<byte[]> g2Msm(byte[] input) {
        return multiplyAll(blst.g2, input);
    }

    @Override
    public Optional<byte[]> mapFpToG1(byte[] input) {
        return map(blst.g1, input);
    }

    @Override
    public Optional<byte[]> mapFp2ToG2(byte[] input) {
        return map(blst.g2, input);
    }

    @Override
    public Optional<Boolean> isPairingProductOne(byte[] input) {
        int count = input.length / (Bls12381.G1_SIZE + Bls12381.G2_SIZE);
        MemorySegment[] g1Points = new MemorySegment[count];
        MemorySegment[] g2Points = new MemorySegment[count];
        int used = 0;
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < count; i++) {
                int offset = i * (Bls12381.G1_SIZE + Bls12381.G2_SIZE);
                Optional<MemorySegment> p = memberAt(blst.g1, arena, input, offset);
                if (p.isEmpty()) return Optional.empty();
                Optional<MemorySegment> q = memberAt(blst.g2, arena, input,
                        offset + Bls12381.G1_SIZE);
                if (q.isEmpty()) return Optional.empty();
                if (!isZero(input, offset, Bls12381.G1_SIZE)
                        && !isZero(input, offset + Bls12381.G1_SIZE, Bls12381.G2_SIZE)) {
                    g1Points[used] = p.get();
                    g2Points[used++] = q.get();
                }
            }
            return Optional.of(used == 0 || blst.isPairingProductOne(arena,
                    Blst.list(arena, Arrays.copyOf(g1Points, used)),
                    Blst.list(arena, Arrays.copyOf(g2Points, used)), used));
        }
    }

    @Override
    public boolean verifyKzgProof(byte[] commitment, BigInteger z, BigInteger y, byte[] proof) {
        BlstGroup g1 = blst.g1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment c = g1.newAffine(arena);
            MemorySegment pi = g1.newAffine(arena);
            if (!isMember(g1, arena, c, commitment) || !isMember(g1, arena, pi, proof)) {
                return false;
            }
            MemorySegment proofPoint = g1.fromAffine(arena, pi);
            MemorySegment left = g1.multiply(arena, proofPoint, scalar(arena, z));
            left = g1.add(arena, left, g1.fromAffine(arena, c));
            g1.negate(left);
            left = g1.add(arena, left,
                    g1.multiply(arena, g1.generator(), scalar(arena, y)));
            boolean isLeftInfinite = g1.isInfinity(left);
            if (isLeftInfinite || g1.isInfinity(proofPoint)) { // then its pairing is one, the other not
                return isLeftInfinite && g1.isInfinity(proofPoint);
            }
            return blst.isPairingProductOne(arena,
                    Blst.list(arena, g1.toAffine(arena, left), pi),
                    Blst.list(arena, blst.g2.affineGenerator(), tau(arena)), 2);
        }
    }

    private static boolean isMember(BlstGroup g1, Arena arena, MemorySegment out,
            byte[] compressed) {
        return compressed.length == Blst.FP_SIZE
                && g1.uncompress(out, arena.allocateFrom(ValueLayout.JAVA_BYTE, compressed))
                && (g1.isInfinity(g1.fromAffine(arena, out)) || g1.isInGroup(out));
    }

    private MemorySegment tau(Arena arena) {
        return pointAt(blst.g2, arena, KzgProof.TAU_G2, 0).orElseThrow(
                () -> new IllegalStateException("the point of the KZG setup is not on its curve"));
    }

    /** The little-endian form that blst wants of a number below the order. */
    private static MemorySegment scalar(Arena arena, BigInteger number) {
        MemorySegment scalar = arena.allocate(Blst.SCALAR_SIZE, Long.BYTES);
        writeScalar(scalar, 0, number);
        return scalar;
    }

    private static void writeScalar(MemorySegment out, long offset, BigInteger number) {
        byte[] bigEndian = number.toByteArray(); // at most 32: the order has 255 bits
        for (int i = 0; i < bigEndian.length; i++) {
            out.set(ValueLayout.JAVA_BYTE, offset + i, bigEndian[bigEndian.length - 1 - i]);
        }
    }

    private Optional<byte[]> add(BlstGroup group, byte[] input) {
        int size = 2 * Bls12381.FP_SIZE * group.degree;
        try (Arena arena = Arena.ofConfined()) {
            Optional<MemorySegment> a = pointAt(group, arena, input, 0);
            Optional<MemorySegment> b = pointAt(group, arena, input, size);
            if (a.isEmpty() || b.isEmpty()) return Optional.empty();
            return Optional.of(encoded(group, arena,
                    group.add(arena, group.fromAffine(arena, a.get()),
                            group.fromAffine(arena, b.get()))));
        }
    }

    /** Points at infinity and scalars of zero are checked but left out of the sum. */
    private Optional<byte[]> multiplyAll(BlstGroup group, byte[] input) {
        int pointSize = 2 * Bls12381.FP_SIZE * group.degree;
        int count = input.length / (pointSize + Bls12381.SCALAR_SIZE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment points = arena.allocate(count * group.affineSize(), Long.BYTES);
            MemorySegment scalars = arena.allocate(count * Blst.SCALAR_SIZE, Long.BYTES);
            int used = 0;
            for (int i = 0; i < count; i++) {
                int offset = i * (pointSize + Bls12381.SCALAR_SIZE);
                Optional<MemorySegment> point = memberAt(group, arena, input, offset);
                if (point.isEmpty()) return Optional.empty();
                BigInteger scalar = new BigInteger(1, input, offset + pointSize,
                        Bls12381.SCALAR_SIZE)
                        .mod(Bls12381.ORDER);
                if (scalar.signum() != 0 && !isZero(input, offset, pointSize)) {
                    MemorySegment.copy(point.get(), 0, points, used * group.affineSize(),
                            group.affineSize());
                    writeScalar(scalars, used * Blst.SCALAR_SIZE, scalar);
                    used++;
                }
            }
            return Optional.of(switch (used) {
                case 0 -> new byte[pointSize];
                case 1 -> encoded(group, arena,
                        group.multiply(arena, group.fromAffine(arena, points), scalars));
                default -> encoded(group, arena,
                        group.multiplyAll(arena, points, scalars, used));
            });
        }
    }

    private Optional<byte[]> map(BlstGroup group, byte[] input) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment element = arena.allocate(group.degree * Blst.FP_SIZE, Long.BYTES);
            if (!readElements(input, 0, element, group.degree, arena)) {
                return Optional.empty();
            }
            return Optional.of(encoded(group, arena, group.map(arena, element)));
        }
    }

    /** The affine point at {@code offset}, or empty where none of the group is. */
    private Optional<MemorySegment> memberAt(BlstGroup group, Arena arena, byte[] input,
            int offset) {
        return pointAt(group, arena, input, offset).filter(
                affine -> isZero(input, offset, 2 * Bls12381.FP_SIZE * group.degree)
                        || group.isInGroup(affine));
    }

    /** The affine point at {@code offset}, or empty where none of the curve is. */
    private Optional<MemorySegment> pointAt(BlstGroup group, Arena arena, byte[] input,
            int offset) {
        MemorySegment affine = group.newAffine(arena);
        if (isZero(input, offset, 2 * Bls12381.FP_SIZE * group.degree)) {
            return Optional.of(affine); // an arena's memory begins as zeros
        }
        boolean isPoint = readElements(input, offset, affine, 2 * group.degree, arena)
                && group.isOnCurve(affine);
        return isPoint ? Optional.of(affine) : Optional.empty();
    }

    /** Whether {@code count} field elements stand at {@code offset}; they are then in {@code out}. */
    private boolean readElements(byte[] input, int offset, MemorySegment out, int count,
            Arena arena) {
        MemorySegment bytes = arena.allocate(Blst.FP_SIZE, Long.BYTES);
        for (int i = 0; i < count; i++) {
            int at = offset + i * Bls12381.FP_SIZE;
            if (!isZero(input, at, PADDING) || Arrays.compareUnsigned(input, at + PADDING,
                    at + Bls12381.FP_SIZE, MODULUS, 0, MODULUS.length) >= 0) {
                return false;
            }
            MemorySegment.copy(input, at + PADDING, bytes, ValueLayout.JAVA_BYTE, 0,
                    (int) Blst.FP_SIZE);
            blst.readFp(out.asSlice(i * Blst.FP_SIZE, Blst.FP_SIZE), bytes);
        }
        return true;
    }

    private byte[] encoded(BlstGroup group, Arena arena, MemorySegment point) {
        int elements = 2 * group.degree;
        byte[] out = new byte[elements * Bls12381.FP_SIZE];
        if (group.isInfinity(point)) {
            return out;
        }
        MemorySegment affine = group.toAffine(arena, point);
        MemorySegment bytes = arena.allocate(Blst.FP_SIZE, Long.BYTES);
        for (int i = 0; i < elements; i++) {
            blst.writeFp(bytes, affine.asSlice(i * Blst.FP_SIZE, Blst.FP_SIZE));
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, out, i * Bls12381.FP_SIZE + PADDING,
                    (int) Blst.FP_SIZE);
        }
        return out;
    }

    private static boolean isZero(byte[] input, int offset, int size) {
        int bits = 0;
        for (int i = offset; i < offset + size; i++) {
            bits |= input[i];
        }
        return bits == 0;
    }
}
