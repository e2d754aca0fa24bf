package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class PrecompilesTest {
    @Test
    void findsNothingOutsideTheTable() {
        var table = Precompiles.of(Fork.OSAKA);
        assertThat(table.at(Address.ZERO)).isEmpty();
        assertThat(table.at(Address.ofLow(0x101))).isEmpty();
        assertThat(table.at(Address.ofLow(0x1_0001))).isEmpty();
        assertThat(table.at(Address.fromHex("0x0100000000000000000000000000000000000001")))
                .isEmpty();
    }

    @Test
    void knowsEachForksPrecompiles() {
        int[] counts = {4, 4, 4, 4, 8, 8, 8, 9, 9, 9, 9, 9, 10, 17, 18};
        for (Fork fork : Fork.values()) {
            assertThat(Precompiles.of(fork).addresses()).as("%s", fork)
                    .hasSize(counts[fork.ordinal()]);
        }
    }

    @Test
    void listsExactlyTheAddressesThatItFinds() {
        for (Fork fork : Fork.values()) {
            var table = Precompiles.of(fork);
            for (int low = 0; low <= 0x110; low++) {
                Address address = Address.ofLow(low);
                assertThat(table.addresses().contains(address)).as("%s at %s", address, fork)
                        .isEqualTo(table.at(address).isPresent());
            }
        }
    }

    /** The example of the Ethereum wiki's precompile pages; a wrong v gives no output but no failure. */
    @Test
    void ecRecover() {
        String hash = "456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3";
        String r = "9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608";
        String s = "4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada";
        String v = "00000000000000000000000000000000000000000000000000000000000000";
        assertThat(run(0x01, hash + v + "1c" + r + s)).isEqualTo(Bytes.fromHexString(
                "0x0000000000000000000000007156526fbd7a3c72969b54f64e42c10fbb768c8a"));
        assertThat(run(0x01, hash + v + "1d" + r + s)).isEqualTo(Bytes.EMPTY);
        assertThat(run(0x01, hash + "01" + v + r + s)).isEqualTo(Bytes.EMPTY);
        assertThat(run(0x01, "")).isEqualTo(Bytes.EMPTY);
        assertThat(gas(0x01, "00")).isEqualTo(3_000);
    }

    @Test
    void sha256() {
        assertThat(run(0x02, "")).isEqualTo(Bytes.fromHexString(
                "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assertThat(gas(0x02, "")).isEqualTo(60);
        assertThat(gas(0x02, "00".repeat(33))).isEqualTo(84);
    }

    @Test
    void ripemd160() {
        assertThat(run(0x03, "616263")).isEqualTo(Bytes.fromHexString(
                "0x0000000000000000000000008eb208f7e05d987a9b044a8e98c6b087f15a0bfc"));
        assertThat(gas(0x03, "616263")).isEqualTo(720);
    }

    @Test
    void identity() {
        assertThat(run(0x04, "616263")).isEqualTo(Bytes.fromHexString("0x616263"));
        assertThat(gas(0x04, "616263")).isEqualTo(18);
    }

    /** The input may be all of the caller's memory, which changes before it looks at what was returned. */
    @Test
    void identityKeepsWhatItReturned() {
        byte[] memory = {1, 2, 3};
        Bytes output = at(0x04).execute(Bytes.wrap(memory)).orElseThrow();
        memory[0] = 9;
        assertThat(output).isEqualTo(Bytes.of(1, 2, 3));
    }

    private static Bytes run(int low, String input) {
        return at(low).execute(Bytes.fromHexString(input)).orElseThrow();
    }

    private static long gas(int low, String input) {
        return at(low).gas(Bytes.fromHexString(input));
    }

    private static Precompile at(int low) {
        return Precompiles.of(Fork.OSAKA).at(Address.ofLow(low)).orElseThrow();
    }
}
