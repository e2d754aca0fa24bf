package io.quorate.node.evmtool;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;

/** What a block of the time of proof of work must have as its difficulty (Yellow Paper §4.3.4). */
final class Difficulty {
    private static final BigInteger MIN = BigInteger.valueOf(131_072);
    private static final long BOMB_PERIOD_BLOCKS = 100_000;
    private static final int BOUND_SHIFT = 11; // one 2048th

    private Difficulty() {}

    /** Times are in seconds. */
    static UInt256 after(RuleSet rules, UInt256 parent, long parentTime, boolean parentHasOmmers,
            long number, long time) {
        BigInteger before = parent.toBigInteger();
        BigInteger step = before.shiftRight(BOUND_SHIFT);
        long steps = steps(rules.fork(), time - parentTime, parentHasOmmers);
        BigInteger next = before.add(step.multiply(BigInteger.valueOf(steps))).max(MIN);
        return UInt256.of(next.add(bomb(rules, number)).max(MIN));
    }

    private static long steps(Fork fork, long seconds, boolean parentHasOmmers) {
        if (fork.isAtLeast(Fork.BYZANTIUM)) { // EIP-100
            return Math.max((parentHasOmmers ? 2 : 1) - seconds / 9, -99);
        }
        if (fork.isAtLeast(Fork.HOMESTEAD)) { // EIP-2
            return Math.max(1 - seconds / 10, -99);
        }
        return seconds < 13 ? 1 : -1;
    }

    private static BigInteger bomb(RuleSet rules, long number) {
        long shown = Math.max(0, number - rules.bombDelayBlocks());
        long periods = shown / BOMB_PERIOD_BLOCKS;
        return periods < 2 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft((int) periods - 2);
    }
}
