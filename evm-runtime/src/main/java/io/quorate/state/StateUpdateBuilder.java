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
import io.quorate.state.storage.WriteBatch;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.TaskRunner;
import io.quorate.state.trie.TrieChange;
import io.quorate.state.trie.TrieUpdate;
import java.util.ArrayList;
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
    private static final int ACCOUNTS_AT_ONCE = 64;

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
    private final TaskRunner runner;
    private final WriteBatch writes = new WriteBatch();
    private final SortedMap<Address, Merged> merged = new TreeMap<>();
    private final Map<Address, Optional<StoredAccount>> oldAccounts = new HashMap<>();
    private final Map<Address, Optional<StoredAccount>> newAccounts = new HashMap<>();
    private final Map<Address, Map<UInt256, UInt256>> newSlots = new HashMap<>();

    StateUpdateBuilder(StateStore state, KeyValueReader store, long block,
            TaskRunner runner) {
        this.runner = runner;
        this.state = state;
        this.store = store;
        this.block = block;
    }

    StateUpdate build(List<StateChanges> steps) {
        for (int step = 0; step < steps.size(); step++) {
            merge(steps.get(step), step);
        }
        List<AccountWork> works = new ArrayList<>(merged.size());
        merged.forEach((address, change) -> works.add(new AccountWork(address, change)));
        runner.runAll(chunks(works));
        byte[] prefix = StateKeys.accountTrie();
        MerklePatriciaTrie trie = state.root()
                .map(root -> new MerklePatriciaTrie(state.trie(prefix), root))
                .orElseGet(() -> new MerklePatriciaTrie(state.trie(prefix)));
        List<TrieChange> leaves = new ArrayList<>(works.size());
        for (AccountWork work : works) {
            leaves.add(new TrieChange(work.hashed.toArray(), work.flat,
                    work.encoded, () -> "account " + work.address));
            writes.addAll(work.writes);
            oldAccounts.put(work.address, work.before);
            newAccounts.put(work.address, work.after);
            newSlots.put(work.address, work.change.slots);
        }
        trie.putAll(leaves, runner);
        TrieUpdate update = trie.commit(runner);
        write(prefix, update, writes);
        return new StateUpdate(block, update.root(), writes, oldAccounts, newAccounts,
                newSlots);
    }

    /** So many that handing one out costs little beside it. */
    private static List<Runnable> chunks(List<AccountWork> works) {
        List<Runnable> chunks = new ArrayList<>();
        for (int from = 0; from < works.size(); from += ACCOUNTS_AT_ONCE) {
            List<AccountWork> chunk = works.subList(from,
                    Math.min(works.size(), from + ACCOUNTS_AT_ONCE));
            chunks.add(() -> chunk.forEach(AccountWork::run));
        }
        return chunks;
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

    /** What becomes of one account, with writes of its own: no other one's are needed for it. */
    private final class AccountWork {
        private final Address address;
        private final Merged change;
        private final WriteBatch writes = new WriteBatch();
        private Hash hashed = Hash.ZERO;
        private Optional<StoredAccount> before = Optional.empty();
        private Optional<StoredAccount> after = Optional.empty();
        private byte[] encoded = REMOVED;
        /** As the flat state has it, so that the trie can be held against it. */
        private byte[] flat = REMOVED;

        AccountWork(Address address, Merged change) {
            this.address = address;
            this.change = change;
        }

        void run() {
            hashed = Keccak256.hash(address.toArray());
            before = state.latestAccount(address);
            Hash storageRoot = applyStorage();
            after = change.after.map(account -> new StoredAccount(account, storageRoot));
            encoded = after.map(StoredAccount::encode).orElse(REMOVED);
            flat = before.map(StoredAccount::encode).orElse(REMOVED);
            byte[] key = StateKeys.account(address);
            if (after.isPresent()) {
                writes.put(Space.STATE, key, encoded);
            } else {
                writes.delete(Space.STATE, key);
            }
            writes.put(Space.HISTORY, StateKeys.version(key, block, change.lastStep), encoded);
        }

        private Hash applyStorage() {
            Hash oldRoot = change.cleared ? Hash.EMPTY_TRIE_ROOT
                    : before.map(StoredAccount::storageRoot).orElse(Hash.EMPTY_TRIE_ROOT);
            byte[] prefix = StateKeys.storageTrie(hashed);
            if (change.cleared && before.map(StoredAccount::hasStorage).orElse(false)) {
                keepAll(prefix, writes);
                writes.deletePrefix(Space.TRIE, prefix);
                writes.deletePrefix(Space.STATE, StateKeys.slotPrefix(address));
            }
            if (change.slots.isEmpty()) {
                return oldRoot;
            }
            MerklePatriciaTrie trie = new MerklePatriciaTrie(state.trie(prefix), oldRoot);
            List<TrieChange> leaves = new ArrayList<>(change.slots.size());
            change.slots.forEach((slot, value) -> {
                leaves.add(new TrieChange(Keccak256.hash(slot.toArray()).toArray(),
                        change.cleared ? REMOVED : rlp(state.latestSlot(address, slot)),
                        rlp(value), () -> "slot " + slot + " of account " + address));
                byte[] flatKey = StateKeys.slot(address, slot);
                if (value.isZero()) {
                    writes.delete(Space.STATE, flatKey);
                } else {
                    writes.put(Space.STATE, flatKey, value.toMinimalArray());
                }
            });
            trie.putAll(leaves, runner);
            TrieUpdate update = trie.commit(runner);
            write(prefix, update, writes);
            return update.root();
        }
    }

    private static byte[] rlp(UInt256 value) {
        return value.isZero() ? REMOVED : new RlpWriter(40).write(value).toArray();
    }

    private void write(byte[] prefix, TrieUpdate update, WriteBatch writes) {
        for (TrieUpdate.NodeWrite node : update.writes()) {
            byte[] key = StateKeys.trieNode(prefix, node.path());
            if (node.isReplacing()) {
                writes.put(Space.TRIE_HISTORY, StateKeys.replacedNode(prefix, node.path(), block),
                        node.before());
            }
            if (node.isRemoval()) {
                writes.delete(Space.TRIE, key);
            } else {
                writes.put(Space.TRIE, key, node.rlp());
            }
        }
    }

    /** The nodes of a trie that goes as a whole stay provable, each one. */
    private void keepAll(byte[] prefix, WriteBatch writes) {
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
