package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sums of points times scalars. The points are normalised, the scalars from 0 to below the order, and no
 * point is infinity.
 */
final class Bls12381Msm<F extends Bls12381Field<F>> {
    private static final int SCALAR_BITS = 255;
    /** From here on buckets cost less than a table for each point. */
    private static final int MANY = 32;
    private static final int TABLE_BITS = 4;
    private static final int BUCKET_BITS_MAX = 16;

    private final Bls12381Point<F> infinity;
    private final List<Bls12381Point<F>> points;
    private final List<BigInteger> scalars;

    private Bls12381Msm(Bls12381Group<F> group, List<Bls12381Point<F>> points,
            List<BigInteger> scalars) {
        this.infinity = group.infinity();
        this.points = points;
        this.scalars = scalars;
    }

    static <F extends Bls12381Field<F>> Bls12381Point<F> sum(Bls12381Group<F> group,
            List<Bls12381Point<F>> points, List<BigInteger> scalars) {
        var msm = new Bls12381Msm<>(group, points, scalars);
        return points.size() < MANY ? msm.byTables() : msm.byBuckets();
    }

    /** Straus: a table of multiples for each point, and the doublings shared. */
    private Bls12381Point<F> byTables() {
        List<List<Bls12381Point<F>>> tables = points.stream().map(this::multiples).toList();
        Bls12381Point<F> result = infinity;
        for (int shift = SCALAR_BITS / TABLE_BITS * TABLE_BITS; shift >= 0; shift -= TABLE_BITS) {
            result = shifted(result, TABLE_BITS);
            for (int i = 0; i < tables.size(); i++) {
                result = result.plus(tables.get(i).get(digit(scalars.get(i), shift, TABLE_BITS)));
            }
        }
        return result;
    }

    private List<Bls12381Point<F>> multiples(Bls12381Point<F> point) {
        return Stream.iterate(infinity, multiple -> multiple.plus(point)).limit(1L << TABLE_BITS)
                .toList();
    }

    /** Pippenger: for each digit, every point goes to the bucket of its digit, then the buckets are summed. */
    private Bls12381Point<F> byBuckets() {
        int bits = bucketBits(points.size());
        List<int[]> digits = scalars.stream().map(scalar -> signedDigits(scalar, bits)).toList();
        Bls12381Point<F> result = infinity;
        for (int window = windows(bits) - 1; window >= 0; window--) {
            List<Bls12381Point<F>> buckets = new ArrayList<>(
                    Collections.nCopies((1 << bits - 1) + 1, infinity));
            for (int i = 0; i < points.size(); i++) {
                int digit = digits.get(i)[window];
                if (digit != 0) {
                    Bls12381Point<F> point = points.get(i);
                    int bucket = Math.abs(digit);
                    buckets.set(bucket, buckets.get(bucket)
                            .plusNormalized(digit > 0 ? point : point.negated()));
                }
            }
            result = shifted(result, bits).plus(sum(buckets));
        }
        return result;
    }

    /** The sum of each bucket as often as its number says: one of running sums from the top. */
    private Bls12381Point<F> sum(List<Bls12381Point<F>> buckets) {
        Bls12381Point<F> running = infinity;
        Bls12381Point<F> sum = infinity;
        for (int i = buckets.size() - 1; i > 0; i--) {
            running = running.plus(buckets.get(i));
            sum = sum.plus(running);
        }
        return sum;
    }

    /** The width with the least multiplications: 11 to put a point into a bucket, 32 to sum up a bucket. */
    private static int bucketBits(int count) {
        int best = 2;
        for (int bits = 2; bits <= BUCKET_BITS_MAX; bits++) {
            if (cost(bits, count) < cost(best, count)) {
                best = bits;
            }
        }
        return best;
    }

    private static long cost(int bits, int count) {
        return windows(bits) * (11L * count + (32L << bits - 1));
    }

    /** Digits that hold a scalar and the carry of {@link #signedDigits}. */
    private static int windows(int bits) {
        return SCALAR_BITS / bits + 1;
    }

    /** Digits from -2^(bits-1) to 2^(bits-1), the least first: half the buckets that unsigned ones need. */
    private static int[] signedDigits(BigInteger scalar, int bits) {
        int[] digits = new int[windows(bits)];
        int carry = 0;
        for (int i = 0; i < digits.length; i++) {
            int digit = digit(scalar, i * bits, bits) + carry;
            carry = digit > 1 << bits - 1 ? 1 : 0;
            digits[i] = digit - (carry << bits);
        }
        return digits;
    }

    private static int digit(BigInteger scalar, int shift, int bits) {
        return scalar.shiftRight(shift).intValue() & ((1 << bits) - 1);
    }

    private Bls12381Point<F> shifted(Bls12381Point<F> point, int bits) {
        Bls12381Point<F> result = point;
        for (int i = 0; i < bits; i++) {
            result = result.twice();
        }
        return result;
    }
}
