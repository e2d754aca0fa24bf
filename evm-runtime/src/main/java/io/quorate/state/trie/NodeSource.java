package io.quorate.state.trie;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.StorageException;
import java.util.ArrayList;
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

    /**
     * As {@link #node(byte[])}, where the hash is known. Fails with {@link StorageException} where the node has another; a
     * source may leave that out for nodes that it has asked before.
     */
    default Optional<byte[]> node(byte[] path, Hash hash) {
        Optional<byte[]> found = node(path);
        found.ifPresent(rlp -> require(path, hash, rlp));
        return found;
    }

    /** Fails with a {@link StorageException} that tells what {@code rlp} is, where it has not this hash. */
    static void require(byte[] path, Hash hash, byte[] rlp) {
        Hash found = Keccak256.hash(rlp);
        if (!found.equals(hash)) {
            throw StorageException.damage("a stored trie node is corrupt: at path "
                    + Bytes.wrap(path) + " there are " + rlp.length + " bytes with the hash "
                    + found + ", not the node " + hash);
        }
    }

    /** As {@link #node(byte[], Hash)}, many at once: one answer a path, in their order; a node that is missing is a damage. */
    default List<byte[]> nodes(List<byte[]> paths, List<Hash> hashes) {
        List<byte[]> nodes = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            byte[] path = paths.get(i);
            Hash hash = hashes.get(i);
            nodes.add(node(path, hash).orElseThrow(() -> missing(path, hash)));
        }
        return nodes;
    }

    /** A node that another one names is not there. */
    static StorageException missing(byte[] path, Hash hash) {
        return StorageException.damage("a stored trie node is missing: at path "
                + Bytes.wrap(path) + ", with the hash " + hash);
    }
}
