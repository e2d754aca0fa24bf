package io.quorate.state.trie;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** Checks what {@link MerklePatriciaTrie#prove} makes. */
public final class MerkleProof {
    /** Above what a path of 64 nibbles can have. */
    private static final int NODES_MAX = 65;

    private MerkleProof() {}

    /** What a proof shows. */
    public sealed interface Verdict {
        /** The key has this value, or, where it is empty, none. */
        record Shown(Optional<Bytes> value) implements Verdict {}

        /** The nodes do not lead from the root to an answer. */
        record Invalid(String reason) implements Verdict {}
    }

    /** Follows {@code key} from {@code root} through {@code nodes}, which anybody may have sent. */
    public static Verdict check(Hash root, byte[] key, List<Bytes> nodes) {
        if (nodes.size() > NODES_MAX) {
            return tooMany(nodes);
        }
        Map<Hash, byte[]> byHash = new HashMap<>();
        nodes.forEach(node -> byHash.put(Keccak256.hash(node), node.toArray()));
        return follow(root, key, hash -> Optional.ofNullable(byHash.get(hash)));
    }

    /** As {@link #check}, but the nodes must be those on the way, in their order, and no other: no byte is idle. */
    public static Verdict checkExact(Hash root, byte[] key, List<Bytes> nodes) {
        if (nodes.size() > NODES_MAX) {
            return tooMany(nodes);
        }
        Iterator<Bytes> rest = nodes.iterator();
        Verdict verdict = follow(root, key, hash -> rest.hasNext()
                ? Optional.of(rest.next()).filter(node -> Keccak256.hash(node).equals(hash))
                        .map(Bytes::toArray)
                : Optional.empty());
        return verdict instanceof Verdict.Shown && rest.hasNext()
                ? new Verdict.Invalid("it has nodes that are not on the way")
                : verdict;
    }

    private static Verdict tooMany(List<Bytes> nodes) {
        return new Verdict.Invalid("more than " + NODES_MAX + " nodes: " + nodes.size());
    }

    private static Verdict follow(Hash root, byte[] key,
            Function<Hash, Optional<byte[]>> nodes) {
        if (root.equals(Hash.EMPTY_TRIE_ROOT)) {
            return new Verdict.Shown(Optional.empty());
        }
        byte[] path = Nibbles.ofKey(key);
        int depth = 0;
        Node node = new Node.Stored(NodeCodec.referenceTo(root));
        while (node != null) {
            switch (node) {
                case Node.Stored stored -> {
                    Hash hash = Hash.of(stored.reference, 1);
                    Optional<Node> known = nodes.apply(hash)
                            .flatMap(rlp -> NodeCodec.tryDecode(rlp, stored.reference));
                    if (known.isEmpty()) {
                        return new Verdict.Invalid("no valid node with hash " + hash);
                    }
                    node = known.get();
                }
                case Node.Branch branch -> {
                    if (depth == path.length) {
                        return shown(branch.value);
                    }
                    node = branch.children[path[depth++]];
                }
                case Node.Extension extension -> {
                    int common = Nibbles.common(extension.path, path, depth);
                    node = common == extension.path.length ? extension.child : null;
                    depth += common;
                }
                case Node.Leaf leaf -> {
                    return shown(Arrays.equals(leaf.path, Nibbles.from(path, depth)) ? leaf.value
                            : null);
                }
            }
        }
        return new Verdict.Shown(Optional.empty());
    }

    private static Verdict shown(byte[] valueOrNull) {
        return new Verdict.Shown(Optional.ofNullable(valueOrNull).map(Bytes::wrap));
    }
}
