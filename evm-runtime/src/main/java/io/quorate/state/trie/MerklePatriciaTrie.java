package io.quorate.state.trie;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.StorageException;
import io.quorate.state.trie.TrieUpdate.NodeWrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The modified Merkle Patricia trie (Yellow Paper, appendix D). It reads the nodes it needs from a source,
 * changes them in memory, and yields the new root with the nodes to write; the source is not touched. Keys are
 * used as they are: a secure trie's caller hashes them. Mutable, for one thread.
 */
public final class MerklePatriciaTrie {
    private static final byte[] ROOT_PATH = {};
    /**
     * So many changes at once are shared out among the subtrees below the root. It does not depend on the threads there
     * are, so that the writes do not either.
     */
    private static final int SHARED_OUT_MIN = 32;

    private final NodeSource source;
    /** Paths where the source has a node that is no longer there, unless it is written again, with that node. */
    private final Map<Bytes, byte[]> displaced = new LinkedHashMap<>();
    private Node root;

    /** The trie whose nodes {@code source} has; empty where it has no root. */
    public MerklePatriciaTrie(NodeSource source) {
        this.source = source;
        this.root = source.node(ROOT_PATH).map(rlp -> NodeCodec.decode(rlp,
                NodeCodec.referenceTo(Keccak256.hash(rlp)), ROOT_PATH)).orElse(null);
    }

    /**
     * The trie with this root, whose nodes {@code source} has. Fails with {@link StorageException} where it has another
     * one; so do all methods where a node further down is not the one that its parent names.
     */
    public MerklePatriciaTrie(NodeSource source, Hash root) {
        this.source = source;
        this.root = root.equals(Hash.EMPTY_TRIE_ROOT) ? null
                : resolve(new Node.Stored(NodeCodec.referenceTo(root)), ROOT_PATH, 0);
    }

    /** For one subtree of another trie. */
    private MerklePatriciaTrie(MerklePatriciaTrie whole) {
        this.source = whole.source;
        this.root = null;
    }

    /** The root over {@code entries}, none of which has an empty value. */
    public static Hash rootOf(Map<Bytes, Bytes> entries) {
        MerklePatriciaTrie trie = new MerklePatriciaTrie(NodeSource.EMPTY);
        entries.forEach((key, value) -> trie.put(key.toArrayUnsafe(), value.toArrayUnsafe()));
        return trie.commit().root();
    }

    /** The root over a list, whose keys are the RLP of the indexes: of transactions, receipts, withdrawals. */
    public static Hash rootOfList(List<Bytes> values) {
        return ofList(values).commit().root();
    }

    /** Under which a list's trie has entry {@code index}. */
    public static byte[] listKey(int index) {
        return new RlpWriter(16).write(index).toArray();
    }

    /** A list's trie, of which entries are to be proved once {@link #commit} has named its nodes. */
    public static MerklePatriciaTrie ofList(List<Bytes> values) {
        MerklePatriciaTrie trie = new MerklePatriciaTrie(NodeSource.EMPTY);
        for (int i = 0; i < values.size(); i++) {
            trie.put(listKey(i), values.get(i).toArrayUnsafe());
        }
        return trie;
    }

    public Optional<byte[]> find(byte[] key) {
        return find(root, Nibbles.ofKey(key), 0);
    }

