package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.rlp.DecodeException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class BlockFileReaderTest {
    private static final long SEED = Long.getLong("quorate.fuzz.seed", 1);
    private static final Bytes BLOCK = BlockCodec.encode(TestChain.genesis().block());

    private static BlockFileReader over(Bytes bytes) {
        return new BlockFileReader(new ByteArrayInputStream(bytes.toArray()));
    }

    @Test
    void readsBlocksOneAfterAnother() throws Exception {
        BlockFileReader reader = over(Bytes.concatenate(BLOCK, BLOCK));
        assertThat(reader.next()).contains(BLOCK);
        assertThat(reader.position()).isEqualTo(BLOCK.size());
        assertThat(reader.next()).contains(BLOCK);
        assertThat(reader.next()).isEmpty();
        assertThat(reader.position()).isEqualTo(2L * BLOCK.size());
    }

    @Test
    void anEmptyFileHasNoBlocks() throws Exception {
        assertThat(over(Bytes.EMPTY).next()).isEmpty();
    }

    @Test
    void tellsAnEndWithinABlock() {
        for (int length = 1; length < BLOCK.size(); length++) {
            BlockFileReader reader = over(BLOCK.slice(0, length));
            assertThatThrownBy(reader::next).as("%d bytes", length)
                    .isInstanceOf(EOFException.class).hasMessageContaining("at byte 0");
            assertThat(reader.position()).isZero();
        }
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatThrownBy(over(Bytes.of(0x7b, 0x22))::next).isInstanceOf(DecodeException.class)
                .hasMessageContaining("0x7b");
    }

    /** The lengths are announced and never come, so a reader that trusted them would run out of memory. */
    @Test
    void allocatesNothingForALengthThatIsOnlyAnnounced() {
        for (String announced : List.of("0xffffffffffffffffff", "0xfe7fffffffffffff",
                "0xfb7fffffff", "0xfb04000001", "0xfbffffffff")) {
            assertThatThrownBy(over(Bytes.fromHexString(announced))::next).as(announced)
                    .isInstanceOf(DecodeException.class).hasMessageContaining("longer than");
        }
        // Within the bound, memory follows the bytes that are there.
        assertThatThrownBy(over(Bytes.fromHexString("0xfa400000"))::next)
                .isInstanceOf(EOFException.class);
    }

    /** Whatever the bytes, there are blocks, the end, or one of the two declared exceptions. */
    @Test
    void survivesDamagedFiles() {
        Random random = new Random(SEED);
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = Bytes.concatenate(BLOCK, BLOCK).toArray();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                // The first bytes of each block decide; random ones alone would seldom hit them.
                int at = random.nextBoolean() ? random.nextInt(bytes.length)
                        : random.nextInt(2) * BLOCK.size() + random.nextInt(4);
                bytes[at] = (byte) random.nextInt();
            }
            byte[] file = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            assertThat(bytesRead(new ByteArrayInputStream(file))).as("seed %d run %d", SEED, run)
                    .isLessThanOrEqualTo(file.length);
        }
    }

    private static long bytesRead(InputStream file) {
        BlockFileReader reader = new BlockFileReader(file);
        try {
            Optional<Bytes> block = reader.next();
            while (block.isPresent()) {
                block = reader.next();
            }
        } catch (DecodeException | IOException e) {
            assertThat(e).hasMessageMatching(".*at byte [0-9]+.*");
        }
        return reader.position();
    }
}
