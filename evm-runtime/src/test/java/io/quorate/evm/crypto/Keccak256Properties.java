package io.quorate.evm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.Hash;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

class Keccak256Properties {
    private static final long SEED = 1_337;

    @Test
    void agreesWithBouncyCastleAtAllLengthsAndOffsets() {
        var random = new Random(SEED);
        for (int length = 0; length <= 600; length++) {
            int offset = random.nextInt(9);
            byte[] input = new byte[offset + length + random.nextInt(9)];
            random.nextBytes(input);
            assertThat(Keccak256.hash(input, offset, length)).as("length %s", length)
                    .isEqualTo(reference(input, offset, length));
        }
    }

    @Test
    void hashesNothingToTheKnownValue() {
        assertThat(Keccak256.hash(Bytes.EMPTY)).isEqualTo(Hash.EMPTY);
        assertThat(Keccak256.hash(new byte[]{(byte) 0x80})).isEqualTo(Hash.EMPTY_TRIE_ROOT);
    }

    /** The interpreter hashes its memory into its memory. */
    @Test
    void writesOverItsOwnInput() {
        byte[] array = new byte[200];
        new Random(SEED).nextBytes(array);
        Hash expected = reference(array, 3, 180);
        Keccak256.hashInto(array, 3, 180, array, 10);
        assertThat(Hash.of(array, 10)).isEqualTo(expected);
    }

    @Test
    void refusesRangesOutsideItsArrays() {
        byte[] array = new byte[32];
        assertThatThrownBy(() -> Keccak256.hash(array, 1, 32))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Keccak256.hashInto(array, 0, 32, array, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Keccak256.hash(array, 0, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Hash reference(byte[] input, int offset, int length) {
        var digest = new KeccakDigest(256);
        digest.update(input, offset, length);
        byte[] out = new byte[Hash.SIZE];
        digest.doFinal(out, 0);
        return Hash.of(out);
    }
}
