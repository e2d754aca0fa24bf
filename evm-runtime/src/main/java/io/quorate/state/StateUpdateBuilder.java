package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.StateChanges.AccountChange;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.TrieUpdate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Works out one block's writes: flat state, tries, code and history. Mutable, used once by one thread. */
final class StateUpdateBuilder {
    private static final byte[] REMOVED = {};

    /** What the steps so far made of an account. */
    private static final class Merged {
        private final SortedMap<UInt256, UInt256> slots = new TreeMap<>();
        private Optional<Account> after = Optional.empty();
        private boolean cleared;
        private int lastStep;
    }

    private final StateStore state;
    private final KeyValueReader store;
    private final long block;
    private final WriteBatch writes = new WriteBatch();
    private final SortedMap<Address, Merged> merged = new TreeMap<>();
    private final Map<Address, Optional<StoredAccount>> newAccounts = new HashMap<>();
    private final Map<Address, Map<UInt256, UInt256>> newSlots = new HashMap<>();

    StateUpdateBuilder(StateStore state, KeyValueReader store, long block) {
        this.state = state;
        this.store = store;
        this.block = block;
    }

    StateUpdate build(List<StateChanges> steps) {
        for (int step = 0; step < steps.size(); step++) {
            merge(steps.get(step), step);
        }
        byte[] prefix = StateKeys.accountTrie();
        MerklePatriciaTrie trie = state.root()
                .map(root -> new MerklePatriciaTrie(state.trie(prefix), root))
                .orElseGet(() -> new MerklePatriciaTrie(state.trie(prefix)));
        merged.forEach((address, change) -> apply(trie, address, change));
        TrieUpdate update = trie.commit();
        write(prefix, update);
        return new StateUpdate(block, update.root(), writes, newAccounts, newSlots);
    }

    private void merge(StateChanges changes, int step) {
        changes.newCode()
                .forEach((hash, code) -> writes.put(Space.CODE, hash.toArray(), code.toArray()));
        changes.accounts().forEach((address, change) -> {
            Merged all = merged.get(address);
            if (all == null) {
                all = new Merged();
                merged.put(address, all);
            } else {
                writeAccountHistory(address, all.after, Hash.ZERO, all.lastStep);
            }
            all.lastStep = step;
            all.after = change.after();
            if (change.storageCleared() || change.after().isEmpty()) {
                clearSlots(address, all, step);
            }
            addSlots(address, all, change, step);
        });
    }

    /** Slots that vanish with their account get their zero in the history, each one. */
    private void clearSlots(Address address, Merged all, int step) {
        if (!all.cleared) {
            try (Cursor cursor = store.scanPrefix(Space.STATE, StateKeys.slotPrefix(address))) {
                while (cursor.hasNext()) {
                    all.slots.putIfAbsent(StateKeys.slotOf(cursor.next().key()), UInt256.ONE);
                }
            }
        }
        all.cleared = true;
        all.slots.replaceAll((slot, value) -> {
            if (!value.isZero()) {
                writeSlotHistory(address, slot, UInt256.ZERO, step);
            }
            return UInt256.ZERO;
        });
    }

    private void addSlots(Address address, Merged all, AccountChange change, int step) {
        change.storage().forEach((slot, value) -> {
            all.slots.put(slot, value);
            writeSlotHistory(address, slot, value, step);
        });
    }

    private void apply(MerklePatriciaTrie trie, Address address, Merged change) {
        Hash hashedAddress = Keccak256.hash(address.toArray());
        Hash storageRoot = applyStorage(address, hashedAddress, change);
        Optional<StoredAccount> after = change.after
                .map(account -> new StoredAccount(account, storageRoot));
        byte[] encoded = after.map(StoredAccount::encode).orElse(REMOVED);
        requireSame(trie.find(hashedAddress.toArray()),
                state.latestAccount(address).map(StoredAccount::encode), "account " + address);
        trie.put(hashedAddress.toArray(), encoded);
        byte[] key = StateKeys.account(address);
        if (after.isPresent()) {
            writes.put(Space.STATE, key, encoded);
        } else {
            writes.delete(Space.STATE, key);
        }
        writes.put(Space.HISTORY, StateKeys.version(key, block, change.lastStep), encoded);
        newAccounts.put(address, after);
        newSlots.put(address, change.slots);
    }

