package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;

/** What difficulty a block of a proof-of-work chain must have (Yellow Paper §4.4.4, EIP-2, EIP-100). */
public final class Difficulty {
    private static final BigInteger MIN = BigInteger.valueOf(131_072);
    private static final BigInteger BOUND_DIVISOR = BigInteger.valueOf(2_048);
    private static final BigInteger ADJUSTMENT_MIN = BigInteger.valueOf(-99);
    /** Blocks after which the bomb doubles. */
    private static final long BOMB_PERIOD = 100_000;
    private static final int FRONTIER_SECONDS = 13;
    private static final int HOMESTEAD_SECONDS = 10;
    private static final int BYZANTIUM_SECONDS = 9;

    private Difficulty() {}

    /**
     * What a block has to know of its parent.
     *
     * @param timestamp in seconds, unsigned
     */
    public record Parent(UInt256 difficulty, long timestamp, boolean hasOmmers) {}

    /**
     * @param number of the new block
     * @param timestamp of the new block, not before its parent's
     * @param bombDelay by how many blocks the bomb was put off
     */
    public static UInt256 after(Parent parent, long number, long timestamp, Fork fork,
            long bombDelay) {
        BigInteger before = parent.difficulty().toBigInteger();
        BigInteger step = before.divide(BOUND_DIVISOR);
        BigInteger seconds = UInt256.of(timestamp).toBigInteger()
                .subtract(UInt256.of(parent.timestamp()).toBigInteger());
        BigInteger moved = before.add(step.multiply(adjustment(seconds, parent, fork)));
        BigInteger difficulty = moved.add(bomb(Math.max(0, number - bombDelay))).max(MIN);
        return difficulty.bitLength() > 256 ? UInt256.MAX : UInt256.of(difficulty);
    }

    private static BigInteger adjustment(BigInteger seconds, Parent parent, Fork fork) {
        if (!fork.isAtLeast(Fork.HOMESTEAD)) {
            boolean isFast = seconds.compareTo(BigInteger.valueOf(FRONTIER_SECONDS)) < 0;
            return isFast ? BigInteger.ONE : BigInteger.ONE.negate();
        }
        boolean countsOmmers = fork.isAtLeast(Fork.BYZANTIUM);
        BigInteger most = countsOmmers && parent.hasOmmers() ? BigInteger.TWO : BigInteger.ONE;
        int unit = countsOmmers ? BYZANTIUM_SECONDS : HOMESTEAD_SECONDS;
        return most.subtract(seconds.divide(BigInteger.valueOf(unit))).max(ADJUSTMENT_MIN);
    }

    private static BigInteger bomb(long number) {
        long period = number / BOMB_PERIOD;
        // Beyond 2^256 the sum is capped anyhow.
        return period < 2 ? BigInteger.ZERO
                : BigInteger.ONE.shiftLeft((int) Math.min(period - 2, 256));
    }
}
