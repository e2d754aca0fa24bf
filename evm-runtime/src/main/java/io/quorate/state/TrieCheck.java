package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.TrieWalk;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Follows the latest tries from the state root to each leaf: every node has the hash by which its parent names it, and
 * there is none that nobody names. For one thread.
 */
public final class TrieCheck {
    private final KeyValueReader store;
    private final DamageReport report;
    private long nodeCount;
    private boolean isBroken;

    public TrieCheck(KeyValueReader store, DamageReport report) {
        this.store = store;
        this.report = report;
    }

    /** {@code root} is what the header of the last block says. */
    public void run(Hash root) {
        report.begins("trie", store.estimatedEntries(Space.TRIE));
        TrieWalk.walk(path -> store.read(Space.TRIE,
                StateKeys.trieNode(StateKeys.accountTrie(), path)), root, new Accounts());
        long stored = 0;
        try (Cursor cursor = store.scan(Space.TRIE, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                cursor.next();
                stored++;
            }
        }
        if (stored != nodeCount && !isBroken) {
            nameStrangers(root);
        }
    }

    public long nodeCount() {
        return nodeCount;
    }

    private void node() {
        nodeCount++;
        report.looked(1);
    }

    private void damage(String trie, byte[] path, Hash expected, Optional<Hash> found) {
        isBroken = true;
        report.damage(Space.TRIE, "the node at " + path(path) + " of " + trie,
                found.map(hash -> "has the hash " + hash + (hash.equals(expected)
                        ? " as it must, and is no node"
                        : "; its parent names " + expected))
                        .orElse("is missing; its parent names " + expected));
    }

    static String path(byte[] nibbles) {
        StringBuilder text = new StringBuilder(nibbles.length == 0 ? "the root" : "path ");
        for (byte nibble : nibbles) {
            text.append(Character.forDigit(nibble, 16));
        }
        return text.toString();
    }

    /** The hashed key that a path of 64 nibbles is. */
    static Hash key(byte[] path) {
        byte[] key = new byte[Hash.SIZE];
        for (int i = 0; i < path.length; i++) {
            key[i / 2] |= (byte) ((i & 1) == 0 ? path[i] << 4 : path[i]);
        }
        return Hash.of(key);
    }

    /** Storage tries are walked from the account that names their root. */
    private final class Accounts implements TrieWalk.Visitor {
        @Override
        public void node(byte[] path) {
            TrieCheck.this.node();
        }

        @Override
        public void leaf(byte[] path, byte[] value) {
            Optional<StoredAccount> account = StoredAccounts.tryDecode(value)
                    .filter(_ -> path.length == 2 * Hash.SIZE);
            if (account.isEmpty()) {
                report.damage(Space.TRIE, "the leaf at " + path(path) + " of the accounts",
                        "is no account: " + Bytes.wrap(value));
                return;
            }
            Hash hashed = key(path);
            byte[] prefix = StateKeys.storageTrie(hashed);
            TrieWalk.walk(at -> store.read(Space.TRIE, StateKeys.trieNode(prefix, at)),
                    account.get().storageRoot(), new Storage(hashed));
        }

        @Override
        public void damage(byte[] path, Hash expected, Optional<Hash> found) {
            TrieCheck.this.damage("the accounts", path, expected, found);
        }
    }

    private final class Storage implements TrieWalk.Visitor {
        private final Hash hashedAddress;

        Storage(Hash hashedAddress) {
            this.hashedAddress = hashedAddress;
        }

        @Override
        public void node(byte[] path) {
            TrieCheck.this.node();
        }

        @Override
        public void leaf(byte[] path, byte[] value) {
            // Its value is under the root that was followed here, and the flat entries have the same root.
        }

        @Override
        public void damage(byte[] path, Hash expected, Optional<Hash> found) {
            TrieCheck.this.damage("the storage of the account with hashed address "
                    + hashedAddress, path, expected, found);
        }
    }

    /** There are more nodes than the root leads to: it is told which. */
    private void nameStrangers(Hash root) {
        try (Cursor cursor = store.scan(Space.TRIE, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                if (!isNamed(entry, root)) {
                    report.damage(Space.TRIE, "the node with key " + Bytes.wrap(entry.key()),
                            "is there, and no node names it");
                }
            }
        }
    }

    private boolean isNamed(Entry node, Hash root) {
        Optional<TrieKey> key = TrieKey.ofNode(node.key());
        return key.isPresent() && (key.get().path().length == 0
                ? rootOf(key.get(), root).equals(Keccak256.hash(node.value()))
                : hasParent(key.get(), node.value()));
    }

    private Hash rootOf(TrieKey key, Hash root) {
        MerklePatriciaTrie accounts = new MerklePatriciaTrie(path -> store.read(Space.TRIE,
                StateKeys.trieNode(StateKeys.accountTrie(), path)));
        return key.hashedAddress().map(hashed -> accounts.find(hashed.toArray())
                .flatMap(StoredAccounts::tryDecode).map(StoredAccount::storageRoot)
                .orElse(Hash.EMPTY_TRIE_ROOT)).orElse(root);
    }

    private boolean hasParent(TrieKey key, byte[] rlp) {
        byte[] path = key.path();
        for (int length = path.length - 1; length >= 0; length--) {
            Optional<byte[]> parent = store.read(Space.TRIE,
                    StateKeys.trieNode(key.prefix(), Arrays.copyOf(path, length)));
            if (parent.isPresent()) {
                return TrieWalk.names(parent.get(), Arrays.copyOfRange(path, length, path.length),
                        Keccak256.hash(rlp));
            }
        }
        return false;
    }
}
