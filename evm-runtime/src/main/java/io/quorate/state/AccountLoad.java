package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.SortedLoad;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import io.quorate.state.trie.SortedTrie;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * Puts a state of many accounts, none of which has storage, into an empty store as that of block 0: flat entries,
 * history and trie, each in the order of its keys, so that nothing is read, sorted on disk or written twice. Memory is
 * eight bytes an account and a 256th of the trie. Mutable, for one thread, used once.
 */
public final class AccountLoad {
    private static final int INDEX_BITS = 24;
    public static final int ACCOUNTS_MAX = 1 << INDEX_BITS;
    private static final long INDEX_MASK = ACCOUNTS_MAX - 1L;
    private static final int TOLD_EVERY = 1 << 14;
    /** Nodes with a shorter path do not lie beside what is below them. */
    private static final int GROUP_NIBBLES = 2;

    /** The accounts by number, below {@link #count}; the same answer each time. */
    public interface Source {
        int count();

        /** Another one for each number. */
        Address address(int index);

        Account account(int index);
    }

    /** Is told how far the load is. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    @FunctionalInterface
    private interface KeyOf {
        byte[] key(int index);
    }

    private final KeyValueStore store;
    private final Source source;
    private final Progress progress;
    private long done;

    public AccountLoad(KeyValueStore store, Source source, Progress progress) {
        if (source.count() > ACCOUNTS_MAX) {
            throw new IllegalArgumentException(source.count() + " accounts are more than "
                    + ACCOUNTS_MAX);
        }
        this.store = store;
        this.source = source;
        this.progress = progress;
    }

    /** Loads all, with the {@code codes} of those that have code; the state root. Durable when it returns. */
    public Hash run(Map<Hash, Bytes> codes) {
        WriteBatch batch = new WriteBatch();
        codes.forEach((hash, code) -> batch.put(Space.CODE, hash.toArray(), code.toArray()));
        loadFlat();
        Hash root = loadTrie(batch);
        store.write(batch, Durability.SYNCED);
        return root;
    }

    private void loadFlat() {
        try (SortedLoad state = store.load(Space.STATE);
                SortedLoad history = store.load(Space.HISTORY)) {
            for (long entry : inOrderOf(this::flatKey)) {
                int index = (int) (entry & INDEX_MASK);
                byte[] key = flatKey(index);
                byte[] value = value(index);
                state.put(key, value);
                history.put(StateKeys.version(key, 0, 0), value);
                tell();
            }
            state.finish();
            history.finish();
        }
    }

    private Hash loadTrie(WriteBatch top) {
        try (SortedLoad nodes = store.load(Space.TRIE)) {
            Group group = new Group(nodes, top);
            SortedTrie trie = new SortedTrie(group);
            for (long entry : inOrderOf(this::hashedKey)) {
                int index = (int) (entry & INDEX_MASK);
                byte[] key = hashedKey(index);
                trie.add(key, value(index));
                group.begin(key[0]);
                tell();
            }
            Hash root = trie.finish();
            group.flush();
            nodes.finish();
            return root;
        }
    }

    /** One a key, in their order: the number of the account in the low bits. */
    private long[] inOrderOf(KeyOf keys) {
        long[] entries = new long[source.count()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = head(keys.key(i)) & ~INDEX_MASK | i;
            tell();
        }
        // Unsigned order: the sign bit is turned over and back.
        flipSigns(entries);
        Arrays.parallelSort(entries);
        flipSigns(entries);
        for (int from = 0; from < entries.length;) {
            int to = from + 1;
            while (to < entries.length && (entries[from] ^ entries[to]) >>> INDEX_BITS == 0) {
                to++;
            }
            if (to - from > 1) {
                sortByWholeKey(entries, from, to, keys);
            }
            from = to;
        }
        return entries;
    }

    private static void sortByWholeKey(long[] entries, int from, int to, KeyOf keys) {
        Long[] alike = new Long[to - from];
        for (int i = from; i < to; i++) {
            alike[i - from] = entries[i];
        }
        Arrays.sort(alike, (a, b) -> Arrays.compareUnsigned(keys.key((int) (a & INDEX_MASK)),
                keys.key((int) (b & INDEX_MASK))));
        for (int i = from; i < to; i++) {
            entries[i] = alike[i - from];
        }
    }

    private static void flipSigns(long[] entries) {
        for (int i = 0; i < entries.length; i++) {
            entries[i] ^= Long.MIN_VALUE;
        }
    }

    /** The first bytes of {@code key} after the flat form's letter, or of a hash. */
    private static long head(byte[] key) {
        int start = key.length == StateKeys.ACCOUNT_SIZE ? 1 : 0;
        long head = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            head = head << 8 | key[start + i] & 0xff;
        }
        return head;
    }

    private byte[] flatKey(int index) {
        return StateKeys.account(source.address(index));
    }

    private byte[] hashedKey(int index) {
        byte[] hashed = source.address(index).toArray();
        return Keccak256.hash(hashed).toArray();
    }

    private byte[] value(int index) {
        return new StoredAccount(source.account(index), Hash.EMPTY_TRIE_ROOT).encode();
    }

    /** Each account is counted four times. */
    private void tell() {
        if (++done % TOLD_EVERY == 0) {
            progress.at(done, 4L * source.count());
        }
    }

    /**
     * Nodes come children first, which is not the order of their keys. Those below one first byte of a path lie in one
     * stretch of keys, so they are gathered and sorted in memory, one stretch after the other.
     */
    private static final class Group implements SortedTrie.Sink {
        private record Held(byte[] key, byte[] rlp) {}

        private final SortedLoad nodes;
        private final WriteBatch top;
        private final List<Held> held = new ArrayList<>();
        private int current = -1;

        Group(SortedLoad nodes, WriteBatch top) {
            this.nodes = nodes;
            this.top = top;
        }

        @Override
        public void node(byte[] path, byte[] rlp) {
            byte[] key = StateKeys.trieNode(StateKeys.accountTrie(), path);
            if (path.length < GROUP_NIBBLES) {
                top.put(Space.TRIE, key, rlp);
            } else {
                held.add(new Held(key, rlp));
            }
        }

        /** The trie got a key that begins with {@code first}, so that all below smaller ones is there. */
        void begin(byte first) {
            if ((first & 0xff) != current) {
                flush();
                current = first & 0xff;
            }
        }

        void flush() {
            held.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
            held.forEach(node -> nodes.put(node.key, node.rlp));
            held.clear();
        }
    }
}
