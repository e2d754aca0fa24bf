package io.quorate.evm.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The value type against BigInteger. */
class UInt256Properties {
    private static final long SEED = 0x5eed_0003L;
    private static final int ROUNDS = 20_000;
    private static final BigInteger MODULUS = BigInteger.TWO.pow(256);

    private final EdgeNumbers numbers = new EdgeNumbers(new Random(SEED));

    @Test
    void computesModulo() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = numbers.next();
            BigInteger b = i % 8 == 0 ? a : numbers.next();
            UInt256 left = UInt256.of(a);
            UInt256 right = UInt256.of(b);
            String at = "%s and %s, seed %s".formatted(a, b, SEED);
            assertThat(left.plus(right).toBigInteger()).as(at).isEqualTo(a.add(b).mod(MODULUS));
            assertThat(left.minus(right).toBigInteger()).as(at)
                    .isEqualTo(a.subtract(b).mod(MODULUS));
            assertThat(left.times(right).toBigInteger()).as(at)
                    .isEqualTo(a.multiply(b).mod(MODULUS));
            assertThat(Integer.signum(left.compareTo(right))).as(at).isEqualTo(a.compareTo(b));
            assertThat(left.equals(right)).as(at).isEqualTo(a.equals(b));
        }
    }

    @Test
    void keepsItsValueInEveryForm() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = numbers.next();
            UInt256 value = UInt256.of(a);
            String at = "%s, seed %s".formatted(a, SEED);
            byte[] minimal = value.toMinimalArray();
            assertThat(value.toBigInteger()).as(at).isEqualTo(a);
            assertThat(new BigInteger(1, minimal)).as(at).isEqualTo(a);
            assertThat(minimal.length == 0 || minimal[0] != 0).as(at).isTrue();
            assertThat(UInt256.ofBytes(minimal)).as(at).isEqualTo(value).hasSameHashCodeAs(value);
            assertThat(UInt256.ofBytes(value.toArray())).as(at).isEqualTo(value);
            assertThat(UInt256.of(value.toBytes())).as(at).isEqualTo(value);
            assertThat(value.toHash().toUInt256()).as(at).isEqualTo(value);
            assertThat(UInt256.fromHex(value.toString())).as(at).isEqualTo(value);
            assertThat(value).as(at).hasToString("0x" + a.toString(16));
            assertThat(UInt256.ofLimbs(value.limb(3), value.limb(2), value.limb(1), value.limb(0)))
                    .as(at).isEqualTo(value);
        }
    }

    @Test
    void knowsItsSize() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = numbers.next();
            UInt256 value = UInt256.of(a);
            String at = "%s, seed %s".formatted(a, SEED);
            assertThat(value.bitLength()).as(at).isEqualTo(a.bitLength());
            assertThat(value.isZero()).as(at).isEqualTo(a.signum() == 0);
            assertThat(value.fitsLong()).as(at).isEqualTo(a.bitLength() < Long.SIZE);
            if (value.fitsLong()) {
                assertThat(value.toLongExact()).as(at).isEqualTo(a.longValueExact());
            } else {
                assertThatThrownBy(value::toLongExact).isInstanceOf(ArithmeticException.class);
            }
        }
    }

    /** Shorter arrays at any offset of limbs, and what is not of 256 bits. */
    @Test
    void readsShortArraysAndRefusesLongOnes() {
        Random random = new Random(SEED);
        for (int size = 0; size <= UInt256.SIZE; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            assertThat(UInt256.ofBytes(bytes).toBigInteger()).as(Arrays.toString(bytes))
                    .isEqualTo(new BigInteger(1, bytes));
        }
        assertThatThrownBy(() -> UInt256.ofBytes(new byte[33]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("33");
        assertThatThrownBy(() -> UInt256.of(MODULUS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UInt256.of(BigInteger.ONE.negate()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
