package io.quorate.state.trie;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The root over entries that come in ascending order of their keys, which have one length. Only the branches above the
 * last key are held, so the memory does not grow with the entries. Mutable, for one thread.
 */
public final class SortedTrie {
    /** A branch that more children may still come to, and how many nibbles lead to it. */
    private record Open(int depth, Node.Branch branch) {}

    private final Deque<Open> open = new ArrayDeque<>();
    private byte[] lastPath = {};
    private byte[] lastValue = {};
    private boolean isEmpty = true;

    /** {@code value} is not empty and not changed afterwards. Fails where {@code key} does not come after the last. */
    public void add(byte[] key, byte[] value) {
        byte[] path = Nibbles.ofKey(key);
        if (!isEmpty) {
            if (path.length != lastPath.length || Arrays.compare(path, lastPath) <= 0) {
                throw new IllegalStateException("keys of a trie come in ascending order");
            }
            settle(Nibbles.common(lastPath, path, 0));
        }
        lastPath = path;
        lastValue = value;
        isEmpty = false;
    }

    /** The root; nothing may be added afterwards. */
    public Hash root() {
        if (isEmpty) {
            return Hash.EMPTY_TRIE_ROOT;
        }
        Node node = new Node.Leaf(Nibbles.from(lastPath, 0), lastValue);
        if (!open.isEmpty()) {
            attach(open.peek(), leafBelow(open.peek().depth()));
            Open top = open.pop();
            while (!open.isEmpty()) {
                attach(open.peek(), extended(top, open.peek().depth() + 1));
                top = open.pop();
            }
            node = extended(top, 0);
        }
        return Keccak256.hash(NodeCodec.encode(node));
    }

    /** The next key parts from the last one after {@code common} nibbles: what lies deeper is complete. */
    private void settle(int common) {
        if (open.isEmpty() || open.peek().depth() < common) {
            open.push(new Open(common, new Node.Branch()));
        }
        attach(open.peek(), leafBelow(open.peek().depth()));
        while (open.peek().depth() > common) {
            Open done = open.pop();
            if (open.isEmpty() || open.peek().depth() < common) {
                open.push(new Open(common, new Node.Branch()));
            }
            attach(open.peek(), extended(done, open.peek().depth() + 1));
        }
    }

    private Node leafBelow(int depth) {
        return new Node.Leaf(Nibbles.from(lastPath, depth + 1), lastValue);
    }

    /** The branch, behind the nibbles of the last path from {@code from} on that lead to it. */
    private Node extended(Open done, int from) {
        if (from == done.depth()) {
            return done.branch();
        }
        done.branch().reference = reference(done.branch());
        return new Node.Extension(Arrays.copyOfRange(lastPath, from, done.depth()),
                done.branch());
    }

    private void attach(Open parent, Node child) {
        child.reference = reference(child);
        // Only the reference is needed from here on.
        parent.branch().children[lastPath[parent.depth()]] = new Node.Stored(child.reference);
    }

    private static byte[] reference(Node node) {
        byte[] rlp = NodeCodec.encode(node);
        return rlp.length < Hash.SIZE ? rlp : NodeCodec.referenceTo(Keccak256.hash(rlp));
    }
}
