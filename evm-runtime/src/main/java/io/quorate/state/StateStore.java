package io.quorate.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quorate.evm.CacheUse;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.StateUpdate.Difference;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.NodeSource;
import io.quorate.state.trie.TaskRunner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * The state of every block: the latest as flat entries with a trie beside them, the past by the history of its
 * changes. One thread prepares and commits; any thread reads.
 *
 * <p>A view of the latest block reads the flat entries and, if a later block was begun to be written in the
 * meantime, asks the history again. So views need no database snapshot and are never closed.
 */
public final class StateStore {
    private static final long ACCOUNTS_CACHED_MAX = 50_000; // some 250 bytes each
    private static final long ACCOUNTS_FETCHED_MAX = 10_000; // of one block; within what is cached
    private static final long SLOTS_CACHED_MAX = 100_000; // some 200 bytes each
    private static final long TRIE_BYTES_CACHED_MAX = 8L << 20;
    private static final long CODE_BYTES_CACHED_MAX = 16L << 20;

    /** A slot of an account. */
    private record SlotKey(Address address, UInt256 slot) {}

    /**
     * The highest block whose writes may have reached the store, and what it does where that is known: the block before
     * it, which is asked for as long as those writes last, differs in what it changes alone.
     */
    private record Writing(long block, Optional<Difference> difference) {
        /** Whether what is stored is the account after {@code view} too, whether these writes are there or not. */
        boolean holds(Address address, long view) {
            return block <= view
                    || block == view + 1 && difference.isPresent()
                            && !difference.get().before().containsKey(address);
        }

        boolean holds(Address address, UInt256 slot, long view) {
            return block <= view
                    || block == view + 1 && difference.isPresent()
                            && !difference.get().has(address, slot);
        }
    }

    private final KeyValueStore store;
    private final Cache<Address, Optional<StoredAccount>> accounts = Caffeine.newBuilder()
            .maximumSize(ACCOUNTS_CACHED_MAX).executor(Runnable::run).recordStats().build();
    private final Cache<SlotKey, UInt256> slots = Caffeine.newBuilder()
            .maximumSize(SLOTS_CACHED_MAX).executor(Runnable::run).recordStats().build();
    private final Cache<Hash, Bytes> codes = Caffeine.newBuilder()
            .maximumWeight(CODE_BYTES_CACHED_MAX).weigher((Hash hash, Bytes code) -> code.size())
            .executor(Runnable::run).recordStats().build();
    /** Nodes of the latest tries by key; only for a block that is being prepared or committed. */
    private final Cache<Bytes, byte[]> trieNodes = Caffeine.newBuilder()
            .maximumWeight(TRIE_BYTES_CACHED_MAX)
            .weigher((Bytes key, byte[] node) -> key.size() + node.length)
            .executor(Runnable::run).recordStats().build();
    private volatile Writing writing;
    /** Of the latest block, where it is known: the trie has to have it. */
    private volatile Optional<Hash> root;
    /** What only earlier blocks need may be gone from the history. */
    private volatile long oldest;

    /** {@code latestBlock} is the block whose state the store holds; -1 where it is empty. */
    public StateStore(KeyValueStore store, long latestBlock) {
        this.store = store;
        this.writing = new Writing(latestBlock, Optional.empty());
        this.root = Optional.empty();
    }

    /** How the caches are used that stand before the store, by what they hold. */
    public SortedMap<String, CacheUse> cacheUse() {
        return new TreeMap<>(Map.of("account", CacheUse.of(accounts), "slot",
                CacheUse.of(slots), "bytes", CacheUse.of(codes), "trie_node",
                CacheUse.of(trieNodes)));
    }

    /** The state after block {@code number}, which has been committed. */
    public StateView at(long number) {
        return new StoredView(this, number);
    }

    /**
     * Works out the root and the writes of a block on top of the latest one; nothing is changed.
     *
     * @param steps what each step did, in order: before the transactions, each of them, after them
     */
    public StateUpdate prepare(long blockNumber, List<StateChanges> steps) {
        return prepare(blockNumber, steps, TaskRunner.SEQUENTIAL);
    }

    /** As {@link #prepare(long, List)}, tries by {@code runner}; root and writes are the same for any. */
    public StateUpdate prepare(long blockNumber, List<StateChanges> steps, TaskRunner runner) {
        return new StateUpdateBuilder(this, store, blockNumber, runner).build(steps);
    }

    /** To be called before the batch with {@code update} is written. */
    public void committing(StateUpdate update) {
        writing = new Writing(update.blockNumber(), Optional.of(update.difference()));
    }

    Optional<Hash> root() {
        return root;
    }

    /** The root that the latest block's header names: what is read of its trie is held against it. */
    public void expectRoot(Hash latest) {
        root = Optional.of(latest);
    }

