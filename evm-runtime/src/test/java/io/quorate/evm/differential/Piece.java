package io.quorate.evm.differential;

import io.quorate.evm.primitives.Address;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/** A stretch of code under construction. It knows nothing of what stands before it, so pieces can be left out. */
final class Piece {
    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Piece(Random random) {
        this.random = random;
    }

    Piece op(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    Piece push(long value) {
        int size = Math.max(1, (71 - Long.numberOfLeadingZeros(value)) / 8);
        out.write(0x5f + size);
        for (int i = size - 1; i >= 0; i--) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    Piece push(Address address) {
        out.write(0x73);
        out.writeBytes(address.toArray());
        return this;
    }

    Piece push(byte[] bytes) {
        out.write(0x5f + bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Piece raw(Bytes code) {
        out.writeBytes(code.toArrayUnsafe());
        return this;
    }

    /** A number that likes the borders of words and limbs. */
    Piece pushAny() {
        byte[] word = new byte[1 + random.nextInt(32)];
        switch (random.nextInt(8)) {
            case 0 -> push(random.nextInt(4));
            case 1 -> push(random.nextInt(300));
            case 2 -> {
                Arrays.fill(word, (byte) 0xff);
                push(word);
            }
            case 3 -> {
                word[0] = (byte) 0x80;
                push(word);
            }
            case 4 -> {
                word[random.nextInt(word.length)] = (byte) random.nextInt();
                push(word);
            }
            case 5 -> push(1L << random.nextInt(63));
            default -> {
                random.nextBytes(word);
                push(word);
            }
        }
        return this;
    }

    /** An offset or length: mostly small, at times at a border of words, seldom more than gas can buy. */
    Piece pushOffset() {
        int choice = random.nextInt(1_000);
        if (choice < 3) {
            return switch (choice) {
                case 0 -> pushAny();
                case 1 -> push(0x7fff_ffe0L + random.nextInt(64));
                default -> push(0xffff_ffe0L + random.nextInt(64));
            };
        }
        return switch (random.nextInt(100)) {
            case 0 -> push(random.nextInt(30_000));
            case 1, 2, 3, 4, 5 -> push(random.nextInt(3_000));
            case 6, 7, 8, 9, 10, 11, 12 ->
                    push(32L * random.nextInt(8) + random.nextInt(3) - 1 & 0x1ff);
            default -> push(random.nextInt(130));
        };
    }

    /** Writes {@code bytes} to memory from offset {@code at} on. */
    Piece store(int at, Bytes bytes) {
        for (int i = 0; i < bytes.size(); i += 32) {
            byte[] word = new byte[32];
            int length = Math.min(32, bytes.size() - i);
            System.arraycopy(bytes.toArrayUnsafe(), i, word, 0, length);
            push(word).push(at + i).op(0x52);
        }
        return this;
    }

    int size() {
        return out.size();
    }

    Bytes bytes() {
        return Bytes.wrap(out.toByteArray());
    }
}