    private Optional<byte[]> find(Node top, byte[] path, int topDepth) {
        int depth = topDepth;
        Node node = top;
        while (node != null) {
            switch (node) {
                case Node.Stored stored -> node = resolve(stored, path, depth);
                case Node.Leaf leaf -> {
                    return Arrays.equals(leaf.path, Nibbles.from(path, depth))
                            ? Optional.of(leaf.value)
                            : Optional.empty();
                }
                case Node.Extension extension -> {
                    int common = Nibbles.common(extension.path, path, depth);
                    node = common == extension.path.length ? extension.child : null;
                    depth += common;
                }
                case Node.Branch branch -> {
                    if (depth == path.length) {
                        return Optional.ofNullable(branch.value);
                    }
                    node = branch.children[path[depth++]];
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The RLP of the nodes from the root towards {@code key}, those inside others left out: it proves the key's
     * value, or that there is none, to whoever knows the root (execution-apis eth_getProof). To be called
     * before anything is changed. Empty for an empty trie.
     */
    public List<Bytes> prove(byte[] key) {
        byte[] path = Nibbles.ofKey(key);
        List<Bytes> proof = new ArrayList<>();
        int depth = 0;
        Node node = root;
        while (node != null) {
            if (node instanceof Node.Stored stored) {
                node = resolve(stored, path, depth);
            }
            if (proof.isEmpty() || node.isStored()) {
                proof.add(Bytes.wrap(NodeCodec.encode(node)));
            }
            switch (node) {
                case Node.Branch branch ->
                        node = depth == path.length ? null : branch.children[path[depth++]];
                case Node.Extension extension -> {
                    int common = Nibbles.common(extension.path, path, depth);
                    node = common == extension.path.length ? extension.child : null;
                    depth += common;
                }
                case Node.Leaf leaf -> node = null;
                case Node.Stored stored -> throw new IllegalStateException("not resolved");
            }
        }
        return proof;
    }

    /** Sets {@code key}; an empty {@code value} removes it. Both arrays are not kept changed afterwards. */
    public void put(byte[] key, byte[] value) {
        byte[] path = Nibbles.ofKey(key);
        root = value.length == 0 ? remove(root, path, 0) : insert(root, path, 0, value);
    }

    public void remove(byte[] key) {
        root = remove(root, Nibbles.ofKey(key), 0);
    }

    /**
     * Sets and removes keys, each of which is there once and none of which is empty. Many changes are carried out subtree by
     * subtree, by {@code runner}; the result, the writes of the commit as well, is the same for any. The source has to bear
     * questions of many threads. Fails with {@link StorageException} where a key had another value.
     */
    public void putAll(List<TrieChange> changes, TaskRunner runner) {
        List<TrieChange> inOrder = new ArrayList<>(changes);
        inOrder.sort((a, b) -> Arrays.compareUnsigned(a.path(), b.path()));
        if (inOrder.size() < SHARED_OUT_MIN || !(root instanceof Node.Branch branch)) {
            root = TrieFetch.below(source, root, 0, inOrder);
            inOrder.forEach(change -> root = applied(root, 0, change));
            return;
        }
        List<Subtree> subtrees = new ArrayList<>(16);
        for (int from = 0; from < inOrder.size();) {
            int nibble = inOrder.get(from).path()[0];
            int to = from;
            while (to < inOrder.size() && inOrder.get(to).path()[0] == nibble) {
                to++;
            }
            subtrees.add(new Subtree(nibble, branch.children[nibble], inOrder.subList(from, to)));
            from = to;
        }
        runner.runAll(subtrees);
        join(branch, subtrees);
    }

    /** One child of the root with its changes: no other one's node is touched. */
    private final class Subtree implements Runnable {
        private final int nibble;
        private final Node before;
        private final List<TrieChange> changes;
        private final MerklePatriciaTrie own = new MerklePatriciaTrie(MerklePatriciaTrie.this);
        private Node after;

        Subtree(int nibble, Node before, List<TrieChange> changes) {
            this.nibble = nibble;
            this.before = before;
            this.changes = changes;
        }

        @Override
        public void run() {
            after = TrieFetch.below(source, before, 1, changes);
            changes.forEach(change -> after = own.applied(after, 1, change));
        }

        boolean isChanged() {
            return after == null ? before != null : after.reference == null;
        }
    }

    /** What was executed on has to be what the last root vouches for, or a wrong root would come of it. */
    private Node applied(Node node, int depth, TrieChange change) {
        byte[] found = find(node, change.path(), depth).orElse(new byte[0]);
        if (!Arrays.equals(found, change.before())) {
            throw StorageException.damage("the stored state is corrupt: " + change.what().get()
                    + " is " + Bytes.wrap(change.before()) + ", in the trie " + Bytes.wrap(found));
        }
        return change.value().length == 0 ? remove(node, change.path(), depth)
                : insert(node, change.path(), depth, change.value());
    }

    private void join(Node.Branch branch, List<Subtree> subtrees) {
        boolean isChanged = false;
        for (Subtree subtree : subtrees) {
            branch.children[subtree.nibble] = subtree.after;
            displaced.putAll(subtree.own.displaced);
            isChanged |= subtree.isChanged();
        }
        if (!isChanged) {
            return;
        }
        markChanged(branch, ROOT_PATH, 0);
        boolean isEmpty = branch.value == null
                && Arrays.stream(branch.children).allMatch(child -> child == null);
        root = isEmpty ? null : collapse(branch, ROOT_PATH, 0);
    }

    /** Hashes what changed since the last commit. */
    public TrieUpdate commit() {
        return commit(TaskRunner.SEQUENTIAL);
    }

    /** As {@link #commit()}, the subtrees below the root by {@code runner}. */
    public TrieUpdate commit(TaskRunner runner) {
        List<NodeWrite> writes = new ArrayList<>();
        Hash hash = Hash.EMPTY_TRIE_ROOT;
        if (root != null && root.reference == null) {
            hashSubtrees(writes, runner);
            byte[] rlp = encodeDirty(root, ROOT_PATH, writes);
            hash = Keccak256.hash(rlp);
            root.reference = NodeCodec.referenceTo(hash);
            root.stored = rlp;
            writes.add(NodeWrite.put(ROOT_PATH, rlp));
        } else if (root != null) {
            hash = Hash.of(root.reference, 1);
        }
        writes.replaceAll(write -> {
            byte[] before = displaced.remove(Bytes.wrap(write.path()));
            return before == null ? write
                    : NodeWrite.replace(write.path(), write.rlp(), before);
        });
        displaced.forEach((path, before) -> writes.add(NodeWrite.remove(path.toArray(), before)));
        displaced.clear();
        return new TrieUpdate(hash, writes);
    }

    private void hashSubtrees(List<NodeWrite> writes, TaskRunner runner) {
        if (!(root instanceof Node.Branch branch)) {
            return;
        }
        List<List<NodeWrite>> found = new ArrayList<>(16);
        List<Runnable> tasks = new ArrayList<>(16);
        for (int i = 0; i < 16; i++) {
            Node child = branch.children[i];
            if (child != null && child.reference == null) {
                byte[] path = {(byte) i};
                List<NodeWrite> own = new ArrayList<>();
                found.add(own);
                tasks.add(() -> refer(child, path, own));
            }
        }
        runner.runAll(tasks);
        found.forEach(writes::addAll);
    }

    private static byte[] encodeDirty(Node node, byte[] path, List<NodeWrite> writes) {
        switch (node) {
            case Node.Extension extension ->
                    refer(extension.child, Nibbles.concat(path, extension.path), writes);
            case Node.Branch branch -> {
                for (int i = 0; i < 16; i++) {
                    Node child = branch.children[i];
                    if (child != null && child.reference == null) {
                        refer(child, Nibbles.append(path, i), writes);
                    }
                }
            }
            case Node.Leaf leaf -> {
            }
            case Node.Stored stored -> {
            }
        }
        return NodeCodec.encode(node);
    }

    private static void refer(Node node, byte[] path, List<NodeWrite> writes) {
        if (node.reference != null) {
            return;
        }
        byte[] rlp = encodeDirty(node, path, writes);
        if (rlp.length < Hash.SIZE) {
            node.reference = rlp;
        } else {
            node.reference = NodeCodec.referenceTo(Keccak256.hash(rlp));
            node.stored = rlp;
            writes.add(NodeWrite.put(path, rlp));
        }
    }

    private Node insert(Node node, byte[] path, int depth, byte[] value) {
        return switch (node) {
            case null -> new Node.Leaf(Nibbles.from(path, depth), value);
            case Node.Stored stored -> insert(resolve(stored, path, depth), path, depth, value);
            case Node.Leaf leaf -> insertAtLeaf(leaf, path, depth, value);
            case Node.Extension extension -> insertAtExtension(extension, path, depth, value);
            case Node.Branch branch -> insertAtBranch(branch, path, depth, value);
        };
    }

    private Node insertAtLeaf(Node.Leaf leaf, byte[] path, int depth, byte[] value) {
        int common = Nibbles.common(leaf.path, path, depth);
        if (common == leaf.path.length && depth + common == path.length) {
            if (Arrays.equals(leaf.value, value)) {
                return leaf;
            }
            markChanged(leaf, path, depth);
            return new Node.Leaf(leaf.path, value);
        }
        markChanged(leaf, path, depth);
        Node.Branch branch = new Node.Branch();
        if (common == leaf.path.length) {
            branch.value = leaf.value;
        } else {
            branch.children[leaf.path[common]] = new Node.Leaf(
                    Nibbles.from(leaf.path, common + 1), leaf.value);
        }
        return behind(leaf.path, common, insertAtBranch(branch, path, depth + common, value));
    }

    private Node insertAtExtension(Node.Extension extension, byte[] path, int depth,
            byte[] value) {
        int common = Nibbles.common(extension.path, path, depth);
        if (common == extension.path.length) {
            Node child = insert(extension.child, path, depth + common, value);
            if (child.reference == null) {
                markChanged(extension, path, depth);
            }
            extension.child = child;
            return extension;
        }
        markChanged(extension, path, depth);
        Node.Branch branch = new Node.Branch();
        byte[] rest = Nibbles.from(extension.path, common + 1);
        branch.children[extension.path[common]] = rest.length == 0 ? extension.child
                : new Node.Extension(rest, extension.child);
        return behind(extension.path, common, insertAtBranch(branch, path, depth + common, value));
    }

    /** {@code node} behind the first {@code length} nibbles of {@code path}. */
    private static Node behind(byte[] path, int length, Node node) {
        return length == 0 ? node : new Node.Extension(Arrays.copyOf(path, length), node);
    }

    private Node insertAtBranch(Node.Branch branch, byte[] path, int depth, byte[] value) {
        if (depth == path.length) {
            if (!Arrays.equals(branch.value, value)) {
                markChanged(branch, path, depth);
                branch.value = value;
            }
            return branch;
        }
        int index = path[depth];
        Node child = insert(branch.children[index], path, depth + 1, value);
        if (child.reference == null) {
            markChanged(branch, path, depth);
        }
        branch.children[index] = child;
        return branch;
    }

    private Node remove(Node node, byte[] path, int depth) {
        return switch (node) {
            case null -> null;
            case Node.Stored stored -> remove(resolve(stored, path, depth), path, depth);
            case Node.Leaf leaf -> {
                if (!Arrays.equals(leaf.path, Nibbles.from(path, depth))) {
                    yield leaf;
                }
                markChanged(leaf, path, depth);
                yield null;
            }
            case Node.Extension extension -> removeAtExtension(extension, path, depth);
            case Node.Branch branch -> removeAtBranch(branch, path, depth);
        };
    }

    private Node removeAtExtension(Node.Extension extension, byte[] path, int depth) {
        int common = Nibbles.common(extension.path, path, depth);
        if (common < extension.path.length) {
            return extension;
        }
        Node child = remove(extension.child, path, depth + common);
        if (child.reference != null) {
            extension.child = child;
            return extension;
        }
        markChanged(extension, path, depth);
        return switch (child) {
            case Node.Leaf leaf ->
                    new Node.Leaf(Nibbles.concat(extension.path, leaf.path), leaf.value);
            case Node.Extension next -> new Node.Extension(
                    Nibbles.concat(extension.path, next.path), next.child);
            case Node.Branch branch -> {
                extension.child = branch;
                yield extension;
            }
            case Node.Stored stored -> throw new IllegalStateException("a changed node is read");
        };
    }

    private Node removeAtBranch(Node.Branch branch, byte[] path, int depth) {
        if (depth == path.length) {
            if (branch.value == null) {
                return branch;
            }
            markChanged(branch, path, depth);
            branch.value = null;
            return collapse(branch, path, depth);
        }
        int index = path[depth];
        Node before = branch.children[index];
        if (before == null) {
            return branch;
        }
        Node after = remove(before, path, depth + 1);
        branch.children[index] = after;
        if (after != null && after.reference != null) {
            return branch;
        }
        markChanged(branch, path, depth);
        return after == null ? collapse(branch, path, depth) : branch;
    }

    /** A branch that has lost something becomes a shorter node where only one thing is left. */
    private Node collapse(Node.Branch branch, byte[] path, int depth) {
        int only = -1;
        for (int i = 0; i < 16; i++) {
            if (branch.children[i] != null) {
                if (only >= 0 || branch.value != null) {
                    return branch;
                }
                only = i;
            }
        }
        if (only < 0) {
            return new Node.Leaf(new byte[0], branch.value);
        }
        byte[] childPath = Arrays.copyOf(path, depth + 1);
        childPath[depth] = (byte) only;
        Node child = branch.children[only];
        if (child instanceof Node.Stored stored) {
            child = resolve(stored, childPath, depth + 1);
        }
        return switch (child) {
            case Node.Leaf leaf -> {
                markChanged(leaf, childPath, depth + 1);
                yield new Node.Leaf(Nibbles.prepend(only, leaf.path), leaf.value);
            }
            case Node.Extension extension -> {
                markChanged(extension, childPath, depth + 1);
                yield new Node.Extension(Nibbles.prepend(only, extension.path), extension.child);
            }
            case Node.Branch kept -> new Node.Extension(new byte[]{(byte) only}, kept);
            case Node.Stored stored -> throw new IllegalStateException("a node is not resolved");
        };
    }

    /** Drops the node's reference and remembers that the source's copy at this path is stale. */
    private void markChanged(Node node, byte[] path, int depth) {
        if (depth == 0 ? node.reference != null : node.isStored()) {
            displaced.putIfAbsent(Bytes.wrap(Arrays.copyOf(path, depth)), node.stored);
        }
        node.reference = null;
    }

    private Node resolve(Node.Stored stored, byte[] path, int depth) {
        byte[] at = Arrays.copyOf(path, depth);
        Hash hash = Hash.of(stored.reference, 1);
        byte[] rlp = source.node(at, hash).orElseThrow(() -> NodeSource.missing(at, hash));
        return NodeCodec.decode(rlp, stored.reference, at);
    }
}
