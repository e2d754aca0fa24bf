package io.quorate.bft.fuzz;

import java.util.Arrays;
import java.util.Random;

/** One to four changes of the kinds that decoders get wrong. */
final class Mutation {
    private static final int[] EXTREMES = {0, 1, -1, 0x7fffffff, 0x80000000, 0xffff, 0x10000,
            0x00ffffff, 0x40000000};
    private static final int SIZE_MAX = 64 * 1024;

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    byte[] of(byte[] input, byte[] other) {
        byte[] result = input.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            result = change(result, other);
        }
        return result.length <= SIZE_MAX ? result : Arrays.copyOf(result, SIZE_MAX);
    }

    private byte[] change(byte[] input, byte[] other) {
        if (input.length == 0) {
            return randomBytes(random.nextInt(64));
        }
        int at = random.nextInt(input.length);
        return switch (random.nextInt(9)) {
            case 0 -> with(input, at, (byte) (input[at] ^ 1 << random.nextInt(8)));
            case 1 -> with(input, at, (byte) random.nextInt());
            case 2 -> with(input, at, (byte) (input[at] + (random.nextBoolean() ? 1 : -1)));
            case 3 -> Arrays.copyOf(input, at);
            case 4 -> join(input, input.length, randomBytes(1 + random.nextInt(32)), 0);
            case 5 -> integer(input, at, EXTREMES[random.nextInt(EXTREMES.length)]);
            case 6 -> join(input, at, input, random.nextInt(input.length)); // leaves out or repeats
            case 7 -> join(input, at, other, other.length == 0 ? 0 : random.nextInt(other.length));
            default -> other.length > at ? with(input, at, other[at]) : input;
        };
    }

    private byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] with(byte[] input, int at, byte value) {
        byte[] result = input.clone();
        result[at] = value;
        return result;
    }

    private static byte[] integer(byte[] input, int at, int value) {
        byte[] result = input.clone();
        for (int i = 0; i < 4 && at + i < result.length; i++) {
            result[at + i] = (byte) (value >>> 24 - 8 * i);
        }
        return result;
    }

    /** The first {@code count} bytes of {@code head}, then {@code tail} from {@code from} on. */
    private static byte[] join(byte[] head, int count, byte[] tail, int from) {
        byte[] result = Arrays.copyOf(head, count + tail.length - from);
        System.arraycopy(tail, from, result, count, tail.length - from);
        return result;
    }
}
