package io.quorate.state.storage;

/**
 * The tables of a store: separate key spaces that one {@link WriteBatch} changes atomically. Which keys are in
 * which is said by the classes that write them. A space's name is on disk; renaming one loses its content.
 */
public enum Space {
    /** A handful of single values: format version, heads, genesis. */
    META,
    /** Headers, bodies, receipts and access lists by block number. */
    BLOCKS,
    /** Block numbers by hash, transaction places by hash. */
    INDEX,
    /** The latest state: accounts, and slots by account. */
    STATE,
    /** Contract code by its hash. */
    CODE,
    /** The latest tries' nodes by path. */
    TRIE,
    /** Every change of the state, by key, block and transaction. */
    HISTORY,
    /** What was ordered, by sequence number: values, certificates, slot records. */
    DECISIONS,
    /** Chunks of a snapshot that is being taken over. */
    SNAPSHOT,
    /** Trie nodes that a block replaced, by path and that block. */
    TRIE_HISTORY
}
