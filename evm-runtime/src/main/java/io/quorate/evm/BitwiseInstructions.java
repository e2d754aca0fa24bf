package io.quorate.evm;

import static io.quorate.evm.OperandStack.clampToInt;
import static io.quorate.evm.OperandStack.put;

/** Comparisons, logic and shifts (Yellow Paper, appendix H.2, 10s), on the limbs of the stack. */
final class BitwiseInstructions {
    private BitwiseInstructions() {}

    static void lt(long[] s, int sp) {
        put(s, sp - 8, compare(s, sp - 4, sp - 8) < 0 ? 1 : 0);
    }

    static void gt(long[] s, int sp) {
        put(s, sp - 8, compare(s, sp - 4, sp - 8) > 0 ? 1 : 0);
    }

    static void slt(long[] s, int sp) {
        put(s, sp - 8, compareSigned(s, sp - 4, sp - 8) < 0 ? 1 : 0);
    }

    static void sgt(long[] s, int sp) {
        put(s, sp - 8, compareSigned(s, sp - 4, sp - 8) > 0 ? 1 : 0);
    }

    static int compare(long[] s, int a, int b) {
        if (s[a + 3] != s[b + 3]) return Long.compareUnsigned(s[a + 3], s[b + 3]);
        if (s[a + 2] != s[b + 2]) return Long.compareUnsigned(s[a + 2], s[b + 2]);
        if (s[a + 1] != s[b + 1]) return Long.compareUnsigned(s[a + 1], s[b + 1]);
        return Long.compareUnsigned(s[a], s[b]);
    }

    private static int compareSigned(long[] s, int a, int b) {
        return s[a + 3] < 0 == s[b + 3] < 0 ? compare(s, a, b) : Long.compare(s[a + 3], s[b + 3]);
    }

    static void eq(long[] s, int sp) {
        int a = sp - 4;
        int b = sp - 8;
        long difference = (s[a] ^ s[b]) | (s[a + 1] ^ s[b + 1]) | (s[a + 2] ^ s[b + 2])
                | (s[a + 3] ^ s[b + 3]);
        put(s, b, difference == 0 ? 1 : 0);
    }

    static void iszero(long[] s, int sp) {
        put(s, sp - 4, OperandStack.isZero(s, sp - 4) ? 1 : 0);
    }

    static void and(long[] s, int sp) {
        s[sp - 8] &= s[sp - 4];
        s[sp - 7] &= s[sp - 3];
        s[sp - 6] &= s[sp - 2];
        s[sp - 5] &= s[sp - 1];
    }

    static void or(long[] s, int sp) {
        s[sp - 8] |= s[sp - 4];
        s[sp - 7] |= s[sp - 3];
        s[sp - 6] |= s[sp - 2];
        s[sp - 5] |= s[sp - 1];
    }

    static void xor(long[] s, int sp) {
        s[sp - 8] ^= s[sp - 4];
        s[sp - 7] ^= s[sp - 3];
        s[sp - 6] ^= s[sp - 2];
        s[sp - 5] ^= s[sp - 1];
    }

    static void not(long[] s, int sp) {
        s[sp - 4] = ~s[sp - 4];
        s[sp - 3] = ~s[sp - 3];
        s[sp - 2] = ~s[sp - 2];
        s[sp - 1] = ~s[sp - 1];
    }

    /** BYTE: index 0 is the most significant. */
    static void byteAt(long[] s, int sp) {
        int index = clampToInt(s, sp - 4);
        int value = sp - 8;
        if (index >= 32) {
            put(s, value, 0);
        } else {
            int fromLow = 31 - index;
            put(s, value, s[value + (fromLow >>> 3)] >>> ((fromLow & 7) << 3) & 0xff);
        }
    }

    static void shl(long[] s, int sp) {
        int shift = clampToInt(s, sp - 4);
        if (shift >= 256) {
            put(s, sp - 8, 0);
        } else {
            shiftLeft(s, sp - 8, shift);
        }
    }

    /** By less than 256 bits. Where a shift by 64 - bits would be one by 64 it is done in two steps. */
    static void shiftLeft(long[] s, int value, int shift) {
        int bits = shift & 63;
        long w0 = s[value];
        long w1 = s[value + 1];
        long w2 = s[value + 2];
        long w3 = s[value + 3];
        long r0 = w0 << bits;
        long r1 = w1 << bits | w0 >>> 1 >>> (63 - bits);
        long r2 = w2 << bits | w1 >>> 1 >>> (63 - bits);
        long r3 = w3 << bits | w2 >>> 1 >>> (63 - bits);
        switch (shift >>> 6) {
            case 0 -> set(s, value, r3, r2, r1, r0);
            case 1 -> set(s, value, r2, r1, r0, 0);
            case 2 -> set(s, value, r1, r0, 0, 0);
            default -> set(s, value, r0, 0, 0, 0);
        }
    }

    private static void set(long[] s, int at, long w3, long w2, long w1, long w0) {
        s[at] = w0;
        s[at + 1] = w1;
        s[at + 2] = w2;
        s[at + 3] = w3;
    }

    static void shr(long[] s, int sp) {
        int shift = clampToInt(s, sp - 4);
        if (shift >= 256) {
            put(s, sp - 8, 0);
        } else {
            shiftRight(s, sp - 8, shift, 0);
        }
    }

    static void sar(long[] s, int sp) {
        int shift = clampToInt(s, sp - 4);
        long sign = s[sp - 5] >> 63;
        if (shift >= 256) {
            for (int i = 0; i < 4; i++) {
                s[sp - 8 + i] = sign;
            }
        } else {
            shiftRight(s, sp - 8, shift, sign);
        }
    }

    /** By less than 256 bits, with {@code fill} above the word. */
    static void shiftRight(long[] s, int value, int shift, long fill) {
        int bits = shift & 63;
        long w0 = s[value];
        long w1 = s[value + 1];
        long w2 = s[value + 2];
        long w3 = s[value + 3];
        long r0 = w0 >>> bits | w1 << 1 << (63 - bits);
        long r1 = w1 >>> bits | w2 << 1 << (63 - bits);
        long r2 = w2 >>> bits | w3 << 1 << (63 - bits);
        long r3 = w3 >>> bits | fill << 1 << (63 - bits);
        switch (shift >>> 6) {
            case 0 -> set(s, value, r3, r2, r1, r0);
            case 1 -> set(s, value, fill, r3, r2, r1);
            case 2 -> set(s, value, fill, fill, r3, r2);
            default -> set(s, value, fill, fill, fill, r3);
        }
    }

    /** EIP-7939. */
    static void clz(long[] s, int sp) {
        put(s, sp - 4, 256 - ArithmeticInstructions.bitLength(s, sp - 4));
    }
}
