package io.quorate.state.trie;

import io.quorate.evm.primitives.Hash;
import java.util.List;

/**
 * What a commit found: the new root, and what has to be written to the place the nodes came from.
 *
 * @param writes in no particular order, one a path
 */
public record TrieUpdate(Hash root, List<NodeWrite> writes) {
    public TrieUpdate {
        writes = List.copyOf(writes);
    }

    /**
     * A node that is new at its path, or, without RLP, one that is gone. Both arrays are not to be changed.
     */
    public static final class NodeWrite {
        private static final byte[] GONE = {};

        private final byte[] path;
        private final byte[] rlp;
        private final boolean replacing;

        private NodeWrite(byte[] path, byte[] rlp, boolean replacing) {
            this.path = path;
            this.rlp = rlp;
            this.replacing = replacing;
        }

        static NodeWrite put(byte[] path, byte[] rlp) {
            return new NodeWrite(path, rlp, false);
        }

        static NodeWrite replace(byte[] path, byte[] rlp) {
            return new NodeWrite(path, rlp, true);
        }

        static NodeWrite remove(byte[] path) {
            return new NodeWrite(path, GONE, true);
        }

        /** Nibbles, one a byte. */
        public byte[] path() {
            return path;
        }

        public byte[] rlp() {
            return rlp;
        }

        public boolean isRemoval() {
            return rlp.length == 0;
        }

        /** Whether the source has had another node at this path. */
        public boolean isReplacing() {
            return replacing;
        }
    }
}
