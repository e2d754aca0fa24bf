package io.quorate.evm.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C functions of blst, out of the library that lies in jblst's jar, which wraps only some of them. All take
 * memory outside the heap, which the caller's arena owns; none keeps any. Safe for any thread.
 */
final class Blst {
    static final long FP_SIZE = 48;
    static final long FP12_SIZE = 12 * FP_SIZE;
    static final long SCALAR_SIZE = 32;

    final BlstGroup g1;
    final BlstGroup g2;
    private final MethodHandle fpFromBigEndian;
    private final MethodHandle bigEndianFromFp;
    private final MethodHandle millerLoop;
    private final MethodHandle finalExponentiation;
    private final MethodHandle isOne;

    private Blst(NativeLibrary library) throws NativeUnavailableException {
        g1 = new BlstGroup(library, 1);
        g2 = new BlstGroup(library, 2);
        var twoAddresses = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
        fpFromBigEndian = library.bind("blst_fp_from_bendian", twoAddresses);
        bigEndianFromFp = library.bind("blst_bendian_from_fp", twoAddresses);
        millerLoop = library.bind("blst_miller_loop_n",
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        finalExponentiation = library.bind("blst_final_exp", twoAddresses);
        isOne = library.bind("blst_fp12_is_one", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    }

    static Blst load() throws NativeUnavailableException {
        boolean isMac = NativeLibrary.operatingSystem().equals("mac");
        String processor = NativeLibrary.processor();
        String folder = isMac ? "Mac/" + processor
                : "Linux/" + (processor.equals("x86_64") ? "amd64" : processor);
        return new Blst(NativeLibrary.load("/supranational/blst/" + folder + "/libblst."
                + (isMac ? "dylib" : "so")));
    }

    /** Reads 48 big-endian bytes that are below p. */
    void readFp(MemorySegment fp, MemorySegment bytes) {
        try {
            fpFromBigEndian.invokeExact(fp, bytes);
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    void writeFp(MemorySegment bytes, MemorySegment fp) {
        try {
            bigEndianFromFp.invokeExact(bytes, fp);
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    /**
     * Whether the product of {@code count} pairings is one. The points are affine, not at infinity, and in
     * their groups; each list is an array of addresses that ends in a null.
     */
    boolean isPairingProductOne(Arena arena, MemorySegment g1Points, MemorySegment g2Points,
            long count) {
        MemorySegment f = arena.allocate(FP12_SIZE, Long.BYTES);
        try {
            millerLoop.invokeExact(f, g2Points, g1Points, count);
            finalExponentiation.invokeExact(f, f);
            return (int) isOne.invokeExact(f) != 0;
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    /** The array of the given addresses and a null: blst takes what follows a null as contiguous. */
    static MemorySegment list(Arena arena, MemorySegment... elements) {
        MemorySegment list = arena.allocate(ADDRESS, elements.length + 1L);
        for (int i = 0; i < elements.length; i++) {
            list.setAtIndex(ADDRESS, i, elements[i]);
        }
        list.setAtIndex(ADDRESS, elements.length, MemorySegment.NULL);
        return list;
    }
}
