package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.KeyValueSnapshot;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.NodeSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tries of a block with changes on top that are never stored: the roots of states that are only thought of. It
 * reads what it needs from a snapshot, which it closes. Mutable, for one thread.
 */
public final class TrieFork implements AutoCloseable {
    private final KeyValueSnapshot store;
    private final PastTries tries;
    private final MerklePatriciaTrie accounts;
    /** Of the accounts whose slots changed. */
    private final Map<Address, MerklePatriciaTrie> storages = new HashMap<>();
    /** What accounts became since the last root. */
    private final Map<Address, Optional<Account>> changed = new LinkedHashMap<>();

    /** Takes {@code store} over; {@code stateRoot} is that of {@code block}, whose tries are there. */
    public TrieFork(KeyValueSnapshot store, long block, Hash stateRoot) {
        this.store = store;
        this.tries = new PastTries(store, block);
        this.accounts = tries.trie(StateKeys.accountTrie(), stateRoot);
    }

    /** Puts {@code changes} on top of those before. */
    public void add(StateChanges changes) {
        changes.accounts().forEach((address, change) -> {
            changed.put(address, change.after());
            if (change.storageCleared() || change.after().isEmpty()) {
                storages.put(address, new MerklePatriciaTrie(NodeSource.EMPTY));
            }
            if (!change.storage().isEmpty()) {
                MerklePatriciaTrie storage = storages.computeIfAbsent(address, this::stored);
                change.storage().forEach((slot, value) -> {
                    byte[] key = Keccak256.hash(slot.toArray()).toArray();
                    if (value.isZero()) {
                        storage.remove(key);
                    } else {
                        storage.put(key, new RlpWriter(40).write(value).toArray());
                    }
                });
            }
        });
    }

    /** The state root with all changes so far. */
    public Hash root() {
        changed.forEach((address, after) -> {
            byte[] key = hashed(address).toArray();
            if (after.isEmpty()) {
                accounts.remove(key);
            } else {
                MerklePatriciaTrie storage = storages.get(address);
                Hash storageRoot = storage == null ? storageRoot(address)
                        : storage.commit().root();
                accounts.put(key, new StoredAccount(after.get(), storageRoot).encode());
            }
        });
        changed.clear();
        return accounts.commit().root();
    }

    private MerklePatriciaTrie stored(Address address) {
        return tries.trie(StateKeys.storageTrie(hashed(address)), storageRoot(address));
    }

    private Hash storageRoot(Address address) {
        return accounts.find(hashed(address).toArray())
                .map(account -> StoredAccount.decode(account).storageRoot())
                .orElse(Hash.EMPTY_TRIE_ROOT);
    }

    private static Hash hashed(Address address) {
        return Keccak256.hash(address.toArray());
    }

    @Override
    public void close() {
        store.close();
    }
}
