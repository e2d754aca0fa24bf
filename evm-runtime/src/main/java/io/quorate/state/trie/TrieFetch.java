package io.quorate.state.trie;

import io.quorate.evm.primitives.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the stored nodes on the way to many keys into memory, all of one depth at a time: a store answers many questions
 * at once for less than one by one. Mutable, for one thread.
 */
final class TrieFetch {
    private static final int ONLY_CHILD = -1;

    /** A stored node with the changes below it; {@code parent} is null for the topmost. */
    private record Missing(Node parent, int slot, Node.Stored node, int depth,
            List<TrieChange> changes) {}

    private final NodeSource source;
    private Node top;
    private List<Missing> missing = new ArrayList<>();

    private TrieFetch(NodeSource source, Node top) {
        this.source = source;
        this.top = top;
    }

    /**
     * The node {@code top}, which is at {@code depth}, with those below in place; its content is the same.
     *
     * @param changes in the order of their keys, all of them below {@code top}
     */
    static Node below(NodeSource source, Node top, int depth, List<TrieChange> changes) {
        TrieFetch fetch = new TrieFetch(source, top);
        fetch.find(null, ONLY_CHILD, top, depth, changes);
        while (!fetch.missing.isEmpty()) {
            fetch.next();
        }
        return fetch.top;
    }

    private void find(Node parent, int slot, Node node, int depth, List<TrieChange> changes) {
        switch (node) {
            case Node.Stored stored -> missing.add(
                    new Missing(parent, slot, stored, depth, changes));
            case Node.Branch branch -> findBelow(branch, depth, changes);
            case Node.Extension extension -> {
                List<TrieChange> under = changes.stream().filter(change -> Nibbles
                        .common(extension.path, change.path(), depth) == extension.path.length)
                        .toList();
                if (!under.isEmpty()) {
                    find(extension, ONLY_CHILD, extension.child, depth + extension.path.length,
                            under);
                }
            }
            case Node.Leaf leaf -> {
            }
            case null -> {
            }
        }
    }

    private void findBelow(Node.Branch branch, int depth, List<TrieChange> changes) {
        for (int from = 0; from < changes.size();) {
            int nibble = changes.get(from).path()[depth];
            int to = from;
            while (to < changes.size() && changes.get(to).path()[depth] == nibble) {
                to++;
            }
            find(branch, nibble, branch.children[nibble], depth + 1, changes.subList(from, to));
            from = to;
        }
    }

    private void next() {
        List<Missing> wanted = missing;
        missing = new ArrayList<>();
        List<byte[]> paths = wanted.stream().map(TrieFetch::pathOf).toList();
        List<byte[]> found = source.nodes(paths,
                wanted.stream().map(one -> Hash.of(one.node.reference, 1)).toList());
        for (int i = 0; i < wanted.size(); i++) {
            Missing each = wanted.get(i);
            Node node = NodeCodec.decode(found.get(i), each.node.reference, paths.get(i));
            switch (each.parent) {
                case Node.Branch branch -> branch.children[each.slot] = node;
                case Node.Extension extension -> extension.child = node;
                case null, default -> top = node;
            }
            find(each.parent, each.slot, node, each.depth, each.changes);
        }
    }

    private static byte[] pathOf(Missing node) {
        return Arrays.copyOf(node.changes.getFirst().path(), node.depth);
    }
}