    /**
     * Looks whether what block {@code number}, the latest, made of an account is in the latest state, its trie and the
     * history alike, and fails with a damage that says where it is not.
     *
     * @param replacing whether the block keeps the nodes that it replaced
     */
    public void requireWritten(Address address, long number, boolean replacing) {
        byte[] key = StateKeys.account(address);
        byte[] latest = store.read(Space.STATE, key).orElse(new byte[0]);
        byte[] inTrie = new MerklePatriciaTrie(trie(StateKeys.accountTrie()), root.orElseThrow())
                .find(Keccak256.hash(address.toArray()).toArray()).orElse(new byte[0]);
        boolean isInHistory = store.floor(Space.HISTORY, StateKeys.version(key, number, -1))
                .filter(e -> Keys.startsWith(e.key(), key) && StateKeys.blockOf(e.key()) == number
                        && Arrays.equals(e.value(), latest))
                .isPresent();
        boolean isReplaced = !replacing || store.read(Space.TRIE_HISTORY, StateKeys
                .replacedNode(StateKeys.accountTrie(), new byte[0], number)).isPresent();
        if (!Arrays.equals(latest, inTrie) || !isInHistory || !isReplaced) {
            throw StorageException.damage("what block " + number + " made of account " + address
                    + " is not whole: latest state " + Bytes.wrap(latest) + ", trie "
                    + Bytes.wrap(inTrie) + (isInHistory ? "" : ", not in the history")
                    + (isReplaced ? "" : ", no trie node that it replaced"));
        }
    }

    /** A node of the latest tries; as it is, or as it was when it was read and checked. */
    Optional<byte[]> trieNode(byte[] key) {
        Bytes cacheKey = Bytes.wrap(key);
        byte[] cached = trieNodes.getIfPresent(cacheKey);
        return cached != null ? Optional.of(cached) : store.read(Space.TRIE, key);
    }

    /** One of the latest tries, whose key begins with {@code prefix}. */
    NodeSource trie(byte[] prefix) {
        return new NodeSource() {
            @Override
            public Optional<byte[]> node(byte[] path) {
                return trieNode(StateKeys.trieNode(prefix, path));
            }

            /** What comes from the disk is hashed, once; what a block made or was read before is not. */
            @Override
            public Optional<byte[]> node(byte[] path, Hash hash) {
                Bytes key = Bytes.wrap(StateKeys.trieNode(prefix, path));
                byte[] cached = trieNodes.getIfPresent(key);
                if (cached != null) {
                    return Optional.of(cached);
                }
                Optional<byte[]> stored = store.read(Space.TRIE, key.toArrayUnsafe());
                stored.ifPresent(rlp -> {
                    NodeSource.require(path, hash, rlp);
                    trieNodes.put(key, rlp);
                });
                return stored;
            }

            @Override
            public List<byte[]> nodes(List<byte[]> paths, List<Hash> hashes) {
                return checkedNodes(prefix, paths, hashes);
            }
        };
    }

