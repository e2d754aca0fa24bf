package io.quorate.state.trie;

import java.util.function.Supplier;

/** A key with its value before and its new one, which are empty where there is none. No array is changed afterwards. */
public final class TrieChange {
    private final byte[] path;
    private final byte[] before;
    private final byte[] value;
    private final Supplier<String> what;

    /** {@code what} is said of the key where the trie has another value than {@code before}. */
    public TrieChange(byte[] key, byte[] before, byte[] value, Supplier<String> what) {
        this.path = Nibbles.ofKey(key);
        this.before = before;
        this.value = value;
        this.what = what;
    }

    /** Nibbles, one a byte. */
    byte[] path() {
        return path;
    }

    byte[] before() {
        return before;
    }

    byte[] value() {
        return value;
    }

    Supplier<String> what() {
        return what;
    }
}
