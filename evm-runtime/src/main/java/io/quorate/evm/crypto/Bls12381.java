package io.quorate.evm.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * The curve BLS12-381 in the encoding of EIP-2537: a field element is 64 bytes, big-endian and below p; a point
 * of G1 has two of them, one of G2 four; all zeros are infinity. An empty result means that the input is no
 * valid encoding. Safe for any thread.
 *
 * <p>It needs the native library blst: without it every operation fails, and {@link #unavailability} says so
 * beforehand.
 */
public final class Bls12381 {
    public static final int G1_SIZE = 128;
    public static final int G2_SIZE = 256;
    public static final int SCALAR_SIZE = 32;
    public static final int FP_SIZE = 64;
    static final BigInteger ORDER = new BigInteger(
            "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);
    private static final byte[] MODULUS = new BigInteger(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
                    + "1eabfffeb153ffffb9feffffffffaaab",
            16).toByteArray();
    private static final int PADDING = FP_SIZE - (int) Blst.FP_SIZE;

    private Bls12381() {}

    /** Why BLS12-381 does not work on this platform; empty where it does. A node asks before it starts. */
    public static Optional<String> unavailability() {
        return Backend.REASON;
    }

    /** The sum of two points of the curve of G1, which need not be in the subgroup. */
    public static Optional<byte[]> g1Add(byte[] input) {
        return add(blst().g1, input);
    }

    public static Optional<byte[]> g2Add(byte[] input) {
        return add(blst().g2, input);
    }

    /** The sum of points times scalars; each point, which must be in G1, is followed by its scalar. */
    public static Optional<byte[]> g1Msm(byte[] input) {
        return multiplyAll(blst().g1, input);
    }

    public static Optional<byte[]> g2Msm(byte[] input) {
        return multiplyAll(blst().g2, input);
    }

    /** The point of G1 to which RFC 9380's SSWU map takes the 64-byte field element. */
    public static Optional<byte[]> mapFpToG1(byte[] input) {
        return map(blst().g1, input);
    }

    /** The point of G2 to which RFC 9380's SSWU map takes the 128-byte element of Fp2. */
    public static Optional<byte[]> mapFp2ToG2(byte[] input) {
        return map(blst().g2, input);
    }

    /** Whether the product of the pairings is one; a point of G1 is followed by one of G2. */
    public static Optional<Boolean> isPairingProductOne(byte[] input) {
        Blst blst = blst();
        int count = input.length / (G1_SIZE + G2_SIZE);
        MemorySegment[] g1Points = new MemorySegment[count];
        MemorySegment[] g2Points = new MemorySegment[count];
        int used = 0;
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < count; i++) {
                int offset = i * (G1_SIZE + G2_SIZE);
                Optional<MemorySegment> p = memberAt(blst.g1, arena, input, offset);
                if (p.isEmpty()) return Optional.empty();
                Optional<MemorySegment> q = memberAt(blst.g2, arena, input, offset + G1_SIZE);
                if (q.isEmpty()) return Optional.empty();
                if (!isZero(input, offset, G1_SIZE) && !isZero(input, offset + G1_SIZE, G2_SIZE)) {
                    g1Points[used] = p.get();
                    g2Points[used++] = q.get();
                }
            }
            return Optional.of(used == 0 || blst.isPairingProductOne(arena,
                    Blst.list(arena, Arrays.copyOf(g1Points, used)),
                    Blst.list(arena, Arrays.copyOf(g2Points, used)), used));
        }
    }

    static Blst blst() {
        return Backend.BLST.orElseThrow(
                () -> new IllegalStateException("no BLS12-381: " + Backend.REASON.orElse("")));
    }

    /** The little-endian form that blst wants of a number below the order. */
    static MemorySegment scalar(Arena arena, BigInteger number) {
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

    private static Optional<byte[]> add(BlstGroup group, byte[] input) {
        int size = 2 * FP_SIZE * group.degree;
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
    private static Optional<byte[]> multiplyAll(BlstGroup group, byte[] input) {
        int pointSize = 2 * FP_SIZE * group.degree;
        int count = input.length / (pointSize + SCALAR_SIZE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment points = arena.allocate(count * group.affineSize(), Long.BYTES);
            MemorySegment scalars = arena.allocate(count * Blst.SCALAR_SIZE, Long.BYTES);
            int used = 0;
            for (int i = 0; i < count; i++) {
                int offset = i * (pointSize + SCALAR_SIZE);
                Optional<MemorySegment> point = memberAt(group, arena, input, offset);
                if (point.isEmpty()) return Optional.empty();
                BigInteger scalar = new BigInteger(1, input, offset + pointSize, SCALAR_SIZE)
                        .mod(ORDER);
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

    private static Optional<byte[]> map(BlstGroup group, byte[] input) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment element = arena.allocate(group.degree * Blst.FP_SIZE, Long.BYTES);
            if (!readElements(input, 0, element, group.degree, arena)) {
                return Optional.empty();
            }
            return Optional.of(encoded(group, arena, group.map(arena, element)));
        }
    }

    /** The affine point at {@code offset}, or empty where none of the group is. */
    private static Optional<MemorySegment> memberAt(BlstGroup group, Arena arena, byte[] input,
            int offset) {
        return pointAt(group, arena, input, offset).filter(
                affine -> isZero(input, offset, 2 * FP_SIZE * group.degree)
                        || group.isInGroup(affine));
    }

    /** The affine point at {@code offset}, or empty where none of the curve is. */
    private static Optional<MemorySegment> pointAt(BlstGroup group, Arena arena, byte[] input,
            int offset) {
        MemorySegment affine = group.newAffine(arena);
        if (isZero(input, offset, 2 * FP_SIZE * group.degree)) {
            return Optional.of(affine); // an arena's memory begins as zeros
        }
        boolean isPoint = readElements(input, offset, affine, 2 * group.degree, arena)
                && group.isOnCurve(affine);
        return isPoint ? Optional.of(affine) : Optional.empty();
    }

    /** Whether {@code count} field elements stand at {@code offset}; they are then in {@code out}. */
    private static boolean readElements(byte[] input, int offset, MemorySegment out, int count,
            Arena arena) {
        MemorySegment bytes = arena.allocate(Blst.FP_SIZE, Long.BYTES);
        for (int i = 0; i < count; i++) {
            int at = offset + i * FP_SIZE;
            if (!isZero(input, at, PADDING) || Arrays.compareUnsigned(input, at + PADDING,
                    at + FP_SIZE, MODULUS, 0, MODULUS.length) >= 0) {
                return false;
            }
            MemorySegment.copy(input, at + PADDING, bytes, ValueLayout.JAVA_BYTE, 0,
                    (int) Blst.FP_SIZE);
            blst().readFp(out.asSlice(i * Blst.FP_SIZE, Blst.FP_SIZE), bytes);
        }
        return true;
    }

    private static byte[] encoded(BlstGroup group, Arena arena, MemorySegment point) {
        int elements = 2 * group.degree;
        byte[] out = new byte[elements * FP_SIZE];
        if (group.isInfinity(point)) {
            return out;
        }
        MemorySegment affine = group.toAffine(arena, point);
        MemorySegment bytes = arena.allocate(Blst.FP_SIZE, Long.BYTES);
        for (int i = 0; i < elements; i++) {
            blst().writeFp(bytes, affine.asSlice(i * Blst.FP_SIZE, Blst.FP_SIZE));
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, out, i * FP_SIZE + PADDING,
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

    /** Made at first use, so that a chain without these precompiles loads no library. */
    private static final class Backend {
        static final Optional<Blst> BLST;
        static final Optional<String> REASON;

        static {
            Optional<Blst> blst = Optional.empty();
            Optional<String> reason = Optional.empty();
            try {
                blst = Optional.of(Blst.load());
            } catch (NativeUnavailableException e) { // unavailability() tells the operator
                reason = Optional.of(e.getMessage());
            }
            BLST = blst;
            REASON = reason;
        }
    }
}