    /** Asks for what is not in memory at once, and hashes it. */
    private List<byte[]> checkedNodes(byte[] prefix, List<byte[]> paths, List<Hash> hashes) {
        List<Bytes> keys = paths.stream()
                .map(path -> Bytes.wrap(StateKeys.trieNode(prefix, path))).toList();
        byte[][] nodes = new byte[keys.size()][];
        List<byte[]> unknown = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = trieNodes.getIfPresent(keys.get(i));
            if (nodes[i] == null) {
                unknown.add(keys.get(i).toArrayUnsafe());
            }
        }
        if (!unknown.isEmpty()) {
            Iterator<Optional<byte[]>> stored = store.readAll(Space.TRIE, unknown).iterator();
            for (int i = 0; i < nodes.length; i++) {
                if (nodes[i] == null) {
                    byte[] path = paths.get(i);
                    Hash hash = hashes.get(i);
                    nodes[i] = stored.next().orElseThrow(() -> NodeSource.missing(path, hash));
                    NodeSource.require(path, hash, nodes[i]);
                    trieNodes.put(keys.get(i), nodes[i]);
                }
            }
        }
        return List.of(nodes);
    }

    private void cacheTrieNodes(StateUpdate update) {
        for (WriteBatch.Operation operation : update.writes().operations()) {
            if (operation.space() == Space.TRIE) {
                switch (operation) {
                    case WriteBatch.Put put ->
                            trieNodes.put(Bytes.wrap(put.key()), put.value());
                    case WriteBatch.Delete delete -> {
                        if (delete.isSingle()) {
                            trieNodes.invalidate(Bytes.wrap(delete.from()));
                        } else {
                            trieNodes.invalidateAll(); // a contract with storage is gone: rare
                        }
                    }
                }
            }
        }
    }

    /** To be called before the latest state is replaced by that of a later block; nothing is prepared meanwhile. */
    public void replacing(long blockNumber) {
        writing = new Writing(blockNumber, Optional.empty());
        accounts.invalidateAll();
        slots.invalidateAll();
        trieNodes.invalidateAll();
        root = Optional.empty();
    }

    /**
     * To be called before what only blocks below {@code block} need is removed from the history. A view of such a block
     * fails from then on with {@link PrunedStateException}.
     */
    public void forget(long block) {
        oldest = Math.max(oldest, block);
    }

    /** To be called once the batch with {@code update} is written. */
    public void committed(StateUpdate update) {
        cacheTrieNodes(update);
        root = Optional.of(update.root());
        accounts.putAll(update.accounts());
        update.slots().forEach((address, changed) -> changed
                .forEach((slot, value) -> slots.put(new SlotKey(address, slot), value)));
    }

    /** The account after {@code block}; the storage root with it. */
    Optional<StoredAccount> account(Address address, long block) {
        Writing now = writing;
        if (now.holds(address, block)) {
            Optional<StoredAccount> latest = latestAccount(address);
            if (isStill(now, block)) {
                return latest;
            }
        } else if (now.block() == block + 1 && now.difference().isPresent()) {
            return now.difference().get().before().get(address);
        }
        return version(StateKeys.account(address), block).map(StoredAccount::decode);
    }

    UInt256 slot(Address address, UInt256 slot, long block) {
        Writing now = writing;
        if (now.holds(address, slot, block)) {
            UInt256 latest = latestSlot(address, slot);
            if (isStill(now, block)) {
                return latest;
            }
        }
        return version(StateKeys.slot(address, slot), block).map(UInt256::ofBytes)
                .orElse(UInt256.ZERO);
    }

    /** Whether no writes but those of {@code before} can have met a read that began under it. */
    private boolean isStill(Writing before, long block) {
        Writing now = writing;
        return now == before || now.block() <= block;
    }

    // The cache loads a key under a lock that a commit's put waits for, so an old value never replaces a new.
    Optional<StoredAccount> latestAccount(Address address) {
        return accounts.get(address, a -> store.read(Space.STATE, StateKeys.account(a))
                .map(StoredAccount::decode));
    }

    /**
     * Brings the latest of {@code wanted} into memory, many at once, as far as there is room. Only for the thread that commits:
     * a value that was read before a commit must not get into the cache after it.
     */
    public void fetchAccounts(Collection<Address> wanted) {
        List<Address> unknown = wanted.stream().distinct()
                .filter(address -> accounts.getIfPresent(address) == null)
                .limit(ACCOUNTS_FETCHED_MAX).toList();
        if (unknown.size() < 2) {
            return;
        }
        List<Optional<byte[]>> found = store.readAll(Space.STATE,
                unknown.stream().map(StateKeys::account).toList());
        for (int i = 0; i < unknown.size(); i++) {
            accounts.asMap().putIfAbsent(unknown.get(i), found.get(i).map(StoredAccount::decode));
        }
    }

    UInt256 latestSlot(Address address, UInt256 slot) {
        return slots.get(new SlotKey(address, slot),
                key -> store.read(Space.STATE, StateKeys.slot(key.address(), key.slot()))
                        .map(UInt256::ofBytes).orElse(UInt256.ZERO));
    }

    /**
     * The slots of an account that are not zero once {@code at} was done; empty where more than {@code versionsMax}
     * versions would have to be looked at. Fails with {@link PrunedStateException}.
     */
    public Optional<Map<UInt256, UInt256>> slots(Address address, EntryHistory.Position at,
            int versionsMax) {
        Map<UInt256, UInt256> found = new HashMap<>();
        try (Cursor cursor = store.scanPrefix(Space.HISTORY, StateKeys.slotPrefix(address))) {
            for (int looked = 0; cursor.hasNext(); looked++) {
                if (looked == versionsMax) {
                    return Optional.empty();
                }
                Entry version = cursor.next();
                if (EntryHistory.positionOf(version).compareTo(at) <= 0) {
                    UInt256 slot = StateKeys.slotOf(version.key());
                    if (version.value().length == 0) {
                        found.remove(slot);
                    } else {
                        found.put(slot, UInt256.ofBytes(version.value()));
                    }
                }
            }
        }
        if (at.block() < oldest) { // asked after the reads
            throw new PrunedStateException(at.block(), oldest);
        }
        found.values().removeIf(UInt256::isZero);
        return Optional.of(found);
    }

    Bytes code(Hash codeHash) {
        if (codeHash.equals(Hash.EMPTY)) {
            return Bytes.EMPTY;
        }
        return codes.get(codeHash, this::storedCode);
    }

    private Bytes storedCode(Hash hash) {
        Bytes code = Bytes.wrap(store.read(Space.CODE, hash.toArray())
                .orElseThrow(() -> StorageException.damage(
                        "the code with hash " + hash + " is missing")));
        if (!Keccak256.hash(code).equals(hash)) {
            throw StorageException.damage("the stored code with hash " + hash + " is corrupt: "
                    + code.size() + " bytes with the hash " + Keccak256.hash(code));
        }
        return code;
    }

    /** The last value at or before the end of {@code block}; empty where there was none or it was removed. */
    private Optional<byte[]> version(byte[] flatKey, long block) {
        Optional<Entry> entry = store.floor(Space.HISTORY, StateKeys.version(flatKey, block, -1));
        if (block < oldest) { // asked after the read: what was removed is not taken for what was absent
            throw new PrunedStateException(block, oldest);
        }
        return entry
                .filter(e -> e.key().length == flatKey.length + StateKeys.VERSION_SIZE
                        && Keys.startsWith(e.key(), flatKey))
                .map(Entry::value).filter(value -> value.length > 0).map(v -> Arrays.copyOf(v,
                        v.length));
    }
}
