package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.UInt256;
import io.quorate.state.PrunedStateException;
import io.quorate.state.StateView;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerTest {
    private static final long HEAD = 120;
    private static final long OLDEST = 90;
    private static final List<UInt256> KEYS = List.of(UInt256.ONE, UInt256.of(7), UInt256.of(31));
    private static final LogFilter STORED = new LogFilter(List.of(TestChain.STORE), List.of());

    @TempDir
    private Path directory;

    private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
    private final Ledger whole = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());

    private static void prune(Ledger ledger, long oldest) {
        ledger.forget(oldest);
        Pruner pruner = ledger.pruner();
        while (pruner.step()) {
            assertThat(ledger.oldestKept()).isEqualTo(oldest);
        }
    }

    private static long count(KeyValueStore store, Space space) {
        try (Cursor cursor = store.scan(space, new byte[0], new byte[0])) {
            long count = 0;
            for (; cursor.hasNext(); cursor.next()) {
                count++;
            }
            return count;
        }
    }

    private void requireWhole(Ledger pruned, long oldest, long head) {
        for (long number = oldest; number <= head; number++) {
            assertThat(pruned.block(number)).isPresent().isEqualTo(whole.block(number));
            assertThat(pruned.receipts(number)).isEqualTo(whole.receipts(number));
            assertThat(pruned.accessList(number)).isEqualTo(whole.accessList(number));
            assertThat(pruned.proof(TestChain.STORE, KEYS, number)).isPresent()
                    .isEqualTo(whole.proof(TestChain.STORE, KEYS, number));
            StateView here = pruned.stateAt(number).orElseThrow();
            StateView there = whole.stateAt(number).orElseThrow();
            for (int slot = 0; slot < 60; slot++) {
                UInt256 key = UInt256.of(slot);
                assertThat(here.storage(TestChain.STORE, key)).as("slot %d at %d", slot, number)
                        .isEqualTo(there.storage(TestChain.STORE, key));
            }
            assertThat(here.account(TestChain.address(1)))
                    .isEqualTo(there.account(TestChain.address(1)));
        }
        assertThat(pruned.logs(STORED, oldest, head, 9_999, 9_999))
                .isEqualTo(whole.logs(STORED, oldest, head, 9_999, 9_999));
    }

    @Test
    void whatIsKeptIsWholeAndTheRestIsGone() {
        Ledger pruned = Ledger.open(store, TestChain.genesis());
        LedgerSnapshotTest.commitTo(pruned, HEAD);
        LedgerSnapshotTest.commitTo(whole, HEAD);
        List<String> stateBefore = LedgerSnapshotTest.content(store, Space.STATE);
        long history = count(store, Space.HISTORY);
        long tries = count(store, Space.TRIE_HISTORY);
        long logs = count(store, Space.LOG_INDEX);
        prune(pruned, OLDEST);
        requireWhole(pruned, OLDEST, HEAD);
        assertThat(LedgerSnapshotTest.content(store, Space.STATE)).isEqualTo(stateBefore);
        assertThat(count(store, Space.HISTORY)).isLessThan(history / 2);
        assertThat(count(store, Space.TRIE_HISTORY)).isLessThan(tries / 2);
        assertThat(count(store, Space.LOG_INDEX)).isLessThan(logs / 2);
        assertThat(pruned.block(OLDEST - 1)).isEmpty();
        assertThat(pruned.receipts(5)).isEmpty();
        assertThat(pruned.stateAt(OLDEST - 1)).isEmpty();
        assertThat(pruned.proof(TestChain.STORE, KEYS, OLDEST - 1)).isEmpty();
        assertThat(pruned.header(3)).as("headers stay").isEqualTo(whole.header(3));
        assertThat(pruned.blockHash(3)).isEqualTo(whole.blockHash(3));
        assertThat(pruned.locate(whole.block(50).orElseThrow().transactions().getFirst().hash()))
                .isEmpty();
        assertThat(pruned.locate(whole.block(100).orElseThrow().transactions().getFirst().hash()))
                .contains(new TransactionLocation(100, 0));
        assertThat(store.read(Space.BLOCKS, LedgerKeys.body(OLDEST - 1))).isEmpty();
        LedgerSnapshotTest.commitTo(pruned, HEAD + 30);
        LedgerSnapshotTest.commitTo(whole, HEAD + 30);
        prune(pruned, OLDEST + 30);
        requireWhole(pruned, OLDEST + 30, HEAD + 30);
        assertThat(pruned.pruner().step()).as("nothing is left").isFalse();
    }

    /** On the real store, with commits between the steps. */
    @Test
    void goesOnBesideCommits() {
        try (KeyValueStore disk = RocksDbKeyValueStore.open(directory, RocksDbConfig.SMALL)) {
            Ledger pruned = Ledger.open(disk, TestChain.genesis());
            LedgerSnapshotTest.commitTo(pruned, HEAD);
            pruned.forget(OLDEST);
            Pruner pruner = pruned.pruner();
            long head = HEAD;
            while (pruner.step()) {
                LedgerSnapshotTest.commitTo(pruned, ++head);
            }
            LedgerSnapshotTest.commitTo(whole, head);
            requireWhole(pruned, OLDEST, head);
        }
    }

    /** The machine stops before each write; what is kept stays whole, and the next start comes to the same end. */
    @Test
    void aCrashAtAnyWriteIsMadeGood() {
        LedgerSnapshotTest.commitTo(whole, HEAD);
        Ledger once = Ledger.open(store, TestChain.genesis());
        LedgerSnapshotTest.commitTo(once, HEAD);
        prune(once, OLDEST);
        int crashes = 0;
        for (int writes = 1; crashes == writes - 1; writes++) {
            InMemoryKeyValueStore disk = new InMemoryKeyValueStore();
            LedgerSnapshotTest.commitTo(Ledger.open(disk, TestChain.genesis()), HEAD);
            try {
                prune(Ledger.open(new Failing(disk, writes), TestChain.genesis()), OLDEST);
            } catch (StorageException _) {
                crashes++;
            }
            Ledger again = Ledger.open(disk, TestChain.genesis());
            requireWhole(again, again.oldestKept(), HEAD);
            prune(again, OLDEST);
            for (Space space : Space.values()) {
                assertThat(LedgerSnapshotTest.content(disk, space)).as("%s", space)
                        .isEqualTo(LedgerSnapshotTest.content(store, space));
            }
        }
        assertThat(crashes).isGreaterThan(5);
    }

    /** A view that is held says that its block is gone; it never takes what was removed for what was not there. */
    @Test
    void aHeldViewFailsRatherThanLies() {
        Ledger pruned = Ledger.open(store, TestChain.genesis());
        LedgerSnapshotTest.commitTo(pruned, HEAD);
        StateView held = pruned.stateAt(20).orElseThrow();
        assertThat(held.storage(TestChain.STORE, UInt256.ONE)).isEqualTo(UInt256.of(18));
        prune(pruned, OLDEST);
        assertThatThrownBy(() -> held.storage(TestChain.STORE, UInt256.ONE))
                .isInstanceOf(PrunedStateException.class)
                .hasMessageContaining("the oldest kept is 90");
    }

    /** All that the index says of the range is removed just before it is asked: that is no range without events. */
    @Test
    void aSearchThatIsOvertakenSaysSo() {
        List<Runnable> once = new ArrayList<>();
        Ledger pruned = Ledger.open(new Watched(store, () -> {}, () -> {
            List<Runnable> now = List.copyOf(once);
            once.clear();
            now.forEach(Runnable::run);
        }), TestChain.genesis());
        LedgerSnapshotTest.commitTo(pruned, HEAD);
        assertThat(pruned.logs(STORED, 10, 60, 9_999, 9_999).matches()).isNotEmpty();
        once.add(() -> prune(pruned, OLDEST));
        assertThatThrownBy(() -> pruned.logs(STORED, 10, 60, 9_999, 9_999))
                .isInstanceOf(PrunedStateException.class)
                .hasMessageContaining("the oldest kept is 90");
    }

    @Test
    void aSnapshotThatIsGivenAwayEndsWithItsState() {
        Ledger pruned = Ledger.open(store, TestChain.genesis());
        LedgerSnapshotTest.commitTo(pruned, HEAD);
        List<Bytes> chunks = new ArrayList<>();
        LedgerSnapshot kept = pruned.snapshot(OLDEST, chunks::add).orElseThrow();
        LedgerSnapshot gone = pruned.snapshot(OLDEST - 1, _ -> {}).orElseThrow();
        prune(pruned, OLDEST);
        assertThat(gone.chunk(0)).isEmpty();
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(kept.chunk(i)).isEqualTo(Optional.of(chunks.get(i)));
        }
        assertThat(pruned.snapshot(OLDEST - 1, _ -> {})).isEmpty();
    }

    /** What a replica had before it took over a state is of no use to it, and goes with the rest. */
    @Test
    void whatWasBeforeASnapshotGoes() {
        LedgerSnapshotTest.commitTo(whole, HEAD);
        Ledger restored = Ledger.open(store, TestChain.genesis());
        LedgerSnapshotTest.commitTo(restored, 30);
        LedgerSnapshotTest.restore(restored, LedgerSnapshotTest.snapshot(whole, 100));
        LedgerSnapshotTest.commitTo(restored, HEAD);
        assertThat(store.read(Space.BLOCKS, LedgerKeys.body(20))).isPresent();
        prune(restored, 110);
        assertThat(store.read(Space.BLOCKS, LedgerKeys.body(20))).isEmpty();
        requireWhole(restored, 110, HEAD);
    }
}
