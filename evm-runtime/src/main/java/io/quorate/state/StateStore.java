package io.quorate.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import io.quorate.state.trie.TaskRunner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

    private final KeyValueStore store;
    private final Cache<Address, Optional<StoredAccount>> accounts = Caffeine.newBuilder()
            .maximumSize(ACCOUNTS_CACHED_MAX).executor(Runnable::run).build();
    private final Cache<SlotKey, UInt256> slots = Caffeine.newBuilder()
            .maximumSize(SLOTS_CACHED_MAX).executor(Runnable::run).build();
    private final Cache<Hash, Bytes> codes = Caffeine.newBuilder()
            .maximumWeight(CODE_BYTES_CACHED_MAX).weigher((Hash hash, Bytes code) -> code.size())
            .executor(Runnable::run).build();
    /** Nodes of the latest tries by key; only for a block that is being prepared or committed. */
    private final Cache<Bytes, byte[]> trieNodes = Caffeine.newBuilder()
            .maximumWeight(TRIE_BYTES_CACHED_MAX)
            .weigher((Bytes key, byte[] node) -> key.size() + node.length)
            .executor(Runnable::run).build();
    /** The highest block whose writes may have reached the store. */
    private volatile long writingBlock;
    /** What only earlier blocks need may be gone from the history. */
    private volatile long oldest;

    /** {@code latestBlock} is the block whose state the store holds; -1 where it is empty. */
    public StateStore(KeyValueStore store, long latestBlock) {
        this.store = store;
        this.writingBlock = latestBlock;
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
        writingBlock = update.blockNumber();
    }

    Optional<byte[]> trieNode(byte[] key) {
        Bytes cacheKey = Bytes.wrap(key);
        byte[] cached = trieNodes.getIfPresent(cacheKey);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<byte[]> stored = store.read(Space.TRIE, key);
        stored.ifPresent(node -> trieNodes.put(cacheKey, node));
        return stored;
    }

    /** As {@link #trieNode}, many at once. */
    List<Optional<byte[]>> trieNodes(List<byte[]> keys) {
        List<Optional<byte[]>> nodes = new ArrayList<>(keys.size());
        List<byte[]> unknown = new ArrayList<>();
        for (byte[] key : keys) {
            Optional<byte[]> cached = Optional.ofNullable(trieNodes.getIfPresent(Bytes.wrap(key)));
            nodes.add(cached);
            if (cached.isEmpty()) {
                unknown.add(key);
            }
        }
        if (!unknown.isEmpty()) {
            Iterator<Optional<byte[]>> stored = store.readAll(Space.TRIE, unknown).iterator();
            for (int i = 0; i < keys.size(); i++) {
                if (nodes.get(i).isEmpty()) {
                    Bytes key = Bytes.wrap(keys.get(i));
                    nodes.set(i, stored.next());
                    nodes.get(i).ifPresent(node -> trieNodes.put(key, node));
                }
            }
        }
        return nodes;
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
        writingBlock = blockNumber;
        accounts.invalidateAll();
        slots.invalidateAll();
        trieNodes.invalidateAll();
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
        accounts.putAll(update.accounts());
        update.slots().forEach((address, changed) -> changed
                .forEach((slot, value) -> slots.put(new SlotKey(address, slot), value)));
    }

    /** The account after {@code block}; the storage root with it. */
    Optional<StoredAccount> account(Address address, long block) {
        if (writingBlock <= block) {
            Optional<StoredAccount> latest = latestAccount(address);
            if (writingBlock <= block) {
                return latest;
            }
        }
        return version(StateKeys.account(address), block).map(StoredAccount::decode);
    }

    UInt256 slot(Address address, UInt256 slot, long block) {
        if (writingBlock <= block) {
            UInt256 latest = latestSlot(address, slot);
            if (writingBlock <= block) {
                return latest;
            }
        }
        return version(StateKeys.slot(address, slot), block).map(UInt256::ofBytes)
                .orElse(UInt256.ZERO);
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

    Bytes code(Hash codeHash) {
        if (codeHash.equals(Hash.EMPTY)) {
            return Bytes.EMPTY;
        }
        return codes.get(codeHash,
                hash -> Bytes.wrap(store.read(Space.CODE, hash.toArray())
                        .orElseThrow(() -> new StorageException(
                                "the code with hash " + hash + " is missing"))));
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
