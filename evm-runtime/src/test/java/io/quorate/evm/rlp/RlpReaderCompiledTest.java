package io.quorate.evm.rlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A reader that the JIT compiler has compiled while some first bytes never occurred, and then meets them. HotSpot's C2
 * (JDK 25.0.3) got the first one wrong where a byte was compared with 0xc0 and then with 0x80.
 */
class RlpReaderCompiledTest {
    /** More than it takes until C2 has compiled what is called. */
    private static final int CALLS = 200_000;

    @Test
    void readsASingleByteAfterManyLongerStringsAndLists() throws DecodeException {
        byte[] string = new byte[34];
        string[0] = (byte) (0x80 + 33);
        byte[] list = {(byte) 0xc2, (byte) 0x81, (byte) 0x90};
        long sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += kindAndSize(string);
            if (i % 8 == 0) {
                sum += kindAndSize(list);
            }
        }
        assertThat(sum).isEqualTo(CALLS * 33L + CALLS / 8 * 1_001L);
        for (int value = 0; value < 0x80; value++) {
            assertThat(kindAndSize(new byte[]{(byte) value})).as("byte %d", value).isEqualTo(1);
        }
    }

    private static int kindAndSize(byte[] rlp) throws DecodeException {
        RlpReader reader = new RlpReader(rlp);
        return reader.nextIsList() ? 1_000 + reader.readList().readBytes().length
                : reader.readBytes().length;
    }
}
