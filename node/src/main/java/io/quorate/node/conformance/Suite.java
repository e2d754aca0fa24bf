package io.quorate.node.conformance;

import java.util.Locale;

/** The kinds of official tests, in the order in which tables list them. */
public enum Suite {
    STATE,
    BLOCKCHAIN,
    TRANSACTION,
    VM,
    DIFFICULTY,
    GENESIS,
    RLP,
    TRIE,
    POW,
    /** Keys, signatures and hashes of {@code BasicTests}. */
    BASIC,
    /** What no runner here understands. */
    OTHER;

    /** As in commands and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
