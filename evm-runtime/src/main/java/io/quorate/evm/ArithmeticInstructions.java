package io.quorate.evm;

import static io.quorate.evm.OperandStack.isZero;
import static io.quorate.evm.OperandStack.put;

/**
 * ADD to SIGNEXTEND (Yellow Paper, appendix H.2, 0s), on the limbs of the stack. Each reads its operands below
 * {@code sp} and writes its result over the lowest of them; the interpreter then moves the top.
 */
final class ArithmeticInstructions {
    private ArithmeticInstructions() {}

    static void add(long[] s, int sp) {
        addInto(s, sp - 4, sp - 8, sp - 8);
    }

    /** Writes the sum modulo 2^256 and returns the carry. */
    static long addInto(long[] s, int a, int b, int to) {
        long a0 = s[a];
        long a1 = s[a + 1];
        long a2 = s[a + 2];
        long a3 = s[a + 3];
        long b0 = s[b];
        long b1 = s[b + 1];
        long b2 = s[b + 2];
        long b3 = s[b + 3];
        long r0 = a0 + b0;
        long r1 = a1 + b1 + carry(a0, b0, r0);
        long r2 = a2 + b2 + carry(a1, b1, r1);
        long r3 = a3 + b3 + carry(a2, b2, r2);
        s[to] = r0;
        s[to + 1] = r1;
        s[to + 2] = r2;
        s[to + 3] = r3;
        return carry(a3, b3, r3);
    }

    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    static void sub(long[] s, int sp) {
        subtract(s, sp - 4, sp - 8);
    }

