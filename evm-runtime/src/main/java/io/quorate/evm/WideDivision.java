package io.quorate.evm;

/**
 * Division of numbers of up to eight 64-bit limbs by up to four: Knuth's algorithm D (The Art of Computer
 * Programming, volume 2, §4.3.1) with the quotient digits from a reciprocal (Möller and Granlund, "Improved
 * division by invariant integers"), as the JVM divides no 128-bit numbers.
 */
final class WideDivision {
    /** Where the remainder lies in the scratch space: four limbs. */
    static final int REMAINDER = 0;
    /** Where the quotient lies in the scratch space: eight limbs. */
    static final int QUOTIENT = 16;
    /** Scratch from here on is not used, and may hold the numerator. */
    static final int SCRATCH_END = 24;
    private static final int DIVISOR = 9;

    private WideDivision() {}

    /**
     * Divides the {@code numeratorLimbs} at {@code numerator} by the four at {@code divisor}, which must not be
     * all zero. Leaves its inputs as they are.
     */
    static void divide(long[] s, int numerator, int numeratorLimbs, int divisor, int scratch) {
        int m = significant(s, numerator, numeratorLimbs);
        int n = significant(s, divisor, 4);
        for (int i = 0; i < SCRATCH_END; i++) {
            s[scratch + i] = 0;
        }
        if (m < n) {
            System.arraycopy(s, numerator, s, scratch + REMAINDER, m);
        } else if (m == 1) {
            s[scratch + QUOTIENT] = Long.divideUnsigned(s[numerator], s[divisor]);
            s[scratch + REMAINDER] = Long.remainderUnsigned(s[numerator], s[divisor]);
        } else {
            int shift = Long.numberOfLeadingZeros(s[divisor + n - 1]);
            shiftLeft(s, numerator, m, scratch, shift);
            s[scratch + m] = shift == 0 ? 0 : s[numerator + m - 1] >>> (64 - shift);
            shiftLeft(s, divisor, n, scratch + DIVISOR, shift);
            if (n == 1) {
                divideByOneLimb(s, m, scratch);
            } else {
                divideByMany(s, m, n, scratch);
            }
            shiftRight(s, scratch, n, shift);
        }
    }

    private static int significant(long[] s, int at, int limbs) {
        int count = limbs;
        while (count > 0 && s[at + count - 1] == 0) {
            count--;
        }
        return count;
    }

    private static void shiftLeft(long[] s, int from, int limbs, int to, int shift) {
        if (shift == 0) {
            System.arraycopy(s, from, s, to, limbs);
            return;
        }
        long carry = 0;
        for (int i = 0; i < limbs; i++) {
            long limb = s[from + i];
            s[to + i] = limb << shift | carry;
            carry = limb >>> (64 - shift);
        }
    }

    private static void shiftRight(long[] s, int at, int limbs, int shift) {
        if (shift == 0) {
            return;
        }
        for (int i = 0; i < limbs; i++) {
            long above = i + 1 < limbs ? s[at + i + 1] << (64 - shift) : 0;
            s[at + i] = s[at + i] >>> shift | above;
        }
    }

    private static void divideByOneLimb(long[] s, int m, int scratch) {
        long d = s[scratch + DIVISOR];
        long reciprocal = reciprocal(d);
        long remainder = s[scratch + m];
        s[scratch + m] = 0;
        for (int i = m - 1; i >= 0; i--) {
            long q = divide2By1(remainder, s[scratch + i], d, reciprocal);
            remainder = s[scratch + i] - q * d;
            s[scratch + i] = 0;
            s[scratch + QUOTIENT + i] = q;
        }
        s[scratch] = remainder;
    }

    private static void divideByMany(long[] s, int m, int n, int scratch) {
        long d1 = s[scratch + DIVISOR + n - 1];
        long d0 = s[scratch + DIVISOR + n - 2];
        long reciprocal = reciprocal(d1);
        for (int j = m - n; j >= 0; j--) {
            long q = estimate(s, scratch + j + n, d1, d0, reciprocal);
            if (subtractProduct(s, scratch + j, scratch + DIVISOR, n, q)) {
                q--;
                addBack(s, scratch + j, scratch + DIVISOR, n);
            }
            s[scratch + QUOTIENT + j] = q;
        }
    }

