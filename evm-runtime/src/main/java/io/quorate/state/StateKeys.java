package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Keys;
import java.util.Arrays;

/**
 * The keys of the state on disk. Flat: {@code 0 ‖ address} and {@code 1 ‖ address ‖ slot}. History: the flat key
 * and {@code block ‖ step} (8 and 4 bytes). Trie: {@code 0 ‖ path} of the accounts' and {@code 1 ‖
 * keccak(address) ‖ path} of an account's storage, the path packed and followed by its length in nibbles. Replaced
 * nodes of a trie: the same with the length before the path, so that no key starts another, and the block that
 * replaced it (8 bytes).
 */
final class StateKeys {
    private static final byte ACCOUNT = 0;
    private static final byte SLOT = 1;
    static final int VERSION_SIZE = Long.BYTES + Integer.BYTES;
    static final int ACCOUNT_SIZE = 1 + Address.SIZE;
    static final int SLOT_SIZE = 1 + Address.SIZE + UInt256.SIZE;

    private StateKeys() {}

    static byte[] account(Address address) {
        byte[] key = new byte[1 + Address.SIZE];
        key[0] = ACCOUNT;
        address.copyTo(key, 1);
        return key;
    }

    /** What all slots' keys of an account start with. */
    static byte[] slotPrefix(Address address) {
        byte[] key = new byte[1 + Address.SIZE];
        key[0] = SLOT;
        address.copyTo(key, 1);
        return key;
    }

    static byte[] slot(Address address, UInt256 slot) {
        byte[] key = new byte[1 + Address.SIZE + UInt256.SIZE];
        key[0] = SLOT;
        address.copyTo(key, 1);
        slot.copyTo(key, 1 + Address.SIZE);
        return key;
    }

    static UInt256 slotOf(byte[] flatKey) {
        int start = 1 + Address.SIZE;
        return UInt256.ofBytes(Arrays.copyOfRange(flatKey, start, start + UInt256.SIZE));
    }

    static Address addressOf(byte[] flatKey) {
        return Address.of(flatKey, 1);
    }

    static byte[] version(byte[] flatKey, long block, int step) {
        byte[] key = Arrays.copyOf(flatKey, flatKey.length + VERSION_SIZE);
        Keys.putLong(key, flatKey.length, block);
        for (int i = 0; i < Integer.BYTES; i++) {
            key[flatKey.length + Long.BYTES + i] = (byte) (step >>> (24 - 8 * i));
        }
        return key;
    }

    static long blockOf(byte[] versionKey) {
        return Keys.readLong(versionKey, versionKey.length - VERSION_SIZE);
    }

    static int stepOf(byte[] versionKey) {
        return (int) (Keys.readLong(versionKey, versionKey.length - Long.BYTES));
    }

    static byte[] accountTrie() {
        return new byte[]{ACCOUNT};
    }

    static byte[] storageTrie(Hash hashedAddress) {
        byte[] prefix = new byte[1 + Hash.SIZE];
        prefix[0] = SLOT;
        hashedAddress.copyTo(prefix, 1);
        return prefix;
    }

    /** What all versions of a replaced node start with. */
    static byte[] replacedNode(byte[] triePrefix, byte[] path) {
        byte[] key = Arrays.copyOf(triePrefix, triePrefix.length + 1 + (path.length + 1) / 2);
        key[triePrefix.length] = (byte) path.length;
        pack(path, key, triePrefix.length + 1);
        return key;
    }

    /** A node as it was before {@code block}. */
    static byte[] replacedNode(byte[] triePrefix, byte[] path, long block) {
        byte[] node = replacedNode(triePrefix, path);
        byte[] key = Arrays.copyOf(node, node.length + Long.BYTES);
        Keys.putLong(key, node.length, block);
        return key;
    }

    /** The path of a node in the trie, from its key there. */
    static byte[] pathOf(byte[] trieKey, int prefixSize) {
        byte[] path = new byte[trieKey[trieKey.length - 1]];
        for (int i = 0; i < path.length; i++) {
            int packed = trieKey[prefixSize + i / 2];
            path[i] = (byte) ((i & 1) == 0 ? packed >>> 4 & 15 : packed & 15);
        }
        return path;
    }

    static byte[] trieNode(byte[] triePrefix, byte[] path) {
        int packed = (path.length + 1) / 2;
        byte[] key = Arrays.copyOf(triePrefix, triePrefix.length + packed + 1);
        pack(path, key, triePrefix.length);
        key[key.length - 1] = (byte) path.length;
        return key;
    }

    private static void pack(byte[] path, byte[] target, int offset) {
        for (int i = 0; i < path.length; i++) {
            target[offset + i / 2] |= (byte) ((i & 1) == 0 ? path[i] << 4 : path[i]);
        }
    }
}
