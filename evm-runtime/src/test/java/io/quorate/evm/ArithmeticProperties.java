package io.quorate.evm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The instructions on limbs against BigInteger, over numbers that like the borders of limbs. */
class ArithmeticProperties {
    private static final long SEED = 0x5eed_0001L;
    private static final int ROUNDS = 20_000;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final Random random = new Random(SEED);
    private final long[] stack = new long[12 + OperandStack.SCRATCH_LIMBS];

    @FunctionalInterface
    private interface Instruction {
        void apply(long[] s, int sp);
    }

    @Test
    void addsSubtractsAndMultiplies() {
        checkBinary(ArithmeticInstructions::add, BigInteger::add);
        checkBinary(ArithmeticInstructions::sub, BigInteger::subtract);
        checkBinary(ArithmeticInstructions::mul, BigInteger::multiply);
    }

    @Test
    void dividesByZeroToZero() {
        checkBinary(ArithmeticInstructions::div, (a, b) -> orZero(b, () -> a.divide(b)));
        checkBinary(ArithmeticInstructions::mod, (a, b) -> orZero(b, () -> a.mod(b)));
    }

    @Test
    void dividesSignedTowardsZero() {
        checkBinary(ArithmeticInstructions::sdiv,
                (a, b) -> orZero(b, () -> signed(a).divide(signed(b))));
        checkBinary(ArithmeticInstructions::smod,
                (a, b) -> orZero(b, () -> signed(a).remainder(signed(b))));
    }

    @Test
    void addsAndMultipliesInModuliWithoutOverflow() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = number();
            BigInteger b = number();
            BigInteger m = number();
            assertThat(ternary(ArithmeticInstructions::addmod, a, b, m)).as("%s %s %s", a, b, m)
                    .isEqualTo(orZero(m, () -> a.add(b).mod(m)));
            assertThat(ternary(ArithmeticInstructions::mulmod, a, b, m)).as("%s %s %s", a, b, m)
                    .isEqualTo(orZero(m, () -> a.multiply(b).mod(m)));
        }
    }

    @Test
    void raisesToPowers() {
        for (int i = 0; i < 1000; i++) {
            BigInteger a = number();
            BigInteger b = number();
            assertThat(binary(ArithmeticInstructions::exp, a, b)).as("%s ^ %s", a, b)
                    .isEqualTo(a.modPow(b, MODULUS));
        }
    }

    @Test
    void extendsSigns() {
        for (int i = 0; i < ROUNDS; i++) {
            int index = random.nextInt(34);
            BigInteger value = number();
            BigInteger size = BigInteger.ONE.shiftLeft(8 * (Math.min(index, 31) + 1));
            BigInteger low = value.mod(size);
            boolean isNegative = low.testBit(size.bitLength() - 2);
            BigInteger expected = isNegative ? low.subtract(size).mod(MODULUS) : low;
            assertThat(binary(ArithmeticInstructions::signextend, BigInteger.valueOf(index), value))
                    .as("%s of %s", index, value).isEqualTo(expected);
        }
    }

    @Test
    void comparesAndCombines() {
        checkBinary(BitwiseInstructions::lt, (a, b) -> flag(a.compareTo(b) < 0));
        checkBinary(BitwiseInstructions::gt, (a, b) -> flag(a.compareTo(b) > 0));
        checkBinary(BitwiseInstructions::slt, (a, b) -> flag(signed(a).compareTo(signed(b)) < 0));
        checkBinary(BitwiseInstructions::sgt, (a, b) -> flag(signed(a).compareTo(signed(b)) > 0));
        checkBinary(BitwiseInstructions::eq, (a, b) -> flag(a.equals(b)));
        checkBinary(BitwiseInstructions::and, BigInteger::and);
        checkBinary(BitwiseInstructions::or, BigInteger::or);
        checkBinary(BitwiseInstructions::xor, BigInteger::xor);
    }

    @Test
    void shiftsAndPicksBytes() {
        for (int i = 0; i < ROUNDS; i++) {
            int shift = random.nextInt(300);
            BigInteger n = BigInteger.valueOf(shift);
            BigInteger value = number();
            assertThat(binary(BitwiseInstructions::shl, n, value))
                    .isEqualTo(value.shiftLeft(shift).mod(MODULUS));
            assertThat(binary(BitwiseInstructions::shr, n, value))
                    .isEqualTo(value.shiftRight(shift));
            assertThat(binary(BitwiseInstructions::sar, n, value))
                    .isEqualTo(signed(value).shiftRight(shift).mod(MODULUS));
            int fromLow = 31 - shift;
            assertThat(binary(BitwiseInstructions::byteAt, n, value)).isEqualTo(fromLow < 0
                    ? BigInteger.ZERO
                    : value.shiftRight(8 * fromLow).and(BigInteger.valueOf(0xff)));
        }
    }

    @Test
    void countsLeadingZeros() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger value = number();
            OperandStack.put(stack, 0, UInt256.of(value));
            BitwiseInstructions.clz(stack, 4);
            assertThat(stack[0]).isEqualTo(256 - value.bitLength());
        }
    }

    private void checkBinary(Instruction instruction, BinaryOperator<BigInteger> oracle) {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = number();
            BigInteger b = number();
            assertThat(binary(instruction, a, b)).as("%s and %s, seed %s", a, b, SEED)
                    .isEqualTo(oracle.apply(a, b).mod(MODULUS));
        }
    }

    /** {@code a} is on top. */
    private BigInteger binary(Instruction instruction, BigInteger a, BigInteger b) {
        OperandStack.put(stack, 0, UInt256.of(b));
        OperandStack.put(stack, 4, UInt256.of(a));
        instruction.apply(stack, 8);
        return OperandStack.word(stack, 0).toBigInteger();
    }

    private BigInteger ternary(Instruction instruction, BigInteger a, BigInteger b, BigInteger c) {
        OperandStack.put(stack, 0, UInt256.of(c));
        OperandStack.put(stack, 4, UInt256.of(b));
        OperandStack.put(stack, 8, UInt256.of(a));
        instruction.apply(stack, 12);
        return OperandStack.word(stack, 0).toBigInteger();
    }

    /** Each limb is zero, all ones, a lone high bit, small, or anything. */
    private BigInteger number() {
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

    private static BigInteger signed(BigInteger value) {
        return value.testBit(255) ? value.subtract(MODULUS) : value;
    }

    private static BigInteger flag(boolean value) {
        return value ? BigInteger.ONE : BigInteger.ZERO;
    }

    private static BigInteger orZero(BigInteger divisor,
            Supplier<BigInteger> quotient) {
        return divisor.signum() == 0 ? BigInteger.ZERO : quotient.get();
    }
}
