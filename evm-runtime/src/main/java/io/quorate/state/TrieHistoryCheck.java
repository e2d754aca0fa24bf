package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.trie.TrieWalk;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.tuweni.bytes.Bytes;

/**
 * Looks at the trie nodes that blocks replaced. Whoever replaces a node replaces its parent too, so each is named by one
 * that the same block replaced, up to the root that the header before that block names. For one thread.
 */
public final class TrieHistoryCheck {
    private final KeyValueReader store;
    private final LongFunction<Optional<Hash>> stateRoots;
    private final ProvenPast past;
    private final DamageReport report;
    private long nodeCount;

    /** {@code stateRoots} knows the root that the header of a block names. */
    public TrieHistoryCheck(KeyValueReader store, LongFunction<Optional<Hash>> stateRoots,
            DamageReport report) {
        this.store = store;
        this.stateRoots = stateRoots;
        this.past = new ProvenPast(store, stateRoots);
        this.report = report;
    }

    /** States from block {@code oldest} to {@code head} are provable. */
    public void run(long oldest, long head) {
        report.begins("replaced trie nodes", store.estimatedEntries(Space.TRIE_HISTORY));
        try (Cursor cursor = store.scan(Space.TRIE_HISTORY, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                report.looked(1);
                Optional<TrieKey> key = TrieKey.ofReplaced(entry.key());
                if (key.isEmpty() || key.get().block() > head || key.get().block() < 1) {
                    report.damage(Space.TRIE_HISTORY, "the key " + Bytes.wrap(entry.key()),
                            "is of no node that a block up to " + head + " replaced");
                } else if (key.get().block() > oldest) { // others are about to be removed
                    nodeCount++;
                    check(key.get(), entry.value());
                }
            }
        }
    }

    public long nodeCount() {
        return nodeCount;
    }

    private void check(TrieKey key, byte[] rlp) {
        Hash hash = Keccak256.hash(rlp);
        Optional<String> damage;
        try {
            damage = key.path().length > 0 ? parentObjection(key, hash)
                    : rootOf(key).filter(hash::equals).isPresent() ? Optional.empty()
                            : Optional.of("has the hash " + hash + "; before that block it was "
                                    + rootOf(key).map(Hash::toString).orElse("no root")); // of none
        } catch (StorageException e) {
            damage = Optional.of("cannot be followed to: " + e.getMessage());
        }
        damage.ifPresent(what -> report.damage(Space.TRIE_HISTORY, "the node at "
                + TrieCheck.path(key.path()) + " of " + key.hashedAddress()
                        .map(hashed -> "the storage of the account with hashed address " + hashed)
                        .orElse("the accounts")
                + " that block " + key.block() + " replaced", what));
    }

    private Optional<Hash> rootOf(TrieKey key) {
        long before = key.block() - 1;
        return key.hashedAddress().isEmpty() ? stateRoots.apply(before)
                : past.account(key.hashedAddress().get(), before)
                        .flatMap(StoredAccounts::tryDecode).map(StoredAccount::storageRoot);
    }

    private Optional<String> parentObjection(TrieKey key, Hash hash) {
        byte[] path = key.path();
        for (int length = path.length - 1; length >= 0; length--) {
            Optional<byte[]> parent = store.read(Space.TRIE_HISTORY, StateKeys
                    .replacedNode(key.prefix(), Arrays.copyOf(path, length), key.block()));
            if (parent.isPresent()) {
                byte[] rest = Arrays.copyOfRange(path, length, path.length);
                return TrieWalk.names(parent.get(), rest, hash) ? Optional.empty()
                        : Optional.of("has the hash " + hash + ", by which its parent at "
                                + TrieCheck.path(Arrays.copyOf(path, length))
                                + " does not name it");
            }
        }
        return Optional.of("has no parent that the same block replaced");
    }
}
