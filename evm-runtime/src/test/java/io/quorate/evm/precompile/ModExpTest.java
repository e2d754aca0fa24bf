package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class ModExpTest {
    private static final String P = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";
    private static final ModExp BYZANTIUM = new ModExp(ModExpPricing.EIP_198);
    private static final ModExp BERLIN = new ModExp(ModExpPricing.EIP_2565);
    private static final ModExp OSAKA = new ModExp(ModExpPricing.EIP_7883);

    /** The first two examples of EIP-198: Fermat's little theorem, and a base that is left out. */
    @Test
    void runsTheExamplesOfItsEip() {
        String pMinusOne = P.substring(0, 63) + "e";
        Bytes fermat = Bytes.concatenate(lengths(1, 32, 32),
                Bytes.fromHexString("03" + pMinusOne + P));
        assertThat(BYZANTIUM.execute(fermat)).contains(Bytes32.leftPad(Bytes.of(1)));
        assertThat(BYZANTIUM.gas(fermat)).isEqualTo(13_056);
        assertThat(BERLIN.gas(fermat)).isEqualTo(1_360);
        assertThat(OSAKA.gas(fermat)).isEqualTo(4_080);
        Bytes noBase = Bytes.concatenate(lengths(0, 32, 32), Bytes.fromHexString(pMinusOne + P));
        assertThat(BYZANTIUM.execute(noBase)).contains(Bytes32.ZERO);
        assertThat(BYZANTIUM.gas(noBase)).isEqualTo(13_056);
    }

    /** Input that ends early is read as if zeros followed: the modulus is 2^255 here. */
    @Test
    void readsZerosBehindTheInput() {
        Bytes input = Bytes.concatenate(lengths(1, 2, 32), Bytes.fromHexString("03ffff80"));
        BigInteger expected = BigInteger.valueOf(3).modPow(BigInteger.valueOf(0xffff),
                BigInteger.ONE.shiftLeft(255));
        assertThat(new BigInteger(1, BYZANTIUM.execute(input).orElseThrow().toArray()))
                .isEqualTo(expected);
    }

    @Test
    void aModulusOfZeroOrOneGivesZeros() {
        Bytes zero = Bytes.concatenate(lengths(1, 1, 3), Bytes.fromHexString("0202"));
        Bytes one = Bytes.concatenate(lengths(1, 0, 3), Bytes.fromHexString("02000001"));
        assertThat(BERLIN.execute(zero)).contains(Bytes.wrap(new byte[3]));
        assertThat(BERLIN.execute(one)).contains(Bytes.wrap(new byte[3]));
        assertThat(BERLIN.execute(lengths(1, 1, 0))).contains(Bytes.EMPTY);
        assertThat(BERLIN.execute(Bytes.EMPTY)).contains(Bytes.EMPTY);
    }

    @Test
    void chargesTheLeastPrice() {
        assertThat(BYZANTIUM.gas(Bytes.EMPTY)).isZero();
        assertThat(BERLIN.gas(Bytes.EMPTY)).isEqualTo(200);
        assertThat(OSAKA.gas(Bytes.EMPTY)).isEqualTo(500);
    }

    /** Nobody can pay for lengths that no machine can hold, and nothing of that size is made. */
    @Test
    void cannotBeMadeToAllocate() {
        Bytes huge = Bytes.fromHexString("0x" + "f".repeat(64));
        for (ModExp modExp : new ModExp[]{BYZANTIUM, BERLIN, OSAKA}) {
            for (int i = 0; i < 3; i++) {
                Bytes[] words = {word(1), word(1), word(1)};
                words[i] = huge;
                assertThat(modExp.gas(Bytes.concatenate(words))).isEqualTo(Long.MAX_VALUE);
                assertThat(modExp.execute(Bytes.concatenate(words))).isEmpty();
            }
        }
    }

    /** An endless exponent costs nothing where base and modulus are empty; Osaka bounds it (EIP-7823). */
    @Test
    void anExponentWithoutBaseAndModulusIsFreeBeforeOsaka() {
        Bytes input = Bytes.concatenate(word(0), Bytes.fromHexString("0x" + "f".repeat(64)),
                word(0));
        assertThat(BYZANTIUM.gas(input)).isZero();
        assertThat(BERLIN.gas(input)).isEqualTo(200);
        assertThat(BERLIN.execute(input)).contains(Bytes.EMPTY);
        assertThat(OSAKA.execute(input)).isEmpty();
    }

    @Test
    void osakaAllowsNumbersOf1024Bytes() {
        assertThat(OSAKA.execute(lengths(1024, 1024, 1024))).isPresent();
        assertThat(OSAKA.gas(lengths(1024, 1024, 1024))).isEqualTo(2L * 128 * 128 * 16 * 992);
        assertThat(OSAKA.execute(lengths(1025, 1, 1))).isEmpty();
        assertThat(OSAKA.execute(lengths(1, 1025, 1))).isEmpty();
        assertThat(OSAKA.execute(lengths(1, 1, 1025))).isEmpty();
    }

    private static Bytes lengths(long base, long exponent, long modulus) {
        return Bytes.concatenate(word(base), word(exponent), word(modulus));
    }

    private static Bytes32 word(long value) {
        return Bytes32.leftPad(Bytes.ofUnsignedLong(value));
    }
}
