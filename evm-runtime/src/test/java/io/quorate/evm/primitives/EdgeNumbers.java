package io.quorate.evm.primitives;

import java.math.BigInteger;
import java.util.Random;

/** 256-bit numbers that like the places where carries, signs and limbs go wrong. */
public final class EdgeNumbers {
    private static final BigInteger MODULUS = BigInteger.TWO.pow(256);

    private final Random random;

    public EdgeNumbers(Random random) {
        this.random = random;
    }

    /** Zero, small, at a power of two, of any width, or of limbs that are empty, full or anything. */
    public BigInteger next() {
        BigInteger power = BigInteger.TWO.pow(random.nextInt(256));
        return switch (random.nextInt(12)) {
            case 0 -> BigInteger.valueOf(random.nextInt(4));
            case 1 -> power;
            case 2 -> power.subtract(BigInteger.ONE);
            case 3 -> power.add(BigInteger.ONE);
            case 4 -> MODULUS.subtract(power);
            case 5 -> MODULUS.subtract(BigInteger.valueOf(1 + random.nextInt(3)));
            case 6 -> BigInteger.TWO.pow(255).add(BigInteger.valueOf(random.nextInt(3) - 1));
            case 7 -> new BigInteger(random.nextInt(257), random);
            default -> limbs();
        };
    }

    private BigInteger limbs() {
        long[] limbs = new long[4];
        int used = random.nextInt(5);
        for (int i = 0; i < used; i++) {
            limbs[i] = switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> -1L;
                case 2 -> Long.MIN_VALUE;
                case 3 -> random.nextInt(4);
                default -> random.nextLong();
            };
        }
        return UInt256.ofLimbs(limbs[3], limbs[2], limbs[1], limbs[0]).toBigInteger();
    }
}
