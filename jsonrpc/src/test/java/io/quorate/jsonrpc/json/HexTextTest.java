package io.quorate.jsonrpc.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The text of every kind of value is the one that its own conversion gives, in any order of values. */
class HexTextTest {
    private static final long SEED = 11;

    private final HexText hex = new HexText();

    private String shown() {
        return new String(hex.text(), 0, hex.length(), StandardCharsets.US_ASCII);
    }

    @Test
    void numbersHaveNoLeadingZeros() {
        for (long number : new long[]{0, 1, 15, 16, 255, 256, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            hex.quantity(number);
            assertThat(shown()).isEqualTo("0x" + Long.toHexString(number));
        }
    }

    @Test
    void randomValuesAreShownAsByTheirOwnTypes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            hex.data(Bytes.wrap(bytes));
            assertThat(shown()).as("seed %s, round %s", SEED, i)
                    .isEqualTo(Bytes.wrap(bytes).toHexString());
            Hash hash = Hash.ofLimbs(random.nextLong(), random.nextLong(), random.nextLong(),
                    random.nextLong());
            hex.hash(hash);
            assertThat(shown()).isEqualTo(hash.toString());
            UInt256 number = UInt256.of(new BigInteger(random.nextInt(257), random));
            hex.quantity(number);
            assertThat(shown()).as("seed %s, round %s", SEED, i)
                    .isEqualTo("0x" + number.toBigInteger().toString(16));
            Address address = Address.of(hash.toArray(), 3);
            hex.address(address);
            assertThat(shown()).isEqualTo(address.toString());
        }
    }
}
