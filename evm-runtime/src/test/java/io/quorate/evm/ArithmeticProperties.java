package io.quorate.evm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.EdgeNumbers;
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

    /** What lies below the operands and is not to change. */
    private static final UInt256 BELOW = UInt256.ofLimbs(1, 2, 3, 4);

    private final Random random = new Random(SEED);
    private final EdgeNumbers numbers = new EdgeNumbers(random);
    private final long[] stack = new long[16 + OperandStack.SCRATCH_LIMBS];

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
            BigInteger b = random.nextInt(8) == 0 ? a : number();
            BigInteger m = random.nextInt(8) == 0 ? b : number();
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
            BigInteger index = place(34);
            BigInteger value = number();
            BigInteger size = BigInteger.ONE.shiftLeft(8 * (Math.min(clamped(index), 31) + 1));
            BigInteger low = value.mod(size);
            boolean isNegative = low.testBit(size.bitLength() - 2);
            BigInteger expected = isNegative ? low.subtract(size).mod(MODULUS) : low;
            assertThat(binary(ArithmeticInstructions::signextend, index, value))
                    .as("%s of %s, seed %s", index, value, SEED).isEqualTo(expected);
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
    void invertsAndTellsZero() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger value = number();
            assertThat(unary(BitwiseInstructions::not, value)).as("%s, seed %s", value, SEED)
                    .isEqualTo(MODULUS.subtract(BigInteger.ONE).subtract(value));
            assertThat(unary(BitwiseInstructions::iszero, value)).as("%s, seed %s", value, SEED)
                    .isEqualTo(flag(value.signum() == 0));
        }
    }

    @Test
    void shiftsAndPicksBytes() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger n = place(300);
            int shift = clamped(n);
            BigInteger value = number();
            assertThat(binary(BitwiseInstructions::shl, n, value)).as("%s, %s", n, value)
                    .isEqualTo(value.shiftLeft(shift).mod(MODULUS));
            assertThat(binary(BitwiseInstructions::shr, n, value)).as("%s, %s", n, value)
                    .isEqualTo(value.shiftRight(shift));
            assertThat(binary(BitwiseInstructions::sar, n, value)).as("%s, %s", n, value)
                    .isEqualTo(signed(value).shiftRight(shift).mod(MODULUS));
            int fromLow = 31 - shift;
            assertThat(binary(BitwiseInstructions::byteAt, n, value)).as("%s, %s", n, value)
                    .isEqualTo(fromLow < 0
                            ? BigInteger.ZERO
                            : value.shiftRight(8 * fromLow).and(BigInteger.valueOf(0xff)));
        }
    }

    @Test
    void countsLeadingZeros() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger value = number();
            assertThat(unary(BitwiseInstructions::clz, value)).as("%s, seed %s", value, SEED)
                    .isEqualTo(BigInteger.valueOf(256 - value.bitLength()));
        }
    }

    private void checkBinary(Instruction instruction, BinaryOperator<BigInteger> oracle) {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = number();
            BigInteger b = random.nextInt(8) == 0 ? a : number();
            assertThat(binary(instruction, a, b)).as("%s and %s, seed %s", a, b, SEED)
                    .isEqualTo(oracle.apply(a, b).mod(MODULUS));
        }
    }

    private BigInteger unary(Instruction instruction, BigInteger a) {
        return apply(instruction, a);
    }

    /** {@code a} is on top. */
    private BigInteger binary(Instruction instruction, BigInteger a, BigInteger b) {
        return apply(instruction, b, a);
    }

    private BigInteger ternary(Instruction instruction, BigInteger a, BigInteger b, BigInteger c) {
        return apply(instruction, c, b, a);
    }

    private BigInteger apply(Instruction instruction, BigInteger... operands) {
        OperandStack.put(stack, 0, BELOW);
        int sp = 4;
        for (BigInteger operand : operands) {
            OperandStack.put(stack, sp, UInt256.of(operand));
            sp += 4;
        }
        instruction.apply(stack, sp);
        assertThat(OperandStack.word(stack, 0)).isEqualTo(BELOW);
        return OperandStack.word(stack, 4).toBigInteger();
    }

    private BigInteger number() {
        return numbers.next();
    }

    /** A place or distance: mostly within {@code bound}, at times beyond any. */
    private BigInteger place(int bound) {
        return random.nextInt(4) == 0 ? number() : BigInteger.valueOf(random.nextInt(bound));
    }

    private static int clamped(BigInteger number) {
        return number.min(BigInteger.valueOf(1_000)).intValue();
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
