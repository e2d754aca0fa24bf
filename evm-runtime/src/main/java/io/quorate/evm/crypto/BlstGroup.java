package io.quorate.evm.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * blst's functions on one of the two groups, {@code blst_p1_*} or {@code blst_p2_*}. A point is affine (x, y;
 * all zeros at infinity) or Jacobian (x, y, z), in blst's own Montgomery form.
 */
final class BlstGroup {
    /** Bits of a scalar below the group's order. */
    private static final long SCALAR_BITS = 255;

    /** Field elements in a coordinate: 1 in G1, 2 in G2. */
    final int degree;
    private final MethodHandle isOnCurve;
    private final MethodHandle isInGroup;
    private final MethodHandle fromAffine;
    private final MethodHandle toAffine;
    private final MethodHandle isInfinity;
    private final MethodHandle add;
    private final MethodHandle negateIf;
    private final MethodHandle multiply;
    private final MethodHandle multiplyAll;
    private final MethodHandle scratchSize;
    private final MethodHandle map;
    private final MethodHandle uncompress;
    private final MethodHandle affineGenerator;
    private final MethodHandle generator;

    BlstGroup(NativeLibrary library, int degree) throws NativeUnavailableException {
        this.degree = degree;
        String p = "blst_p" + degree;
        var test = FunctionDescriptor.of(JAVA_INT, ADDRESS);
        var convert = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
        var address = FunctionDescriptor.of(ADDRESS);
        isOnCurve = library.bind(p + "_affine_on_curve", test);
        isInGroup = library.bind(p + "_affine_in_g" + degree, test);
        isInfinity = library.bind(p + "_is_inf", test);
        fromAffine = library.bind(p + "_from_affine", convert);
        toAffine = library.bind(p + "_to_affine", convert);
        add = library.bind(p + "_add_or_double",
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
        negateIf = library.bind(p + "_cneg", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        multiply = library.bind(p + "_mult",
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        multiplyAll = library.bind(p + "s_mult_pippenger", FunctionDescriptor.ofVoid(ADDRESS,
                ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));
        scratchSize = library.bind(p + "s_mult_pippenger_scratch_sizeof",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
        map = library.bind("blst_map_to_g" + degree,
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
        uncompress = library.bind(p + "_uncompress",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        affineGenerator = library.bind(p + "_affine_generator", address);
        generator = library.bind(p + "_generator", address);
    }

    long affineSize() {
        return 2 * degree * Blst.FP_SIZE;
    }

    MemorySegment newAffine(Arena arena) {
        return arena.allocate(affineSize(), Long.BYTES);
    }

    private MemorySegment newPoint(Arena arena) {
        return arena.allocate(3 * degree * Blst.FP_SIZE, Long.BYTES);
    }

    boolean isOnCurve(MemorySegment affine) {
        return test(isOnCurve, affine);
    }

    boolean isInGroup(MemorySegment affine) {
        return test(isInGroup, affine);
    }

    boolean isInfinity(MemorySegment point) {
        return test(isInfinity, point);
    }

    MemorySegment fromAffine(Arena arena, MemorySegment affine) {
        return convert(fromAffine, newPoint(arena), affine);
    }

    MemorySegment toAffine(Arena arena, MemorySegment point) {
        return convert(toAffine, newAffine(arena), point);
    }

    MemorySegment add(Arena arena, MemorySegment a, MemorySegment b) {
        MemorySegment sum = newPoint(arena);
        try {
            add.invokeExact(sum, a, b);
            return sum;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    /** Turns {@code point} to its negative, in place. */
    void negate(MemorySegment point) {
        try {
            negateIf.invokeExact(point, 1);
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    /** {@code point}, of the group, times the little-endian {@code scalar} below the order. */
    MemorySegment multiply(Arena arena, MemorySegment point, MemorySegment scalar) {
        MemorySegment product = newPoint(arena);
        try {
            multiply.invokeExact(product, point, scalar, SCALAR_BITS);
            return product;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    /** The sum of two or more affine points times scalars; each array is contiguous. */
    MemorySegment multiplyAll(Arena arena, MemorySegment points, MemorySegment scalars,
            long count) {
        MemorySegment sum = newPoint(arena);
        try {
            MemorySegment scratch = arena
                    .allocate((long) scratchSize.invokeExact(count), Long.BYTES);
            multiplyAll.invokeExact(sum, Blst.list(arena, points), count,
                    Blst.list(arena, scalars), SCALAR_BITS, scratch);
            return sum;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    /** RFC 9380's map of a field element to the curve, with its cofactor cleared. */
    MemorySegment map(Arena arena, MemorySegment element) {
        MemorySegment point = newPoint(arena);
        try {
            map.invokeExact(point, element, MemorySegment.NULL);
            return point;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    /** Whether {@code bytes} hold a compressed curve point, which is then in {@code affine}. */
    boolean uncompress(MemorySegment affine, MemorySegment bytes) {
        try {
            return (int) uncompress.invokeExact(affine, bytes) == 0;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    MemorySegment affineGenerator() {
        return address(affineGenerator);
    }

    MemorySegment generator() {
        return address(generator);
    }

    private static MemorySegment address(MethodHandle function) {
        try {
            return (MemorySegment) function.invokeExact();
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    private static boolean test(MethodHandle function, MemorySegment point) {
        try {
            return (int) function.invokeExact(point) != 0;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    private static MemorySegment convert(MethodHandle function, MemorySegment to,
            MemorySegment from) {
        try {
            function.invokeExact(to, from);
            return to;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }
}
