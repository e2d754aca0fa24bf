package io.quorate.state.trie;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.StorageException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Nodes as RLP (Yellow Paper, appendix D). */
final class NodeCodec {
    private static final int HASH_REFERENCE_SIZE = Hash.SIZE + 1;
    private static final byte[] NOTHING = {(byte) 0x80};

    private NodeCodec() {}

    static boolean isHash(byte[] reference) {
        return reference.length == HASH_REFERENCE_SIZE;
    }

    static byte[] referenceTo(Hash hash) {
        byte[] reference = new byte[HASH_REFERENCE_SIZE];
        reference[0] = (byte) (0x80 + Hash.SIZE);
        hash.copyTo(reference, 1);
        return reference;
    }

    /** The RLP of {@code node}, whose children all have a reference. */
    static byte[] encode(Node node) {
        return switch (node) {
            case Node.Leaf leaf -> new RlpWriter(leaf.value.length + 48).startList()
                    .write(Nibbles.toHexPrefix(leaf.path, true)).write(leaf.value).endList()
                    .toArray();
            case Node.Extension extension -> new RlpWriter(80).startList()
                    .write(Nibbles.toHexPrefix(extension.path, false))
                    .writeRaw(extension.child.reference).endList().toArray();
            case Node.Branch branch -> encodeBranch(branch);
            case Node.Stored stored ->
                    throw new IllegalStateException("a stored node is not encoded");
        };
    }

    private static byte[] encodeBranch(Node.Branch branch) {
        RlpWriter out = new RlpWriter(560).startList();
        for (Node child : branch.children) {
            out.writeRaw(child == null ? NOTHING : child.reference);
        }
        return out.write(branch.value == null ? new byte[0] : branch.value).endList().toArray();
    }

    /** Fails with {@link StorageException} where what we stored ourselves at {@code path} is no node. */
    static Node decode(byte[] rlp, byte[] reference, byte[] path) {
        try {
            return decode(rlp, reference);
        } catch (DecodeException e) {
            throw StorageException.damage("a stored trie node is corrupt: at path "
                    + Bytes.wrap(path) + " there are " + rlp.length + " bytes with the hash "
                    + Keccak256.hash(rlp) + ", which are no node: " + e.getMessage(), e);
        }
    }

    /** Empty where {@code rlp}, which anybody may have sent, is no node. */
    static Optional<Node> tryDecode(byte[] rlp, byte[] reference) {
        try {
            return Optional.of(decode(rlp, reference));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static Node decode(byte[] rlp, byte[] reference) throws DecodeException {
        RlpReader input = new RlpReader(rlp);
        Node node = read(input);
        input.requireEnd();
        node.reference = reference;
        node.stored = rlp;
        return node;
    }

    private static Node read(RlpReader input) throws DecodeException {
        RlpReader items = input.readList();
        Bytes[] raw = new Bytes[17];
        int count = 0;
        while (!items.isAtEnd()) {
            if (count == raw.length) {
                throw new DecodeException("a trie node has 2 or 17 items");
            }
            raw[count++] = items.readRaw();
        }
        if (count == 2) {
            return readShort(raw[0], raw[1]);
        }
        if (count != 17) {
            throw new DecodeException("a trie node has 2 or 17 items, not " + count);
        }
        Node.Branch branch = new Node.Branch();
        for (int i = 0; i < 16; i++) {
            branch.children[i] = child(raw[i]);
        }
        byte[] value = new RlpReader(raw[16]).readBytes();
        branch.value = value.length == 0 ? null : value;
        return branch;
    }

    private static Node readShort(Bytes first, Bytes second) throws DecodeException {
        byte[] prefix = new RlpReader(first).readBytes();
        if (prefix.length == 0) {
            throw new DecodeException("a trie node has a path");
        }
        byte[] path = Nibbles.ofHexPrefix(prefix);
        if (Nibbles.isLeaf(prefix)) {
            return new Node.Leaf(path, new RlpReader(second).readBytes());
        }
        Node child = child(second);
        if (child == null) {
            throw new DecodeException("an extension has a child");
        }
        return new Node.Extension(path, child);
    }

    private static Node child(Bytes raw) throws DecodeException {
        byte[] reference = raw.toArrayUnsafe();
        if (reference.length == 1 && reference[0] == NOTHING[0]) {
            return null;
        }
        RlpReader input = new RlpReader(reference);
        if (input.nextIsList()) {
            if (reference.length >= Hash.SIZE) { // also what bounds the depth of nesting
                throw new DecodeException("a node inside another has less than 32 bytes");
            }
            Node embedded = read(input);
            embedded.reference = reference;
            return embedded;
        }
        input.readHash();
        return new Node.Stored(reference);
    }
}