    /** The word at {@code a} less the one at {@code b}, written over the lower of the two. */
    static void subtract(long[] s, int a, int b) {
        int to = Math.min(a, b);
        long a1 = s[a + 1];
        long a2 = s[a + 2];
        long b1 = s[b + 1];
        long b2 = s[b + 2];
        long r0 = s[a] - s[b];
        long r1 = a1 - b1 - borrow(s[a], s[b], r0);
        long r2 = a2 - b2 - borrow(a1, b1, r1);
        long r3 = s[a + 3] - s[b + 3] - borrow(a2, b2, r2);
        s[to] = r0;
        s[to + 1] = r1;
        s[to + 2] = r2;
        s[to + 3] = r3;
    }

    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }

    static void mul(long[] s, int sp) {
        multiply(s, sp - 4, sp - 8, sp - 8);
    }

    /** The product modulo 2^256; {@code to} may be one of the factors. */
    private static void multiply(long[] s, int a, int b, int to) {
        long a0 = s[a];
        long a1 = s[a + 1];
        long a2 = s[a + 2];
        long b0 = s[b];
        long b1 = s[b + 1];
        long b2 = s[b + 2];
        long r0 = a0 * b0;
        long r1 = Math.unsignedMultiplyHigh(a0, b0);
        long r2 = 0;
        long r3 = a0 * s[b + 3] + a1 * b2 + a2 * b1 + s[a + 3] * b0;
        if ((a1 | a2 | b1 | b2) != 0) {
            long low = a0 * b1;
            r1 += low;
            r2 = Math.unsignedMultiplyHigh(a0, b1) + less(r1, low);
            low = a1 * b0;
            r1 += low;
            long high = Math.unsignedMultiplyHigh(a1, b0) + less(r1, low);
            r2 += high;
            r3 += less(r2, high);
            low = a0 * b2;
            r2 += low;
            r3 += Math.unsignedMultiplyHigh(a0, b2) + less(r2, low);
            low = a1 * b1;
            r2 += low;
            r3 += Math.unsignedMultiplyHigh(a1, b1) + less(r2, low);
            low = a2 * b0;
            r2 += low;
            r3 += Math.unsignedMultiplyHigh(a2, b0) + less(r2, low);
        }
        s[to] = r0;
        s[to + 1] = r1;
        s[to + 2] = r2;
        s[to + 3] = r3;
    }

    private static long less(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? 1 : 0;
    }

    static void div(long[] s, int sp) {
        divideInto(s, sp, WideDivision.QUOTIENT);
    }

    static void mod(long[] s, int sp) {
        divideInto(s, sp, WideDivision.REMAINDER);
    }

    private static void divideInto(long[] s, int sp, int result) {
        if (isZero(s, sp - 8)) {
            return;
        }
        long above = s[sp - 3] | s[sp - 2] | s[sp - 1] | s[sp - 7] | s[sp - 6] | s[sp - 5];
        if (above == 0) {
            long a = s[sp - 4];
            long b = s[sp - 8];
            s[sp - 8] = result == WideDivision.QUOTIENT ? Long.divideUnsigned(a, b)
                    : Long.remainderUnsigned(a, b);
            return;
        }
        WideDivision.divide(s, sp - 4, 4, sp - 8, sp);
        System.arraycopy(s, sp + result, s, sp - 8, 4);
    }

    static void sdiv(long[] s, int sp) {
        boolean isNegative = s[sp - 1] < 0 != s[sp - 5] < 0;
        absolute(s, sp - 4);
        absolute(s, sp - 8);
        div(s, sp);
        if (isNegative) {
            negate(s, sp - 8);
        }
    }

    /** The result has the sign of the dividend. */
    static void smod(long[] s, int sp) {
        boolean isNegative = s[sp - 1] < 0;
        absolute(s, sp - 4);
        absolute(s, sp - 8);
        mod(s, sp);
        if (isNegative) {
            negate(s, sp - 8);
        }
    }

    private static void absolute(long[] s, int at) {
        if (s[at + 3] < 0) {
            negate(s, at);
        }
    }

    private static void negate(long[] s, int at) {
        long carry = 1;
        for (int i = 0; i < 4; i++) {
            long limb = ~s[at + i] + carry;
            carry &= limb == 0 ? 1 : 0;
            s[at + i] = limb;
        }
    }

    static void addmod(long[] s, int sp) {
        int modulus = sp - 12;
        if (isZero(s, modulus)) {
            return;
        }
        int sum = sp + WideDivision.SCRATCH_END;
        s[sum + 4] = addInto(s, sp - 4, sp - 8, sum);
        WideDivision.divide(s, sum, 5, modulus, sp);
        System.arraycopy(s, sp + WideDivision.REMAINDER, s, modulus, 4);
    }

    static void mulmod(long[] s, int sp) {
        int modulus = sp - 12;
        if (isZero(s, modulus)) {
            return;
        }
        int product = sp + WideDivision.SCRATCH_END;
        multiplyWide(s, sp - 4, sp - 8, product);
        WideDivision.divide(s, product, 8, modulus, sp);
        System.arraycopy(s, sp + WideDivision.REMAINDER, s, modulus, 4);
    }

    private static void multiplyWide(long[] s, int a, int b, int to) {
        for (int i = 0; i < 8; i++) {
            s[to + i] = 0;
        }
        for (int i = 0; i < 4; i++) {
            long factor = s[a + i];
            long carry = 0;
            for (int j = 0; j < 4; j++) {
                long low = factor * s[b + j];
                long high = Math.unsignedMultiplyHigh(factor, s[b + j]);
                long sum = s[to + i + j] + low;
                high += less(sum, low);
                s[to + i + j] = sum + carry;
                carry = high + less(sum + carry, carry);
            }
            s[to + i + 4] = carry;
        }
    }

    /** Without its price, which depends on {@link #significantBytes} of the exponent. */
    static void exp(long[] s, int sp) {
        int exponent = sp - 8;
        int base = sp;
        int result = sp + 4;
        System.arraycopy(s, sp - 4, s, base, 4);
        put(s, result, 1);
        int bits = bitLength(s, exponent);
        for (int bit = bits - 1; bit >= 0; bit--) {
            multiply(s, result, result, result);
            if ((s[exponent + (bit >>> 6)] >>> (bit & 63) & 1) != 0) {
                multiply(s, result, base, result);
            }
        }
        System.arraycopy(s, result, s, sp - 8, 4);
    }

    static int significantBytes(long[] s, int at) {
        return (bitLength(s, at) + 7) >>> 3;
    }

    static int bitLength(long[] s, int at) {
        for (int i = 3; i >= 0; i--) {
            if (s[at + i] != 0) {
                return 64 * (i + 1) - Long.numberOfLeadingZeros(s[at + i]);
            }
        }
        return 0;
    }

    static void signextend(long[] s, int sp) {
        int index = OperandStack.clampToInt(s, sp - 4);
        int value = sp - 8;
        if (index >= 31) {
            return;
        }
        int limb = index >>> 3;
        int shift = 56 - ((index & 7) << 3);
        s[value + limb] = s[value + limb] << shift >> shift;
        long sign = s[value + limb] >> 63;
        for (int i = limb + 1; i < 4; i++) {
            s[value + i] = sign;
        }
    }
}
