package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.ChainRules;
import io.quorate.execution.DecidedBatch;
import io.quorate.execution.ExecutedBatch;
import io.quorate.execution.ExecutedBlock;
import io.quorate.execution.FeeMode;
import io.quorate.state.DamageReport;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger as it was written has no damage; whatever is changed in it behind its back is found and named. */
class LedgerCheckTest {
    private static final int BLOCKS = 12;
    /** Of each space; which ones, the seed says. */
    private static final int ENTRIES_TRIED = 20;
    private static final long SEED = 20261126;
    /** Stores its value in slot 0 and has two bytes of code. */
    private static final Bytes DEPLOYMENT = Bytes
            .fromHexString("0x34600055601860005260026000f3");

    private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();

    /** What was told. */
    private static final class Told implements DamageReport {
        private final List<String> damages = new ArrayList<>();
        private final Set<Space> spaces = EnumSet.noneOf(Space.class);
        private long looked;

        @Override
        public void begins(String what, long entries) {}

        @Override
        public void looked(long entries) {
            looked += entries;
        }

        @Override
        public void damage(Space space, String where, String what) {
            spaces.add(space);
            damages.add(space + " " + where + " " + what);
        }
    }

    @BeforeEach
    void grow() {
        Ledger ledger = Ledger.open(store, TestChain.genesis());
        while (ledger.head().number() < BLOCKS) {
            commit(ledger);
        }
    }

