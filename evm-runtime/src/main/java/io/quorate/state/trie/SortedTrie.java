package io.quorate.state.trie;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Builds a trie from its keys in ascending order, bottom up: a node is hashed once, handed out as soon as no later key
 * can change it, and forgotten. So memory is that of one path, whatever the number of keys. Mutable, for one thread.
 */
public final class SortedTrie {
    /** Takes the nodes that have a place of their own (see {@link NodeSource}), children before parents. */
    @FunctionalInterface
    public interface Sink {
        /** @param path nibbles, one a byte */
        void node(byte[] path, byte[] rlp);
    }

    /** A branch that later keys may still come under. */
    private record Open(int depth, Node.Branch branch) {}

    private static final int ABOVE_ROOT = -1;

    private final Sink sink;
    /** From the root downwards, the deepest on top. */
    private final Deque<Open> open = new ArrayDeque<>();
    /** The last key's nibbles; empty before the first. */
    private byte[] last = {};
    private byte[] lastValue = {};
    private Hash root = Hash.EMPTY_TRIE_ROOT;

    public SortedTrie(Sink sink) {
        this.sink = sink;
    }

    /** {@code key} is above all keys before and as long as they; {@code value} is not empty. */
    public void add(byte[] key, byte[] value) {
        byte[] path = Nibbles.ofKey(key);
        if (last.length > 0) {
            if (path.length != last.length || Arrays.compareUnsigned(last, path) >= 0) {
                throw new IllegalStateException("the keys of a sorted trie do not ascend");
            }
            closeDownTo(Nibbles.common(last, path, 0));
        }
        last = path;
        lastValue = value;
    }

    /** Hands out what is left, and gives the root's hash. */
    public Hash finish() {
        if (last.length > 0) {
            closeDownTo(ABOVE_ROOT);
        }
        return root;
    }

    /** The next key leaves the last one's path at {@code depth}, so nothing below changes any more. */
    private void closeDownTo(int depth) {
        Node done = new Node.Leaf(new byte[0], lastValue);
        int doneDepth = last.length;
        while (true) {
            int openDepth = open.isEmpty() ? ABOVE_ROOT : open.peek().depth;
            int parent = Math.max(openDepth, depth);
            place(done, doneDepth, parent);
            if (openDepth <= depth) {
                return;
            }
            Open closed = open.pop();
            done = closed.branch;
            doneDepth = closed.depth;
        }
    }

    /** Puts {@code node}, which begins at {@code depth} of the last path, into the branch at {@code parent}. */
    private void place(Node node, int depth, int parent) {
        int start = parent + 1;
        Node child = node;
        if (node instanceof Node.Leaf leaf) {
            child = new Node.Leaf(Nibbles.from(last, start), leaf.value);
        } else if (depth > start) {
            refer(node, depth);
            child = new Node.Extension(Arrays.copyOfRange(last, start, depth), node);
        }
        if (parent == ABOVE_ROOT) {
            byte[] rlp = NodeCodec.encode(child);
            sink.node(new byte[0], rlp);
            root = Keccak256.hash(rlp);
            return;
        }
        if (open.isEmpty() || open.peek().depth < parent) {
            open.push(new Open(parent, new Node.Branch()));
        }
        refer(child, start);
        open.peek().branch.children[last[parent]] = new Node.Stored(child.reference);
    }

    private void refer(Node node, int depth) {
        byte[] rlp = NodeCodec.encode(node);
        if (rlp.length < Hash.SIZE) {
            node.reference = rlp;
        } else {
            node.reference = NodeCodec.referenceTo(Keccak256.hash(rlp));
            sink.node(Arrays.copyOf(last, depth), rlp);
        }
    }
}
