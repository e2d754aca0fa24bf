package io.quorate.state.trie;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where the nodes of one trie are: by path, one nibble a byte. Only nodes whose RLP has 32 bytes or more have
 * a place of their own, and the root, whose path is empty.
 */
@FunctionalInterface
public interface NodeSource {
    /** The source of a trie that starts empty. */
    NodeSource EMPTY = path -> Optional.empty();

    Optional<byte[]> node(byte[] path);

    /** One answer a path, in their order; fails with {@link IllegalStateException} where a node is missing. */
    default List<byte[]> nodes(List<byte[]> paths) {
        return paths.stream().map(path -> node(path).orElseThrow(() -> missing(path))).toList();
    }

    /** A node that another one names is not there. */
    static IllegalStateException missing(byte[] path) {
        return new IllegalStateException("the trie node at " + Bytes.wrap(path) + " is missing");
    }
}
