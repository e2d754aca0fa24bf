package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** EIP-196 and EIP-197 with the generators of the two groups. */
class Bn254PrecompilesTest {
    private static final String ZERO = "00".repeat(32);
    private static final String ONE = "00".repeat(31) + "01";
    private static final String TWO = "00".repeat(31) + "02";
    private static final String G1 = ONE + TWO;
    private static final String MINUS_G1 = ONE
            + "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45";
    private static final String P = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";
    private static final String DOUBLE_G1 = "030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3"
            + "15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4";
    private static final String G2 = "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
            + "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
            + "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
            + "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";
    private static final Bytes YES = Bytes32.leftPad(Bytes.of(1));
    private static final Bytes NO = Bytes32.ZERO;

    @Test
    void adds() {
        assertOutput(6, G1 + G1, DOUBLE_G1);
        assertOutput(6, G1 + MINUS_G1, ZERO + ZERO);
        assertOutput(6, G1, G1);
        assertOutput(6, "", ZERO + ZERO);
        assertOutput(6, G1 + G1 + "ff", DOUBLE_G1);
    }

    @Test
    void multiplies() {
        assertOutput(7, G1 + TWO, DOUBLE_G1);
        assertOutput(7, G1 + "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
                ZERO + ZERO);
        assertOutput(7, G1, ZERO + ZERO);
        assertOutput(7, ZERO + ZERO + "ff".repeat(32), ZERO + ZERO);
    }

    @Test
    void refusesWhatIsNoPoint() {
        assertFails(6, ONE + ONE);
        assertFails(6, G1 + ONE + ONE);
        assertFails(6, P + ZERO);
        assertFails(7, ZERO + P);
        assertFails(8, ONE + ONE + "00".repeat(128));
        assertFails(8, G1 + "00".repeat(127) + "01");
        assertFails(8, G1 + G2.substring(2));
    }

    @Test
    void checksPairings() {
        assertThat(at(8).execute(Bytes.EMPTY)).contains(YES);
        assertThat(run(8, G1 + G2)).contains(NO);
        assertThat(run(8, G1 + G2 + MINUS_G1 + G2)).contains(YES);
        assertThat(run(8, G1 + G2 + G1 + G2)).contains(NO);
        assertThat(run(8, DOUBLE_G1 + G2 + MINUS_G1 + G2 + MINUS_G1 + G2)).contains(YES);
        assertThat(run(8, ZERO + ZERO + G2)).contains(YES);
        assertThat(run(8, G1 + "00".repeat(128))).contains(YES);
    }

    @Test
    void istanbulRepricesThem() {
        Bytes pairs = Bytes.wrap(new byte[2 * 192]);
        assertThat(at(6).gas(pairs)).isEqualTo(150);
        assertThat(at(7).gas(pairs)).isEqualTo(6_000);
        assertThat(at(8).gas(pairs)).isEqualTo(113_000);
        var byzantium = Precompiles.of(Fork.PETERSBURG);
        assertThat(byzantium.at(Address.ofLow(6)).orElseThrow().gas(pairs)).isEqualTo(500);
        assertThat(byzantium.at(Address.ofLow(7)).orElseThrow().gas(pairs)).isEqualTo(40_000);
        assertThat(byzantium.at(Address.ofLow(8)).orElseThrow().gas(pairs)).isEqualTo(260_000);
    }

    private static void assertOutput(int low, String input, String output) {
        assertThat(run(low, input)).contains(Bytes.fromHexString(output));
    }

    private static void assertFails(int low, String input) {
        assertThat(run(low, input)).isEmpty();
    }

    private static Optional<Bytes> run(int low, String input) {
        return at(low).execute(Bytes.fromHexString(input));
    }

    private static Precompile at(int low) {
        return Precompiles.of(Fork.OSAKA).at(Address.ofLow(low)).orElseThrow();
    }
}
