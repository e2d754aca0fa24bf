package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Powers against BigInteger, prices against the EIPs' own pseudo code in numbers that cannot overflow. */
class ModExpProperties {
    private static final long SEED = 0x5eed_0005L;
    private static final int[] SIZES = {0, 1, 2, 7, 8, 9, 31, 32, 33, 63, 64, 65, 200, 1_023, 1_024,
            1_025};

    private final Random random = new Random(SEED);

    private record Numbers(Bytes base, Bytes exponent, Bytes modulus) {
        Bytes input() {
            return Bytes.concatenate(length(base), length(exponent), length(modulus), base,
                    exponent, modulus);
        }

        private static Bytes length(Bytes number) {
            return UInt256.of(number.size()).toBytes();
        }
    }

    @Test
    void raisesAsBigIntegerDoes() {
        for (int i = 0; i < 400; i++) {
            Numbers n = new Numbers(number(size(1_025)), number(size(40)), number(size(1_025)));
            for (ModExpPricing pricing : ModExpPricing.values()) {
                ModExp modExp = new ModExp(pricing);
                if (Math.max(n.base.size(), n.modulus.size()) > pricing.sizeMax()) {
                    assertThat(modExp.execute(n.input())).isEmpty();
                    assertThat(modExp.gas(n.input())).isEqualTo(Long.MAX_VALUE);
                } else {
                    assertThat(modExp.execute(n.input())).as("%s of %s, seed %s", pricing, n, SEED)
                            .contains(power(n));
                }
            }
        }
    }

    private static Bytes power(Numbers n) {
        BigInteger modulus = n.modulus.toUnsignedBigInteger();
        byte[] out = new byte[n.modulus.size()];
        if (modulus.signum() != 0) {
            byte[] signed = n.base.toUnsignedBigInteger()
                    .modPow(n.exponent.toUnsignedBigInteger(), modulus).toByteArray();
            for (int i = 1; i <= Math.min(out.length, signed.length); i++) {
                out[out.length - i] = signed[signed.length - i];
            }
        }
        return Bytes.wrap(out);
    }

    @Test
    void pricesAsTheEipsDo() {
        for (int i = 0; i < 2_000; i++) {
            Numbers n = new Numbers(number(size(1_025)), number(size(1_025)), number(size(1_025)));
            assertThat(new ModExp(ModExpPricing.EIP_198).gas(n.input())).as("%s, seed %s", n, SEED)
                    .isEqualTo(eip198(n).longValueExact());
            assertThat(new ModExp(ModExpPricing.EIP_2565).gas(n.input())).as("%s, seed %s", n, SEED)
                    .isEqualTo(eip2565(n).longValueExact());
            boolean tooLong = Math.max(n.exponent.size(), Math.max(n.base.size(),
                    n.modulus.size())) > 1_024; // EIP-7823
            assertThat(new ModExp(ModExpPricing.EIP_7883).gas(n.input())).as("%s, seed %s", n, SEED)
                    .isEqualTo(tooLong ? Long.MAX_VALUE : eip7883(n).longValueExact());
        }
    }

    /** Input that is cut anywhere is what it would be with zeros behind, in price and power. */
    @Test
    void readsCutInputAsIfZerosFollowed() {
        for (int i = 0; i < 300; i++) {
            Bytes input = new Numbers(number(size(40)), number(size(40)), number(size(40))).input();
            int cut = random.nextInt(input.size() + 1);
            Bytes zeros = Bytes.wrap(new byte[input.size() - cut]);
            Bytes padded = Bytes.concatenate(input.slice(0, cut), zeros);
            for (ModExpPricing pricing : ModExpPricing.values()) {
                ModExp modExp = new ModExp(pricing);
                assertThat(modExp.gas(input.slice(0, cut))).isEqualTo(modExp.gas(padded));
                assertThat(modExp.execute(input.slice(0, cut))).as("%s cut at %s", input, cut)
                        .isEqualTo(modExp.execute(padded));
            }
        }
    }

    private static BigInteger eip198(Numbers n) {
        BigInteger x = big(Math.max(n.modulus.size(), n.base.size()));
        BigInteger square = x.multiply(x);
        BigInteger complexity;
        if (x.compareTo(big(64)) <= 0) {
            complexity = square;
        } else if (x.compareTo(big(1_024)) <= 0) {
            complexity = square.divide(big(4)).add(big(96).multiply(x)).subtract(big(3_072));
        } else {
            complexity = square.divide(big(16)).add(big(480).multiply(x)).subtract(big(199_680));
        }
        return complexity.multiply(iterations(n, 8)).divide(big(20));
    }

    private static BigInteger eip2565(Numbers n) {
        BigInteger words = words(n);
        return words.multiply(words).multiply(iterations(n, 8)).divide(big(3)).max(big(200));
    }

    private static BigInteger eip7883(Numbers n) {
        BigInteger words = words(n);
        BigInteger complexity = Math.max(n.base.size(), n.modulus.size()) > 32
                ? big(2).multiply(words.multiply(words))
                : big(16);
        return complexity.multiply(iterations(n, 16)).max(big(500));
    }

    private static BigInteger words(Numbers n) {
        return big(Math.max(n.base.size(), n.modulus.size())).add(big(7)).divide(big(8));
    }

    private static BigInteger iterations(Numbers n, int perByte) {
        int size = n.exponent.size();
        BigInteger exponent = n.exponent.toUnsignedBigInteger();
        BigInteger count;
        if (size <= 32) {
            count = big(Math.max(0, exponent.bitLength() - 1));
        } else {
            BigInteger head = exponent.shiftRight(8 * (size - 32));
            count = big(perByte).multiply(big(size - 32))
                    .add(big(Math.max(0, head.bitLength() - 1)));
        }
        return count.max(BigInteger.ONE);
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private int size(int sizeMax) {
        return random.nextBoolean() ? random.nextInt(Math.min(sizeMax, 70))
                : Math.min(sizeMax, SIZES[random.nextInt(SIZES.length)]);
    }

    /** Anything, zero, one, all ones, or with zeros in front. */
    private Bytes number(int size) {
        byte[] bytes = new byte[size];
        switch (random.nextInt(5)) {
            case 0 -> Arrays.fill(bytes, Math.max(0, size - 1), size, (byte) random.nextInt(2));
            case 1 -> Arrays.fill(bytes, (byte) 0xff);
            case 2 -> {
                random.nextBytes(bytes);
                Arrays.fill(bytes, 0, random.nextInt(size + 1), (byte) 0);
            }
            default -> random.nextBytes(bytes);
        }
        return Bytes.wrap(bytes);
    }
}
