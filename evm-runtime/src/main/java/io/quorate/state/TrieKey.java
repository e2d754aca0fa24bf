package io.quorate.state;

import io.quorate.evm.primitives.Hash;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a key of a trie node says, read by whoever doubts that it is one. Not a record, since arrays have no equality; they
 * are not to be changed.
 */
final class TrieKey {
    private static final int PATH_MAX = 2 * Hash.SIZE;

    private final byte[] prefix;
    private final byte[] path;
    private final long block;

    private TrieKey(byte[] prefix, byte[] path, long block) {
        this.prefix = prefix;
        this.path = path;
        this.block = block;
    }

    /** Of the trie. */
    byte[] prefix() {
        return prefix;
    }

    /** Nibbles, one a byte. */
    byte[] path() {
        return path;
    }

    /** That replaced the node; -1 in the latest tries. */
    long block() {
        return block;
    }

    /** Empty for the trie of the accounts. */
    Optional<Hash> hashedAddress() {
        return prefix.length == 1 ? Optional.empty() : Optional.of(Hash.of(prefix, 1));
    }

    /** Of the latest tries; empty where {@code key} is none. */
    static Optional<TrieKey> ofNode(byte[] key) {
        int size = prefixSize(key);
        int packed = key.length - size - 1;
        if (size == 0 || packed < 0 || !fits(key[key.length - 1], packed)) {
            return Optional.empty();
        }
        return Optional.of(
                new TrieKey(Arrays.copyOf(key, size), StateKeys.pathOf(key, size), -1));
    }

    /** Of replaced nodes; empty where {@code key} is none. */
    static Optional<TrieKey> ofReplaced(byte[] key) {
        int size = prefixSize(key);
        int packed = key.length - size - 1 - Long.BYTES;
        if (size == 0 || packed < 0 || !fits(key[size], packed)) {
            return Optional.empty();
        }
        byte[] path = new byte[key[size]];
        for (int i = 0; i < path.length; i++) {
            int pair = key[size + 1 + i / 2];
            path[i] = (byte) ((i & 1) == 0 ? pair >>> 4 & 15 : pair & 15);
        }
        return Optional.of(
                new TrieKey(Arrays.copyOf(key, size), path, StateKeys.replacedBy(key)));
    }

    /** 0 where the key is of no trie. */
    private static int prefixSize(byte[] key) {
        int size = key.length == 0 || key[0] < 0 || key[0] > 1 ? 0
                : key[0] == 0 ? 1 : 1 + Hash.SIZE;
        return key.length < size ? 0 : size;
    }

    private static boolean fits(int length, int packedBytes) {
        return length >= 0 && length <= PATH_MAX && packedBytes == (length + 1) / 2;
    }
}
