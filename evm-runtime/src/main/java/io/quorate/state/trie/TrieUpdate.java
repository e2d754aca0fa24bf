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
     * A node that is new at its path, or, without RLP, one that is gone. The arrays are not to be changed.
     */
    public static final class NodeWrite {
        private static final byte[] NOTHING = {};

        private final byte[] path;
        private final byte[] rlp;
        private final byte[] before;

        private NodeWrite(byte[] path, byte[] rlp, byte[] before) {
            this.path = path;
            this.rlp = rlp;
            this.before = before;
        }

        static NodeWrite put(byte[] path, byte[] rlp) {
            return new NodeWrite(path, rlp, NOTHING);
        }

        static NodeWrite replace(byte[] path, byte[] rlp, byte[] before) {
            return new NodeWrite(path, rlp, before);
        }

        static NodeWrite remove(byte[] path, byte[] before) {
            return new NodeWrite(path, NOTHING, before);
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
            return before.length > 0;
        }

        /** What the source has at this path; empty where nothing. */
        public byte[] before() {
            return before;
        }
    }
}
