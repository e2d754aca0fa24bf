package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The test vectors of EIP-152. */
class Blake2FTest {
    private static final String STATE = "48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5"
            + "d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b";
    private static final String BLOCK = "616263" + "00".repeat(125);
    private static final String OFFSETS = "0300000000000000" + "0000000000000000";
    private static final Blake2F BLAKE_2_F = new Blake2F();

    @Test
    void compressesTheBlockOfRfc7693() {
        assertThat(run("0000000c", "01")).isEqualTo("0xba80a53f981c4d0d6a2797b69f12f6e9"
                + "4c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc95"
                + "18d38aa8dbf1925ab92386edd4009923");
    }

    @Test
    void compressesWithoutTheFinalBlockFlag() {
        assertThat(run("0000000c", "00")).isEqualTo("0x75ab69d3190a562c51aef8d88f1c2775"
                + "876944407270c42c9844252c26d2875298743e7f6d5ea2f2d3e8d226039cd31b"
                + "4e426ac4f2d3d666a610c2116fde4735");
    }

    @Test
    void runsNoRoundAtAll() {
        assertThat(run("00000000", "01")).isEqualTo("0x08c9bcf367e6096a3ba7ca8485ae67bb"
                + "2bf894fe72f36e3cf1361d5f3af54fa5d282e6ad7f520e511f6c3e2b8c68059b"
                + "9442be0454267ce079217e1319cde05b");
    }

    @Test
    void failsOnWrongLengthsAndFlags() {
        assertThat(BLAKE_2_F.execute(Bytes.EMPTY)).isEmpty();
        assertThat(BLAKE_2_F.execute(input("00000c", "01"))).isEmpty();
        assertThat(BLAKE_2_F.execute(input("000000000c", "01"))).isEmpty();
        assertThat(BLAKE_2_F.execute(input("0000000c", "02"))).isEmpty();
    }

    @Test
    void costsOneGasARound() {
        assertThat(BLAKE_2_F.gas(input("ffffffff", "01"))).isEqualTo(0xffff_ffffL);
        assertThat(BLAKE_2_F.gas(input("0000000c", "01"))).isEqualTo(12);
    }

    private static String run(String rounds, String flag) {
        return BLAKE_2_F.execute(input(rounds, flag)).orElseThrow().toHexString();
    }

    private static Bytes input(String rounds, String flag) {
        return Bytes.fromHexString(rounds + STATE + BLOCK + OFFSETS + flag);
    }
}