    /** Several transactions a block, so that entries change more than once in it, and slots without a block. */
    private static void commit(Ledger ledger) {
        long seq = ledger.appliedSeq() + 1;
        if (seq % 7 == 0) {
            ledger.commit(slot(ledger, seq, ledger.head().hash(), BlockAccessList.EMPTY.hash()),
                    Optional.empty());
            return;
        }
        long number = ledger.head().number() + 1;
        BlockExecutor executor = new BlockExecutor(
                new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                        FeeMode.FEE_BLIND, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT,
                        Address.ZERO),
                ledger.state());
        long nonce = 4 * (number - 1);
        Address fresh = Address.of(Keccak256.hash(Bytes.ofUnsignedLong(number)).toArray(), 0);
        ExecutedBatch batch = executor.execute(ledger.head(), new DecidedBatch(0, seq, 0,
                seq * 10, Hash.EMPTY, List.of(TestChain.store(1, nonce, number, 1),
                        TestChain.store(1, nonce + 1, number % 3 == 0 ? 0 : number, number % 5),
                        TestChain.transfer(1, nonce + 2, fresh, UInt256.of(number)),
                        TestChain.signed(1, nonce + 3, Optional.empty(), UInt256.of(number),
                                DEPLOYMENT, 100_000)),
                DecidedBatch.EmptyBlock.OMITTED), ledger::blockHash);
        ExecutedBlock block = batch.block().orElseThrow();
        ledger.commit(slot(ledger, seq, block.block().hash(), block.accessList().hash()),
                batch.block().map(ExecutedBlock::toCommit));
    }

    private static DecidedSlot slot(Ledger ledger, long seq, Hash block, Hash accessList) {
        return new DecidedSlot(new SlotRecord(ledger.lastRecordHash(), 0, seq, Hash.EMPTY,
                Hash.ZERO, block, accessList, Hash.ZERO), seq * 10, Bytes.of(1), Bytes.of(2),
                Bytes.of(3));
    }

    private Told check() {
        Told told = new Told();
        new LedgerCheck(store, TestChain.genesis(), InMemoryKeyValueStore::new, told).run();
        return told;
    }

    private static List<Entry> content(KeyValueStore store, Space space) {
        List<Entry> content = new ArrayList<>();
        try (Cursor cursor = store.scan(space, new byte[0], new byte[0])) {
            cursor.forEachRemaining(content::add);
        }
        return content;
    }

    private List<Entry> some(Space space, Random random) {
        List<Entry> content = content(store, space);
        Collections.shuffle(content, random);
        return content.subList(0, Math.min(ENTRIES_TRIED, content.size()));
    }

    @Test
    void aSoundLedgerHasNoDamage() {
        Told told = new Told();
        LedgerCheck.Counts counts = new LedgerCheck(store, TestChain.genesis(),
                InMemoryKeyValueStore::new, told).run();
        assertThat(told.damages).isEmpty();
        assertThat(told.looked).isPositive();
        assertThat(counts.headers()).isEqualTo(BLOCKS + 1);
        assertThat(counts.blocks()).isEqualTo(BLOCKS + 1);
        assertThat(counts.transactions()).isEqualTo(4 * BLOCKS);
        assertThat(counts.trieNodes()).isEqualTo(content(store, Space.TRIE).size());
        assertThat(counts.replacedNodes()).isEqualTo(content(store, Space.TRIE_HISTORY).size());
        assertThat(counts.versions()).isEqualTo(content(store, Space.HISTORY).size());
        assertThat(counts.accounts() + counts.slots())
                .isEqualTo(content(store, Space.STATE).size());
        assertThat(counts.slotRecords()).isEqualTo(content(store, Space.DECISIONS).size());
    }

    @Test
    void soundAfterPruningAndAfterASnapshot() {
        Ledger ledger = Ledger.open(store, TestChain.genesis());
        LedgerSnapshotTest.Taken taken = LedgerSnapshotTest.snapshot(ledger, ledger.appliedSeq());
        ledger.forget(5);
        Pruner pruner = ledger.pruner();
        while (pruner.step()) {
            assertThat(check().damages).as("while it is pruned").isEmpty();
        }
        assertThat(check().damages).isEmpty();

        InMemoryKeyValueStore other = new InMemoryKeyValueStore();
        Ledger restored = Ledger.open(other, TestChain.genesis());
        commit(restored);
        LedgerSnapshotTest.restore(restored, taken);
        while (restored.head().number() < BLOCKS + 5) {
            commit(restored);
        }
        Told told = new Told();
        new LedgerCheck(other, TestChain.genesis(), InMemoryKeyValueStore::new, told).run();
        assertThat(told.damages).isEmpty();
        Block block = restored.block(BLOCKS).orElseThrow();
        assertThat(restored.locate(block.transactions().getLast().hash()))
                .as("a transaction of the snapshot's block")
                .contains(new TransactionLocation(BLOCKS, 3));
    }

    @ParameterizedTest
    @EnumSource(value = Space.class, names = "SNAPSHOT", mode = EnumSource.Mode.EXCLUDE)
    void aFlippedBitInAnyValueIsFound(Space space) {
        Random random = new Random(SEED);
        List<Entry> entries = some(space, random);
        assertThat(entries).isNotEmpty();
        for (Entry entry : entries) {
            byte[] flipped = entry.value().clone();
            if (flipped.length == 0) {
                flipped = new byte[]{1};
            } else {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (space == Space.DECISIONS && isOpaque(entry.value(), flipped)) {
                continue;
            }
            put(space, entry.key(), flipped);
            Told told = check();
            assertThat(told.damages).as("seed %d, %s %s: %s is now %s", SEED, space,
                    Bytes.wrap(entry.key()), Bytes.wrap(entry.value()), Bytes.wrap(flipped))
                    .isNotEmpty();
            if (space != Space.META) {
                assertThat(told.spaces).as(told.damages.toString()).contains(space);
            }
            put(space, entry.key(), entry.value());
        }
        assertThat(check().damages).isEmpty();
    }

    /** What ordering put into a slot is for ordering to judge. */
    private boolean isOpaque(byte[] before, byte[] after) {
        try {
            SlotStore.Stored was = SlotStore.decode(before);
            SlotStore.Stored is = SlotStore.decode(after);
            boolean isLast = was.slot().seqNum() == applied(store); // only a certificate names it
            return was.headNumber() == is.headNumber()
                    && (isLast || was.slot().slotRecord().equals(is.slot().slotRecord()));
        } catch (StorageException _) {
            return false;
        }
    }

    private static long applied(KeyValueStore store) {
        return Keys.readLong(store.read(Space.META, LedgerKeys.APPLIED).orElseThrow(), 0);
    }

    @ParameterizedTest
    @EnumSource(value = Space.class, names = "SNAPSHOT", mode = EnumSource.Mode.EXCLUDE)
    void aMissingEntryIsFound(Space space) {
        List<String> harmless = new ArrayList<>();
        for (Entry entry : some(space, new Random(SEED))) {
            store.write(new WriteBatch().delete(space, entry.key()), Durability.SYNCED);
            if (check().damages.isEmpty()) {
                harmless.add(Bytes.wrap(entry.key()).toString());
            }
            put(space, entry.key(), entry.value());
        }
        // Without its first slot a ledger looks like one that keeps the last ones only, which is sound.
        harmless.remove(Bytes.wrap(LedgerKeys.slot(1)).toString());
        assertThat(harmless).isEmpty();
    }

    @Test
    void entriesThatNobodyWroteAreFound() {
        Hash stranger = Keccak256.hash(Bytes.of(7));
        byte[] numbered = BlockStore.numberBytes(3);
        stray(Space.BLOCKS, LedgerKeys.header(BLOCKS + 1), new byte[]{1});
        stray(Space.BLOCKS, LedgerKeys.receipts(BLOCKS + 1), new byte[]{1});
        stray(Space.INDEX, LedgerKeys.blockByHash(stranger), numbered);
        stray(Space.INDEX, LedgerKeys.transactionByHash(stranger), BlockStore.place(3, 1));
        stray(Space.LOG_INDEX, LogIndex.key(LogIndex.topic(1, stranger), 3), new byte[]{1});
        stray(Space.DECISIONS, LedgerKeys.slot(1_000), new byte[]{1});
        stray(Space.STATE, first(Space.STATE, (byte) 9), new byte[]{5});
        stray(Space.HISTORY, first(Space.HISTORY, (byte) 9), new byte[]{5});
        stray(Space.TRIE, first(Space.TRIE, (byte) 9), new byte[]{5});
        stray(Space.TRIE_HISTORY, first(Space.TRIE_HISTORY, (byte) 9), new byte[]{5});
        stray(Space.CODE, stranger.toArray(), new byte[]{5});
    }

    /** The first key of a space, a byte in the middle of it changed. */
    private byte[] first(Space space, byte with) {
        byte[] key = content(store, space).getLast().key();
        key[key.length / 2] ^= with;
        return key;
    }

    private void stray(Space space, byte[] key, byte[] value) {
        assertThat(store.read(space, key)).isEmpty();
        put(space, key, value);
        assertThat(check().spaces).as("%s %s", space, Bytes.wrap(key)).contains(space);
        store.write(new WriteBatch().delete(space, key), Durability.SYNCED);
    }

    private void put(Space space, byte[] key, byte[] value) {
        store.write(new WriteBatch().put(space, key, value), Durability.SYNCED);
    }

    @Test
    void damagesAreNamed() {
        byte[] receipts = store.read(Space.BLOCKS, LedgerKeys.receipts(5)).orElseThrow();
        receipts[100] ^= 1; // within a bloom
        put(Space.BLOCKS, LedgerKeys.receipts(5), receipts);
        assertThat(check().damages)
                .anyMatch(damage -> damage.startsWith("BLOCKS the receipts of block 5 have the "
                        + "root 0x"));
        store.write(new WriteBatch().delete(Space.BLOCKS, LedgerKeys.header(6)),
                Durability.SYNCED);
        assertThat(check().damages).contains("BLOCKS the header of block 6 is missing");
    }
}
