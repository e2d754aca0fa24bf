package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.quorate.state.StateView;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain that took over a snapshot is the chain that executed. */
class LedgerSnapshotTest {
    private static final long FAR = 300;
    private static final Bytes DESCRIPTION = Bytes.of(9);

    @TempDir
    private Path directory;

    private final InMemoryKeyValueStore executedStore = new InMemoryKeyValueStore();
    private final Ledger executed = Ledger.open(executedStore, TestChain.genesis());

    static void commitTo(Ledger ledger, long last) {
        while (ledger.head().number() < last) {
            long number = ledger.head().number() + 1;
            BlockExecutor executor = new BlockExecutor(
                    new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                            FeeMode.FEE_BLIND, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT,
                            Address.ZERO),
                    ledger.state());
            ExecutedBatch batch = executor.execute(ledger.head(), new DecidedBatch(0, number, 0,
                    number * 10, Hash.EMPTY, List.of(transaction(number)),
                    DecidedBatch.EmptyBlock.OMITTED), ledger::blockHash);
            ExecutedBlock block = batch.block().orElseThrow();
            SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), 0, number, Hash.EMPTY,
                    Hash.ZERO, block.block().hash(), block.accessList().hash(), Hash.ZERO);
            ledger.commit(new DecidedSlot(slotRecord, number * 10, Bytes.of(1), Bytes.of(2),
                    Bytes.of(3)), batch.block().map(ExecutedBlock::toCommit));
        }
    }

    /** Slots come and go, one is written all the time, and now and then there is a new account. */
    private static RecoveredTransaction transaction(long number) {
        if (number % 5 == 0) {
            return TestChain.transfer(1, number - 1,
                    Address.of(Keccak256.hash(Bytes.ofUnsignedLong(number)).toArray(), 0),
                    UInt256.of(number));
        }
        return number % 2 == 0 ? TestChain.store(1, number - 1, number, 1)
                : TestChain.store(1, number - 1, number % 3 == 0 ? 0 : number, number % 60);
    }

    record Taken(RestoreTarget target, List<Bytes> chunks) {
        List<Hash> names() {
            return target.chunks();
        }
    }

    static Taken snapshot(Ledger ledger, long seq) {
        List<Bytes> chunks = new ArrayList<>();
        LedgerSnapshot snapshot = ledger.snapshot(seq, chunks::add).orElseThrow();
        assertThat(snapshot.chunkCount()).isEqualTo(chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(snapshot.chunk(i)).as("chunk %d read again", i).contains(chunks.get(i));
        }
        return new Taken(new RestoreTarget(ledger.slot(seq).orElseThrow().slotRecord().hash(),
                seq * 10, Bytes.of(1), Bytes.of(2), Bytes.of(3), Bytes.of(4),
                chunks.stream().map(Keccak256::hash).toList()), chunks);
    }

    private static void stage(Ledger ledger, Taken taken) {
        ledger.beginRestore(DESCRIPTION, taken.names());
        for (int i = 0; i < taken.chunks().size(); i++) {
            ledger.storeChunk(taken.names().get(i), taken.chunks().get(i));
        }
    }

    static void restore(Ledger ledger, Taken taken) {
        stage(ledger, taken);
        ledger.finishRestore(taken.target());
    }

    static List<String> content(KeyValueReader store, Space space) {
        List<String> content = new ArrayList<>();
        try (Cursor cursor = store.scan(space, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                content.add(Bytes.wrap(entry.key()) + "=" + Bytes.wrap(entry.value()));
            }
        }
        return content;
    }

    /** Another slot's certificate covers it, which comes when that one is executed. */
    @Test
    void aRestoredBlockIsFinalWithoutACertificateOfItsOwn() {
        commitTo(executed, FAR);
        Taken taken = snapshot(executed, FAR);
        RestoreTarget target = taken.target();
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        commitTo(restored, 20);
        stage(restored, taken);
        restored.finishRestore(new RestoreTarget(target.recordHash(), target.timestampMillis(),
                target.value(), target.certificate(), target.orderingState(), Bytes.EMPTY,
                target.chunks()));
        assertThat(restored.blockCertificate(FAR)).isEmpty();
        assertThat(restored.head()).isEqualTo(executed.head());
        assertThat(restored.finalizedNumber()).isEqualTo(restored.head().number());
    }

    @Test
    void aRestoredChainHasTheSameStateTrieAndLaterBlocks() {
        commitTo(executed, FAR);
        Taken taken = snapshot(executed, FAR);
        try (KeyValueStore store = RocksDbKeyValueStore.open(directory, RocksDbConfig.SMALL)) {
            Ledger restored = Ledger.open(store, TestChain.genesis());
            commitTo(restored, 20);
            restore(restored, taken);
            assertThat(restored.head()).isEqualTo(executed.head());
            assertThat(restored.lastRecordHash()).isEqualTo(executed.lastRecordHash());
            for (Space space : List.of(Space.STATE, Space.TRIE, Space.CODE)) {
                assertThat(content(store, space)).as(space.name())
                        .isEqualTo(content(executedStore, space));
            }
            assertThat(content(store, Space.SNAPSHOT)).isEmpty();
            commitTo(restored, FAR + 20);
        }
        commitTo(executed, FAR + 20);
        try (KeyValueStore store = RocksDbKeyValueStore.open(directory, RocksDbConfig.SMALL)) {
            Ledger reopened = Ledger.open(store, TestChain.genesis());
            assertThat(reopened.head()).isEqualTo(executed.head());
            assertThat(content(store, Space.TRIE)).isEqualTo(content(executedStore, Space.TRIE));
        }
    }

    /** A state of the past is cut from the history, while later blocks are there already. */
    @Test
    void theSnapshotOfAnEarlierSlotIsTheOneOfThatTime() {
        commitTo(executed, 100);
        Taken then = snapshot(executed, 100);
        commitTo(executed, 160);
        assertThat(snapshot(executed, 100)).isEqualTo(then);
        assertThat(snapshot(executed, 160).names()).isNotEqualTo(then.names());
    }

    /** A restored chain offers what the others offer, though its history begins late. */
    @Test
    void aRestoredChainOffersTheSameSnapshots() {
        commitTo(executed, 100);
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        commitTo(restored, 30); // what was there before and is gone by then must not come back
        restore(restored, snapshot(executed, 100));
        commitTo(restored, 140);
        commitTo(executed, 140);
        for (long seq : new long[]{100, 101, 140}) {
            assertThat(snapshot(restored, seq).names()).isEqualTo(snapshot(executed, seq).names());
        }
        for (long number = 100; number <= 140; number++) {
            StateView here = restored.stateAt(number).orElseThrow();
            StateView there = executed.stateAt(number).orElseThrow();
            for (int slot = 0; slot < 60; slot++) {
                UInt256 key = UInt256.of(slot);
                assertThat(here.storage(TestChain.STORE, key))
                        .isEqualTo(there.storage(TestChain.STORE, key));
            }
        }
    }

    @Test
    void whatIsOlderThanTheSnapshotIsNotThere() {
        commitTo(executed, FAR);
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        commitTo(restored, 10);
        restore(restored, snapshot(executed, FAR));
        assertThat(restored.oldestKept()).isEqualTo(FAR);
        assertThat(restored.stateAt(FAR - 1)).isEmpty();
        assertThat(restored.block(FAR - 1)).isEmpty();
        assertThat(restored.stateAt(5)).isEmpty();
        assertThat(restored.block(FAR)).isEqualTo(executed.block(FAR));
        assertThat(restored.receipts(FAR)).isEqualTo(executed.receipts(FAR));
        assertThat(restored.header(FAR - 256)).as("for BLOCKHASH").isPresent();
        assertThat(restored.snapshot(FAR - 1, _ -> {})).isEmpty();
        assertThat(restored.finalizedNumber()).isEqualTo(FAR);
    }

    /** Proofs begin with the block of the snapshot; what was provable before is no more. */
    @Test
    void whatWasRestoredIsProvable() {
        commitTo(executed, 100);
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        commitTo(restored, 30);
        restore(restored, snapshot(executed, 100));
        commitTo(restored, 110);
        commitTo(executed, 110);
        assertThat(restored.oldestProvable()).isEqualTo(100);
        List<UInt256> keys = List.of(UInt256.ONE, UInt256.of(7), UInt256.of(30), UInt256.of(99));
        assertThat(restored.proof(TestChain.STORE, keys, 99)).isEmpty();
        assertThat(restored.proof(TestChain.STORE, keys, 20)).isEmpty();
        for (long number = 100; number <= 110; number++) {
            assertThat(restored.proof(TestChain.STORE, keys, number)).isPresent()
                    .isEqualTo(executed.proof(TestChain.STORE, keys, number));
        }
    }

    /** A reader that has begun before goes on seeing its block. */
    @Test
    void aViewThatIsHeldGoesOnThroughTheChange() {
        commitTo(executed, FAR);
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        commitTo(restored, 20);
        StateView held = restored.stateAt(20).orElseThrow();
        UInt256 before = held.storage(TestChain.STORE, UInt256.ONE);
        restore(restored, snapshot(executed, FAR));
        assertThat(held.storage(TestChain.STORE, UInt256.ONE)).isEqualTo(before)
                .isEqualTo(UInt256.of(18));
    }

    /** Who sees the new head must not be told that the blocks before it are there. */
    @Test
    void whatIsKeptIsKnownBeforeTheNewHead() throws Exception {
        commitTo(executed, 50);
        Taken taken = snapshot(executed, 50);
        for (int i = 0; i < 20; i++) {
            Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
            commitTo(restored, 3);
            AtomicBoolean wrong = new AtomicBoolean();
            Thread reader = Thread.ofPlatform().start(() -> {
                while (restored.head().number() < 50) {
                    Thread.onSpinWait();
                }
                wrong.set(restored.oldestKept() < 50);
            });
            restore(restored, taken);
            reader.join();
            assertThat(wrong).isFalse();
        }
    }

    @Test
    void chunksOfAnEarlierTryAreKept() {
        commitTo(executed, 50);
        Taken taken = snapshot(executed, 50);
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        assertThat(restored.beginRestore(DESCRIPTION, taken.names())).isEmpty();
        restored.storeChunk(taken.names().get(1), taken.chunks().get(1));
        restored.storeChunk(Hash.EMPTY, Bytes.of(1));
        assertThat(restored.beginRestore(DESCRIPTION, taken.names())).containsExactly(1);
    }

    /** The machine stops at each write of the change; the next start does it again. */
    @Test
    void aCrashAtAnyWriteIsMadeGood() {
        commitTo(executed, 60);
        Taken taken = snapshot(executed, 60);
        int crashes = 0;
        for (int writes = 1; crashes == writes - 1; writes++) {
            InMemoryKeyValueStore store = new InMemoryKeyValueStore();
            Ledger before = Ledger.open(store, TestChain.genesis());
            commitTo(before, 20);
            stage(before, taken);
            try {
                Ledger.open(new Failing(store, writes), TestChain.genesis())
                        .finishRestore(taken.target());
            } catch (StorageException _) {
                crashes++;
            }
            Ledger again = Ledger.open(store, TestChain.genesis());
            if (again.interruptedRestore().isPresent()) {
                assertThat(again.interruptedRestore()).contains(DESCRIPTION);
                assertThat(again.head().number()).isEqualTo(20);
                again.finishRestore(taken.target());
            } else if (again.head().number() == 20) {
                again.finishRestore(taken.target());
            }
            assertThat(content(store, Space.STATE)).isEqualTo(content(executedStore, Space.STATE));
            assertThat(content(store, Space.TRIE)).isEqualTo(content(executedStore, Space.TRIE));
            assertThat(again.interruptedRestore()).isEmpty();
        }
        assertThat(crashes).isGreaterThan(5);
    }

    @Test
    void aStateWithAnotherRootIsRefused() {
        commitTo(executed, 50);
        Taken taken = snapshot(executed, 50);
        List<Bytes> chunks = new ArrayList<>(taken.chunks());
        Bytes entries = chunks.get(1).mutableCopy();
        byte[] bent = entries.toArray();
        bent[endOfAddressWithoutCode(bent)] ^= 1; // that account has another address
        chunks.set(1, Bytes.wrap(bent));
        Taken wrong = new Taken(new RestoreTarget(taken.target().recordHash(), 500, Bytes.of(1),
                Bytes.of(2), Bytes.of(3), Bytes.of(4),
                chunks.stream().map(Keccak256::hash).toList()), chunks);
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        assertThatThrownBy(() -> restore(restored, wrong)).isInstanceOf(StorageException.class)
                .hasMessageContaining("the certified block 50 has");
    }

    private static int endOfAddressWithoutCode(byte[] entries) {
        int at = 1;
        while (entries[at + 1] != 0 || !Bytes.wrap(entries, at + 3, entries[at] + entries[at + 2])
                .toHexString().endsWith(Hash.EMPTY.toString().substring(2))) {
            at += 3 + entries[at] + entries[at + 2];
        }
        return at + 3 + entries[at] - 1;
    }

    @Test
    void anotherRecordThanTheCertifiedIsRefusedBeforeAnythingChanges() {
        commitTo(executed, 50);
        Taken taken = snapshot(executed, 50);
        RestoreTarget t = taken.target();
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        commitTo(restored, 5);
        stage(restored, taken);
        assertThatThrownBy(() -> restored.finishRestore(new RestoreTarget(Hash.EMPTY,
                t.timestampMillis(), t.value(), t.certificate(), t.orderingState(),
                t.blockCertificate(), t.chunks()))).isInstanceOf(StorageException.class)
                .hasMessageContaining("not the certified one");
        assertThat(restored.interruptedRestore()).isEmpty();
        commitTo(restored, 10);
    }

    @Test
    void prunedSlotsAreGoneAndTheRestGoesOn() {
        commitTo(executed, 50);
        executed.pruneSlots(40);
        executed.pruneSlots(1_000);
        assertThat(executed.slot(39)).isEmpty();
        assertThat(executed.slot(50)).isPresent();
        assertThat(executed.block(7)).isPresent();
        commitTo(executed, 60);
        executed.pruneSlots(55);
        assertThat(executed.slot(54)).isEmpty();
        assertThat(Ledger.open(executedStore, TestChain.genesis()).appliedSeq()).isEqualTo(60);
    }
}