    /** The quotient digit for the three limbs that end at {@code top}, at most one too great. */
    private static long estimate(long[] s, int top, long d1, long d0, long reciprocal) {
        long u2 = s[top];
        long u1 = s[top - 1];
        long u0 = s[top - 2];
        long q;
        long r;
        if (u2 == d1) {
            q = -1L;
            r = u1 + d1;
            if (Long.compareUnsigned(r, d1) < 0) {
                return q;
            }
        } else {
            q = divide2By1(u2, u1, d1, reciprocal);
            r = u1 - q * d1;
        }
        while (isProductGreater(q, d0, r, u0)) {
            q--;
            r += d1;
            if (Long.compareUnsigned(r, d1) < 0) {
                break;
            }
        }
        return q;
    }

    private static boolean isProductGreater(long a, long b, long high, long low) {
        long productHigh = Math.unsignedMultiplyHigh(a, b);
        int c = Long.compareUnsigned(productHigh, high);
        return c > 0 || c == 0 && Long.compareUnsigned(a * b, low) > 0;
    }

    /** True where the difference is negative: {@code q} was one too great. */
    private static boolean subtractProduct(long[] s, int at, int divisor, int n, long q) {
        long carry = 0;
        for (int i = 0; i < n; i++) {
            long d = s[divisor + i];
            long low = q * d + carry;
            long high = Math.unsignedMultiplyHigh(q, d)
                    + (Long.compareUnsigned(low, carry) < 0 ? 1 : 0);
            long before = s[at + i];
            s[at + i] = before - low;
            carry = high + (Long.compareUnsigned(before, low) < 0 ? 1 : 0);
        }
        long before = s[at + n];
        s[at + n] = before - carry;
        return Long.compareUnsigned(before, carry) < 0;
    }

    private static void addBack(long[] s, int at, int divisor, int n) {
        long carry = 0;
        for (int i = 0; i < n; i++) {
            long a = s[at + i];
            long b = s[divisor + i];
            long sum = a + b + carry;
            carry = ((a & b) | ((a | b) & ~sum)) >>> 63;
            s[at + i] = sum;
        }
        s[at + n] += carry;
    }

    /** floor((2^128 - 1) / d) - 2^64 for {@code d} with its highest bit set. */
    private static long reciprocal(long d) {
        return divideLong(~d, -1L, d);
    }

    /** The quotient of {@code u1·2^64 + u0} by {@code d}; u1 is below d, d has its highest bit set. */
    private static long divide2By1(long u1, long u0, long d, long reciprocal) {
        long q0 = reciprocal * u1 + u0;
        long carry = Long.compareUnsigned(q0, u0) < 0 ? 1 : 0;
        long q1 = Math.unsignedMultiplyHigh(reciprocal, u1) + u1 + carry + 1;
        long r = u0 - q1 * d;
        if (Long.compareUnsigned(r, q0) > 0) {
            q1--;
            r += d;
        }
        return Long.compareUnsigned(r, d) >= 0 ? q1 + 1 : q1;
    }

    /** As {@link #divide2By1}, with 32-bit digits (Hacker's Delight, divlu). */
    private static long divideLong(long u1, long u0, long d) {
        long d1 = d >>> 32;
        long d0 = d & 0xffff_ffffL;
        long q1 = digit(u1, u0 >>> 32, d1, d0);
        long rest = (u1 << 32 | u0 >>> 32) - q1 * d;
        long q0 = digit(rest, u0 & 0xffff_ffffL, d1, d0);
        return (q1 << 32) + q0;
    }

    private static long digit(long high, long next, long d1, long d0) {
        long q = Long.divideUnsigned(high, d1);
        long r = high - q * d1;
        while (q >>> 32 != 0 || Long.compareUnsigned(q * d0, r << 32 | next) > 0) {
            q--;
            r += d1;
            if (r >>> 32 != 0) {
                break;
            }
        }
        return q;
    }
}
