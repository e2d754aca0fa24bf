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

    private static int compare(long[] s, int a, int b) {
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
        int value = sp - 8;
        if (shift >= 256) {
            put(s, value, 0);
            return;
        }
        int limbs = shift >>> 6;
        int bits = shift & 63;
        for (int i = 3; i >= 0; i--) {
            long high = i >= limbs ? s[value + i - limbs] << bits : 0;
            long low = bits != 0 && i > limbs ? s[value + i - limbs - 1] >>> (64 - bits) : 0;
            s[value + i] = high | low;
        }
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

    private static void shiftRight(long[] s, int value, int shift, long fill) {
        int limbs = shift >>> 6;
        int bits = shift & 63;
        for (int i = 0; i < 4; i++) {
            long low = i + limbs < 4 ? s[value + i + limbs] : fill;
            long high = i + limbs + 1 < 4 ? s[value + i + limbs + 1] : fill;
            s[value + i] = bits == 0 ? low : low >>> bits | high << (64 - bits);
        }
    }

    /** EIP-7939. */
    static void clz(long[] s, int sp) {
        put(s, sp - 4, 256 - ArithmeticInstructions.bitLength(s, sp - 4));
    }
}
