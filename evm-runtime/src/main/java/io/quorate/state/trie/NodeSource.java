package io.quorate.state.trie;

import java.util.Optional;

/**
 * Where the nodes of one trie are: by path, one nibble a byte. Only nodes whose RLP has 32 bytes or more have
 * a place of their own, and the root, whose path is empty.
 */
@FunctionalInterface
public interface NodeSource {
    /** The source of a trie that starts empty. */
    NodeSource EMPTY = path -> Optional.empty();

    Optional<byte[]> node(byte[] path);
}
