package io.quorate.evm.precompile;

import io.quorate.evm.crypto.Blake2b;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * 0x09: BLAKE2b's compression function (EIP-152). Input: 4 bytes of rounds (big-endian), then state, block and
 * two offset counters as little-endian words, and one byte 0 or 1 for the last block: 213 bytes, no other
 * length. A round costs one gas, so no limit on rounds is needed but the caller's gas.
 */
final class Blake2F implements Precompile {
    private static final int INPUT_SIZE = 213;
    private static final int STATE_WORDS = 8;
    private static final int BLOCK_WORDS = 16;

    @Override
    public long gas(Bytes input) {
        return input.size() == INPUT_SIZE ? Integer.toUnsignedLong(input.getInt(0)) : 0;
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        if (input.size() != INPUT_SIZE || (input.get(INPUT_SIZE - 1) & ~1) != 0) {
            return Optional.empty();
        }
        ByteBuffer words = ByteBuffer.wrap(input.toArrayUnsafe())
                .order(ByteOrder.LITTLE_ENDIAN).position(Integer.BYTES);
        long[] state = read(words, STATE_WORDS);
        long[] block = read(words, BLOCK_WORDS);
        boolean last = input.get(INPUT_SIZE - 1) == 1;
        Blake2b.compress(input.getInt(0), state, block, words.getLong(), words.getLong(), last);
        ByteBuffer out = ByteBuffer.allocate(STATE_WORDS * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long word : state) {
            out.putLong(word);
        }
        return Optional.of(Bytes.wrap(out.array()));
    }

    private static long[] read(ByteBuffer words, int count) {
        long[] array = new long[count];
        for (int i = 0; i < count; i++) {
            array[i] = words.getLong();
        }
        return array;
    }
}
