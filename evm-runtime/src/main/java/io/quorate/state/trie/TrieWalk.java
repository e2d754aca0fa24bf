package io.quorate.state.trie;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.util.Arrays;
import java.util.Optional;

/** Visits all nodes of a trie from its root down and compares each with the hash by which its parent names it. */
public final class TrieWalk {
    /** Hears what is found. Paths are nibbles, one a byte. */
    public interface Visitor {
        /** A stored node is what it must be. */
        void node(byte[] path);

        /** An entry of a node that is what it must be; {@code path} is the whole key. */
        void leaf(byte[] path, byte[] value);

        /** There is no node, or {@code found} is the hash of what is there instead; nothing below is visited. */
        void damage(byte[] path, Hash expected, Optional<Hash> found);
    }

    private final NodeSource source;
    private final Visitor visitor;

    private TrieWalk(NodeSource source, Visitor visitor) {
        this.source = source;
        this.visitor = visitor;
    }

    /** The trie with {@code root} whose nodes are in {@code source}. */
    public static void walk(NodeSource source, Hash root, Visitor visitor) {
        if (!root.equals(Hash.EMPTY_TRIE_ROOT)) {
            new TrieWalk(source, visitor).stored(new byte[0], root);
        }
    }

    /** Whether the node {@code parentRlp} names a node by {@code hash} at {@code rest}, the nibbles from it on. */
    public static boolean names(byte[] parentRlp, byte[] rest, Hash hash) {
        Optional<Node> parent = NodeCodec.tryDecode(parentRlp, null);
        byte[] reference = NodeCodec.referenceTo(hash);
        return parent.isPresent() && switch (parent.get()) {
            case Node.Branch branch -> rest.length == 1 && branch.children[rest[0]] != null
                    && Arrays.equals(branch.children[rest[0]].reference, reference);
            case Node.Extension extension -> Arrays.equals(extension.path, rest)
                    && Arrays.equals(extension.child.reference, reference);
            case Node.Leaf _,Node.Stored _ -> false;
        };
    }

    private void stored(byte[] path, Hash expected) {
        Optional<byte[]> rlp = source.node(path);
        Optional<Hash> found = rlp.map(Keccak256::hash);
        Optional<Node> node = found.filter(expected::equals)
                .flatMap(_ -> NodeCodec.tryDecode(rlp.get(), null));
        if (node.isEmpty()) {
            visitor.damage(path, expected, found);
            return;
        }
        visitor.node(path);
        visit(path, node.get());
    }

    private void visit(byte[] path, Node node) {
        switch (node) {
            case Node.Leaf leaf -> visitor.leaf(Nibbles.concat(path, leaf.path), leaf.value);
            case Node.Extension extension ->
                    visit(Nibbles.concat(path, extension.path), extension.child);
            case Node.Branch branch -> {
                for (int i = 0; i < branch.children.length; i++) {
                    if (branch.children[i] != null) {
                        visit(Nibbles.append(path, i), branch.children[i]);
                    }
                }
                if (branch.value != null) {
                    visitor.leaf(path, branch.value);
                }
            }
            case Node.Stored known -> stored(path, Hash.of(known.reference, 1));
        }
    }
}