    private Hash applyStorage(Address address, Hash hashedAddress, Merged change) {
        Optional<StoredAccount> stored = state.latestAccount(address);
        Hash before = change.cleared ? Hash.EMPTY_TRIE_ROOT
                : stored.map(StoredAccount::storageRoot).orElse(Hash.EMPTY_TRIE_ROOT);
        byte[] prefix = StateKeys.storageTrie(hashedAddress);
        if (change.cleared && stored.map(StoredAccount::hasStorage).orElse(false)) {
            keepAll(prefix);
            writes.deletePrefix(Space.TRIE, prefix);
            writes.deletePrefix(Space.STATE, StateKeys.slotPrefix(address));
        }
        if (change.slots.isEmpty()) {
            return before;
        }
        MerklePatriciaTrie trie = new MerklePatriciaTrie(state.trie(prefix), before);
        change.slots.forEach((slot, value) -> {
            byte[] key = Keccak256.hash(slot.toArray()).toArray();
            byte[] flatKey = StateKeys.slot(address, slot);
            if (!change.cleared) {
                requireSame(trie.find(key), slotInTrie(state.latestSlot(address, slot)),
                        "slot " + slot + " of account " + address);
            }
            if (value.isZero()) {
                trie.remove(key);
                writes.delete(Space.STATE, flatKey);
            } else {
                trie.put(key, new RlpWriter(40).write(value).toArray());
                writes.put(Space.STATE, flatKey, value.toMinimalArray());
            }
        });
        TrieUpdate update = trie.commit();
        write(prefix, update);
        return update.root();
    }

    private static Optional<byte[]> slotInTrie(UInt256 value) {
        return value.isZero() ? Optional.empty()
                : Optional.of(new RlpWriter(40).write(value).toArray());
    }

    /** What was executed on has to be what the last state root vouches for, or a wrong block would come of it. */
    private static void requireSame(Optional<byte[]> inTrie, Optional<byte[]> flat, String what) {
        if (!Arrays.equals(inTrie.orElse(REMOVED), flat.orElse(REMOVED))) {
            throw StorageException.damage("the stored state is corrupt: " + what + " is "
                    + flat.map(Bytes::wrap) + ", in the trie " + inTrie.map(Bytes::wrap));
        }
    }

    private void write(byte[] prefix, TrieUpdate update) {
        for (TrieUpdate.NodeWrite node : update.writes()) {
            byte[] key = StateKeys.trieNode(prefix, node.path());
            if (node.isReplacing()) {
                byte[] before = state.trieNode(key).orElseThrow(() -> StorageException.damage(
                        "a trie node that is to be replaced is missing"));
                writes.put(Space.TRIE_HISTORY, StateKeys.replacedNode(prefix, node.path(), block),
                        before);
            }
            if (node.isRemoval()) {
                writes.delete(Space.TRIE, key);
            } else {
                writes.put(Space.TRIE, key, node.rlp());
            }
        }
    }

    /** The nodes of a trie that goes as a whole stay provable, each one. */
    private void keepAll(byte[] prefix) {
        try (Cursor cursor = store.scanPrefix(Space.TRIE, prefix)) {
            while (cursor.hasNext()) {
                Entry node = cursor.next();
                writes.put(Space.TRIE_HISTORY, StateKeys.replacedNode(prefix,
                        StateKeys.pathOf(node.key(), prefix.length), block), node.value());
            }
        }
    }

    /** Inside a block the storage root is not known; no view ends there, so zero stands for it. */
    private void writeAccountHistory(Address address, Optional<Account> account, Hash storageRoot,
            int step) {
        byte[] value = account.map(a -> new StoredAccount(a, storageRoot).encode()).orElse(REMOVED);
        writes.put(Space.HISTORY, StateKeys.version(StateKeys.account(address), block, step),
                value);
    }

    private void writeSlotHistory(Address address, UInt256 slot, UInt256 value, int step) {
        writes.put(Space.HISTORY, StateKeys.version(StateKeys.slot(address, slot), block, step),
                value.toMinimalArray());
    }
}
