package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.jcajce.provider.digest.Keccak;

/**
 * Checks a proof of EIP-1186 as its text says and with nothing of ours: RLP by hand, Keccak of another library. Each node
 * must be used, in order, and hash to what the one before names.
 */
final class PlainProofCheck {
    private static final Hash EMPTY = Hash.fromHex(
            "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

    private PlainProofCheck() {}

    /** What an account's proof shows; the fields only where it is present. */
    record Answer(boolean isPresent, long nonce, UInt256 balance, Hash storageRoot,
            Hash codeHash) {}

    static Answer account(Hash root, Address address, List<Bytes> nodes) {
        Optional<byte[]> leaf = walk(root, keccak(address.toArray()), nodes);
        if (leaf.isEmpty()) {
            return new Answer(false, 0, UInt256.ZERO, Hash.ZERO, Hash.ZERO);
        }
        List<byte[]> fields = items(leaf.get());
        return new Answer(true, new BigInteger(1, string(fields.get(0))).longValue(),
                UInt256.ofBytes(string(fields.get(1))), Hash.of(string(fields.get(2))),
                Hash.of(string(fields.get(3))));
    }

    /** Zero where the proof shows that the slot is absent. */
    static UInt256 slot(Hash root, UInt256 key, List<Bytes> nodes) {
        return walk(root, keccak(key.toArray()), nodes)
                .map(rlp -> UInt256.ofBytes(string(rlp))).orElse(UInt256.ZERO);
    }

    private static Optional<byte[]> walk(Hash root, byte[] key, List<Bytes> nodes) {
        if (root.equals(EMPTY)) {
            require(nodes.isEmpty(), "nodes for an empty trie");
            return Optional.empty();
        }
        String path = HexFormat.of().formatHex(key);
        byte[] wanted = root.toArray();
        int used = 0;
        byte[] node = null;
        while (true) {
            if (node == null) {
                require(used < nodes.size(), "a node is missing");
                node = nodes.get(used++).toArray();
                require(Arrays.equals(keccak(node), wanted), "a node has another hash");
            }
            List<byte[]> items = items(node);
            byte[] next;
            if (items.size() == 17) {
                next = items.get(Character.digit(path.charAt(0), 16));
                path = path.substring(1);
            } else {
                String packed = HexFormat.of().formatHex(string(items.get(0)));
                int flag = Character.digit(packed.charAt(0), 16);
                String part = packed.substring((flag & 1) == 1 ? 1 : 2);
                if (flag >= 2) {
                    require(used == nodes.size(), "nodes after the end");
                    return part.equals(path) ? Optional.of(string(items.get(1)))
                            : Optional.empty();
                }
                if (!path.startsWith(part)) {
                    require(used == nodes.size(), "nodes after the end");
                    return Optional.empty();
                }
                path = path.substring(part.length());
                next = items.get(1);
            }
            if (next.length == 1 && next[0] == (byte) 0x80) {
                require(used == nodes.size(), "nodes after the end");
                return Optional.empty();
            }
            boolean embedded = (next[0] & 0xff) >= 0xc0;
            node = embedded ? next : null;
            wanted = embedded ? wanted : string(next);
        }
    }

    /** The items of a list, each with its own header. */
    private static List<byte[]> items(byte[] list) {
        List<byte[]> items = new ArrayList<>();
        int at = header(list, 0);
        while (at < list.length) {
            int end = at + header(list, at) + size(list, at);
            items.add(Arrays.copyOfRange(list, at, end));
            at = end;
        }
        return items;
    }

    private static byte[] string(byte[] item) {
        return Arrays.copyOfRange(item, header(item, 0), item.length);
    }

    private static int header(byte[] in, int at) {
        int first = in[at] & 0xff;
        return first < 0x80 ? 0 : first < 0xb8 ? 1 : first < 0xc0 ? 1 + first - 0xb7
                : first < 0xf8 ? 1 : 1 + first - 0xf7;
    }

    private static int size(byte[] in, int at) {
        int first = in[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int header = header(in, at);
        return header == 1 ? first - (first < 0xc0 ? 0x80 : 0xc0)
                : new BigInteger(1, Arrays.copyOfRange(in, at + 1, at + header)).intValueExact();
    }

    private static byte[] keccak(byte[] input) {
        return new Keccak.Digest256().digest(input);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
