package io.quorate.state.trie;

/**
 * A node in memory. Paths are nibbles, one a byte. Mutable while its trie changes; it never leaves the package.
 * {@link #reference} is how the parent writes it (an embedded node's RLP, or the RLP of its hash), and null
 * from the node's change to the next commit.
 */
abstract sealed class Node {
    byte[] reference;
    /** What the source has at the node's path, where it has one of its own there; it outlives a change of the node. */
    byte[] stored;

    /** Whether it is in the source under its own path, rather than inside its parent. */
    boolean isStored() {
        return reference != null && NodeCodec.isHash(reference);
    }

    static final class Leaf extends Node {
        final byte[] path;
        final byte[] value;

        Leaf(byte[] path, byte[] value) {
            this.path = path;
            this.value = value;
        }
    }

    static final class Extension extends Node {
        final byte[] path;
        Node child;

        Extension(byte[] path, Node child) {
            this.path = path;
            this.child = child;
        }
    }

    static final class Branch extends Node {
        /** Null where there is no child. */
        final Node[] children = new Node[16];
        /** Null where no key ends here; keys of one length never do. */
        byte[] value;
    }

    /** A node that is only known by its hash until it is needed. */
    static final class Stored extends Node {
        Stored(byte[] reference) {
            this.reference = reference;
        }
    }
}
