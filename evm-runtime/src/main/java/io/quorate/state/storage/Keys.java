package io.quorate.state.storage;

import java.util.Arrays;

/** Arithmetic on keys: unsigned bytes in lexicographic order. */
public final class Keys {
    private Keys() {}

    /** The least key above every key that starts with {@code prefix}; empty where there is no such key. */
    public static byte[] afterPrefix(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return new byte[0];
    }

    public static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Writes {@code value} big-endian, so that unsigned numbers sort as keys. */
    public static void putLong(byte[] target, int offset, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            target[offset + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    /** Reads what {@link #putLong} wrote. */
    public static long readLong(byte[] source, int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (source[offset + i] & 0xff);
        }
        return value;
    }

    /** {@code tag ‖ number}, eight bytes big-endian: the usual key of something numbered. */
    public static byte[] numbered(int tag, long number) {
        byte[] key = new byte[1 + Long.BYTES];
        key[0] = (byte) tag;
        putLong(key, 1, number);
        return key;
    }
}
