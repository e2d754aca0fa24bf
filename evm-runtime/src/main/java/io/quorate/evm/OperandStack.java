package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Arrays;

/**
 * The operand stacks of all frames of one execution, one above the other in one array: four 64-bit limbs a
 * word, the least significant first. Instructions get the array and the position past the topmost word, so a
 * word {@code n} from the top starts at {@code sp - 4 * (n + 1)}. They may use {@link #SCRATCH_LIMBS} limbs from
 * {@code sp} on for intermediate results. Mutable, one thread, never leaves its {@link Machine}.
 */
final class OperandStack {
    static final int WORD_LIMBS = 4;
    static final int FRAME_LIMBS_MAX = 1024 * WORD_LIMBS;
    static final int SCRATCH_LIMBS = 48;
    private static final int INITIAL_LIMBS = 64 * WORD_LIMBS;

    long[] limbs = new long[INITIAL_LIMBS];

    /** Where a frame that starts at {@code base} must stop for now: its own limit, or the array's. */
    int limit(int base) {
        return Math.min(base + FRAME_LIMBS_MAX, limbs.length - SCRATCH_LIMBS);
    }

    /** At most 1025 frames of 1024 words: 34 MB. */
    void grow() {
        limbs = Arrays.copyOf(limbs, limbs.length * 2);
    }

    static boolean isZero(long[] s, int at) {
        return (s[at] | s[at + 1] | s[at + 2] | s[at + 3]) == 0;
    }

    static void put(long[] s, int at, long value) {
        s[at] = value;
        s[at + 1] = 0;
        s[at + 2] = 0;
        s[at + 3] = 0;
    }

    static void put(long[] s, int at, UInt256 value) {
        s[at] = value.limb(0);
        s[at + 1] = value.limb(1);
        s[at + 2] = value.limb(2);
        s[at + 3] = value.limb(3);
    }

    static void put(long[] s, int at, Hash value) {
        s[at] = value.limb(0);
        s[at + 1] = value.limb(1);
        s[at + 2] = value.limb(2);
        s[at + 3] = value.limb(3);
    }

    static void put(long[] s, int at, Address value) {
        s[at] = value.limb(0);
        s[at + 1] = value.limb(1);
        s[at + 2] = value.limb(2);
        s[at + 3] = 0;
    }

    static UInt256 word(long[] s, int at) {
        return UInt256.ofLimbs(s[at + 3], s[at + 2], s[at + 1], s[at]);
    }

    static Address address(long[] s, int at) {
        return Address.ofLimbs(s[at + 2], s[at + 1], s[at]);
    }

    /** The word, or {@link Integer#MAX_VALUE} where it is greater. */
    static int clampToInt(long[] s, int at) {
        long low = s[at];
        boolean fits = (s[at + 1] | s[at + 2] | s[at + 3]) == 0 && low >= 0
                && low < Integer.MAX_VALUE;
        return fits ? (int) low : Integer.MAX_VALUE;
    }

    /** The word, or {@link Long#MAX_VALUE} where it is greater. */
    static long clampToLong(long[] s, int at) {
        return (s[at + 1] | s[at + 2] | s[at + 3]) == 0 && s[at] >= 0 ? s[at] : Long.MAX_VALUE;
    }
}
