package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.TrieUpdate;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Puts the state of one block, as {@link StateExport} cut it, in the place of the latest state, and builds its tries.
 * Each step may be begun again after a crash. Views of blocks before go on by the history. Mutable, for one thread.
 */
public final class StateImport {
    private static final int BATCH = 10_000;
    private static final int KEYS_PER_TRIE_COMMIT = 20_000;

    private final KeyValueStore store;
    private final long block;
    private WriteBatch batch = new WriteBatch();

    public StateImport(KeyValueStore store, long block) {
        this.store = store;
        this.block = block;
    }

    /** Removes the latest state; the history says of each key that it is gone as of this block. */
    public void clear() {
        try (Cursor cursor = store.scan(Space.STATE, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                byte[] key = cursor.next().key();
                batch.put(Space.HISTORY, StateKeys.version(key, block, 0), new byte[0]);
                batch.delete(Space.STATE, key);
                writeIfLarge();
            }
        }
        batch.deletePrefix(Space.TRIE, StateKeys.accountTrie());
        batch.deletePrefix(Space.TRIE, new byte[]{1});
        batch.deletePrefix(Space.TRIE_HISTORY, StateKeys.accountTrie()); // of a trie that is no more
        batch.deletePrefix(Space.TRIE_HISTORY, new byte[]{1});
        write();
    }

    /** Takes one piece. Fails with {@link StorageException} where it is none. */
    public void add(Bytes piece) {
        ByteBuffer in = ByteBuffer.wrap(piece.toArrayUnsafe());
        try {
            switch (in.get()) {
                case StateExport.ENTRIES -> addEntries(in);
                case StateExport.CODES -> addCodes(in);
                default -> throw new StorageException("a piece of the state has no known kind");
            }
        } catch (BufferUnderflowException e) {
            throw new StorageException("a piece of the state is cut short", e);
        }
        write();
    }

    private void addEntries(ByteBuffer in) {
        while (in.hasRemaining()) {
            int keySize = in.get() & 0xff;
            int valueSize = in.getShort() & 0xffff;
            if (keySize != StateKeys.ACCOUNT_SIZE && keySize != StateKeys.SLOT_SIZE) {
                throw new StorageException("a key of the state has " + keySize + " bytes");
            }
            byte[] key = take(in, keySize);
            byte[] value = take(in, valueSize);
            batch.put(Space.STATE, key, value);
            batch.put(Space.HISTORY, StateKeys.version(key, block, 0), value);
        }
    }

    private void addCodes(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte[] code = take(in, in.getInt());
            batch.put(Space.CODE, Keccak256.hash(code).toArray(), code);
        }
    }

    private static byte[] take(ByteBuffer in, int size) {
        if (size < 0 || size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[size];
        in.get(taken);
        return taken;
    }

    /** Builds all tries; the state root. Fails where a storage root or a code does not belong to its account. */
    public Hash buildTries() {
        buildStorageTries();
        Trie accounts = new Trie(StateKeys.accountTrie());
        try (Cursor cursor = store.scanPrefix(Space.STATE, new byte[]{0})) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                requireWhole(StateKeys.addressOf(entry.key()), StoredAccount.decode(entry.value()));
                accounts.put(Keccak256.hash(StateKeys.addressOf(entry.key()).toArray()),
                        entry.value());
            }
        }
        return accounts.finish();
    }

    private void requireWhole(Address address, StoredAccount account) {
        boolean code = !account.account().hasCode() || store
                .read(Space.CODE, account.account().codeHash().toArray()).isPresent();
        Hash storage = account.hasStorage() ? store
                .read(Space.TRIE, StateKeys.trieNode(StateKeys.storageTrie(
                        Keccak256.hash(address.toArray())), new byte[0]))
                .map(Keccak256::hash).orElse(Hash.EMPTY_TRIE_ROOT) : Hash.EMPTY_TRIE_ROOT;
        if (!code || !storage.equals(account.storageRoot())) {
            throw new StorageException("the snapshot's account " + address + " lacks "
                    + (code ? "its storage" : "its code"));
        }
    }

    private void buildStorageTries() {
        Optional<Address> of = Optional.empty();
        Optional<Trie> trie = Optional.empty();
        try (Cursor cursor = store.scanPrefix(Space.STATE, new byte[]{1})) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                Address address = StateKeys.addressOf(entry.key());
                if (of.filter(address::equals).isEmpty()) {
                    trie.ifPresent(Trie::finish);
                    of = Optional.of(address);
                    trie = Optional.of(new Trie(
                            StateKeys.storageTrie(Keccak256.hash(address.toArray()))));
                }
                trie.get().put(Keccak256.hash(StateKeys.slotOf(entry.key()).toArray()),
                        new RlpWriter(40).write(UInt256.ofBytes(entry.value())).toArray());
            }
        }
        trie.ifPresent(Trie::finish);
    }

    private void writeIfLarge() {
        if (batch.size() >= BATCH) {
            write();
        }
    }

    private void write() {
        store.write(batch, Durability.BUFFERED);
        batch = new WriteBatch();
    }

    /** Built in steps, so that its memory is bounded: what is finished lies in the store. */
    private final class Trie {
        private final byte[] prefix;
        private MerklePatriciaTrie trie;
        private int keys;

        Trie(byte[] prefix) {
            this.prefix = prefix;
            this.trie = open();
        }

        private MerklePatriciaTrie open() {
            return new MerklePatriciaTrie(
                    path -> store.read(Space.TRIE, StateKeys.trieNode(prefix, path)));
        }

        void put(Hash key, byte[] value) {
            trie.put(key.toArray(), value);
            if (++keys % KEYS_PER_TRIE_COMMIT == 0) {
                finish();
                trie = open();
            }
        }

        Hash finish() {
            TrieUpdate update = trie.commit();
            for (TrieUpdate.NodeWrite node : update.writes()) {
                byte[] key = StateKeys.trieNode(prefix, node.path());
                if (node.isRemoval()) {
                    batch.delete(Space.TRIE, key);
                } else {
                    batch.put(Space.TRIE, key, node.rlp());
                }
            }
            write();
            return update.root();
        }
    }
}
