package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An entry is altered or gone below all checksums, as by a bad memory: it is refused where its hash tells. */
class DamagedEntryTest {
    private static final long HEAD = 12;

    private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();

    @BeforeEach
    void fill() {
        LedgerSnapshotTest.commitTo(Ledger.open(store, TestChain.genesis()), HEAD);
    }

    private void flip(Space space, byte[] key) {
        byte[] value = store.read(space, key).orElseThrow();
        value[value.length / 2] ^= 1;
        store.write(new WriteBatch().put(space, key, value), Durability.SYNCED);
    }

    private Ledger open() {
        return Ledger.open(store, TestChain.genesis());
    }

    private static void requireDamage(ThrowingCallable use, String... words) {
        assertThatThrownBy(use).isInstanceOfSatisfying(StorageException.class,
                e -> assertThat(e.isDamage()).as(e.getMessage()).isTrue())
                .hasMessageContainingAll(words);
    }

    private List<byte[]> keys(Space space) {
        try (var cursor = store.scan(space, new byte[0], new byte[0])) {
            List<byte[]> keys = new ArrayList<>();
            cursor.forEachRemaining((Entry entry) -> keys.add(entry.key()));
            return keys;
        }
    }

    @Test
    void theHeadsHeader() {
        flip(Space.BLOCKS, LedgerKeys.header(HEAD));
        requireDamage(this::open, "header");
    }

    @Test
    void theHeaderOfABlockThatIsAskedForByItsHash() {
        Ledger ledger = open();
        var hash = ledger.blockHash(5).orElseThrow();
        flip(Space.BLOCKS, LedgerKeys.header(5));
        requireDamage(() -> ledger.block(hash), "header");
    }

    @Test
    void theLastSlot() {
        byte[] slot = store.read(Space.DECISIONS, LedgerKeys.slot(HEAD)).orElseThrow();
        store.write(new WriteBatch().put(Space.DECISIONS, LedgerKeys.slot(HEAD - 1), slot)
                .delete(Space.DECISIONS, LedgerKeys.slot(HEAD)), Durability.SYNCED);
        requireDamage(this::open, "slot 12 is missing");
        store.write(new WriteBatch().put(Space.DECISIONS, LedgerKeys.slot(HEAD),
                store.read(Space.DECISIONS, LedgerKeys.slot(5)).orElseThrow()),
                Durability.SYNCED);
        requireDamage(this::open, "the record of slot 12 is corrupt", "names slot 5");
    }

    /** A space that lost what it had is not taken for one in which nothing happened. */
    @Test
    void eachSpaceOfTheLastBlock() {
        for (Space space : List.of(Space.BLOCKS, Space.INDEX, Space.STATE, Space.TRIE,
                Space.HISTORY, Space.TRIE_HISTORY, Space.LOG_INDEX, Space.DECISIONS)) {
            InMemoryKeyValueStore without = new InMemoryKeyValueStore();
            LedgerSnapshotTest.commitTo(Ledger.open(without, TestChain.genesis()), HEAD + 1);
            WriteBatch batch = new WriteBatch();
            try (var cursor = without.scan(space, new byte[0], new byte[0])) {
                cursor.forEachRemaining(entry -> batch.delete(space, entry.key()));
            }
            without.write(batch, Durability.SYNCED);
            requireDamage(() -> Ledger.open(without, TestChain.genesis()), " ");
        }
    }

    @Test
    void aTrieNode() {
        Ledger ledger = open();
        keys(Space.TRIE).stream().filter(key -> key[0] == 0).forEach(key -> flip(Space.TRIE, key));
        requireDamage(() -> ledger.proof(TestChain.address(2), List.of(), HEAD),
                "a stored trie node is corrupt: at path 0x", "bytes with the hash 0x",
                "not the node 0x");
        requireDamage(() -> LedgerSnapshotTest.commitTo(open(), HEAD + 1),
                "a stored trie node is corrupt");
    }

    @Test
    void aTrieNodeThatIsMissing() {
        Ledger ledger = open();
        keys(Space.TRIE).stream().filter(key -> key.length > 2)
                .forEach(key -> store.write(new WriteBatch().delete(Space.TRIE, key),
                        Durability.SYNCED));
        requireDamage(() -> ledger.proof(TestChain.STORE, List.of(UInt256.ONE), HEAD),
                "a stored trie node is missing: at path 0x");
    }

    @Test
    void code() {
        keys(Space.CODE).forEach(key -> flip(Space.CODE, key));
        requireDamage(() -> LedgerSnapshotTest.commitTo(open(), HEAD + 1), "the stored code with",
                "is corrupt");
    }

    /** The next block would be made from it: it has to be what the last state root vouches for. */
    @Test
    void anAccountAndASlotThatABlockChanges() {
        keys(Space.STATE).stream().filter(key -> key[0] == 1).forEach(key -> store.write(
                new WriteBatch().put(Space.STATE, key, new byte[]{77}), Durability.SYNCED));
        requireDamage(() -> LedgerSnapshotTest.commitTo(open(), HEAD + 60),
                "the stored state is corrupt: slot");
    }

    @Test
    void anAccountThatDoesNotDecode() {
        Ledger ledger = open();
        keys(Space.STATE).stream().filter(key -> key[0] == 0).forEach(key -> store.write(
                new WriteBatch().put(Space.STATE, key, new byte[]{1, 2, 3}), Durability.SYNCED));
        requireDamage(() -> ledger.stateAt(HEAD).orElseThrow().account(TestChain.address(1)),
                "a stored account is corrupt: 0x010203");
    }
}
