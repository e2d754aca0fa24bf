package io.quorate.state.trie;

import java.util.Arrays;

/** Paths as nibbles, and their hex-prefix form (Yellow Paper, appendix C). */
final class Nibbles {
    private Nibbles() {}

    static byte[] ofKey(byte[] key) {
        byte[] nibbles = new byte[key.length * 2];
        for (int i = 0; i < key.length; i++) {
            nibbles[2 * i] = (byte) (key[i] >>> 4 & 15);
            nibbles[2 * i + 1] = (byte) (key[i] & 15);
        }
        return nibbles;
    }

    static byte[] from(byte[] path, int start) {
        return Arrays.copyOfRange(path, start, path.length);
    }

    static byte[] concat(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    static byte[] append(byte[] path, int nibble) {
        byte[] all = Arrays.copyOf(path, path.length + 1);
        all[path.length] = (byte) nibble;
        return all;
    }

    static byte[] prepend(int nibble, byte[] path) {
        byte[] all = new byte[path.length + 1];
        all[0] = (byte) nibble;
        System.arraycopy(path, 0, all, 1, path.length);
        return all;
    }

    /** How many nibbles {@code path} and {@code key} from {@code offset} have in common. */
    static int common(byte[] path, byte[] key, int offset) {
        int limit = Math.min(path.length, key.length - offset);
        int i = 0;
        while (i < limit && path[i] == key[offset + i]) {
            i++;
        }
        return i;
    }

    static byte[] toHexPrefix(byte[] path, boolean leaf) {
        boolean odd = (path.length & 1) != 0;
        byte[] packed = new byte[path.length / 2 + 1];
        packed[0] = (byte) ((leaf ? 0x20 : 0) | (odd ? 0x10 | path[0] : 0));
        for (int i = odd ? 1 : 0, to = 1; i < path.length; i += 2, to++) {
            packed[to] = (byte) (path[i] << 4 | path[i + 1]);
        }
        return packed;
    }

    static boolean isLeaf(byte[] hexPrefix) {
        return (hexPrefix[0] & 0x20) != 0;
    }

    static byte[] ofHexPrefix(byte[] hexPrefix) {
        byte[] nibbles = ofKey(hexPrefix);
        return from(nibbles, (hexPrefix[0] & 0x10) != 0 ? 1 : 2);
    }
}
