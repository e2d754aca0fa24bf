package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationTest {
    private static final int HEAD = 40;
    private static final List<UInt256> KEYS = List.of(UInt256.ONE, UInt256.of(7));

    private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();

    /** What a program of format 1 leaves: neither an index of events nor old trie nodes. */
    private List<String> writeFormat1(KeyValueStore target) {
        LedgerSnapshotTest.commitTo(Ledger.open(target, TestChain.genesis()), HEAD);
        List<String> index = LedgerSnapshotTest.content(target, Space.LOG_INDEX);
        assertThat(index).isNotEmpty();
        WriteBatch batch = new WriteBatch();
        for (Space space : List.of(Space.LOG_INDEX, Space.TRIE_HISTORY)) {
            try (var cursor = target.scan(space, new byte[0], new byte[0])) {
                while (cursor.hasNext()) {
                    Entry entry = cursor.next();
                    batch.delete(space, entry.key());
                }
            }
        }
        setFormat(batch, 1);
        target.write(batch, Durability.SYNCED);
        return index;
    }

    private static void setFormat(WriteBatch batch, long format) {
        batch.put(Space.META, LedgerKeys.FORMAT_KEY, BlockStore.numberBytes(format));
    }

    private static void requireMigrated(KeyValueStore target, List<String> index) {
        Ledger ledger = Ledger.open(target, TestChain.genesis());
        assertThat(LedgerSnapshotTest.content(target, Space.LOG_INDEX)).isEqualTo(index);
        assertThat(Migration.number(target, LedgerKeys.FORMAT_KEY, 0)).isEqualTo(2);
        assertThat(target.read(Space.META, LedgerKeys.MIGRATED)).isEmpty();
        assertThat(ledger.oldestKept()).isZero();
        assertThat(ledger.oldestProvable()).isEqualTo(HEAD);
        assertThat(ledger.stateAt(3)).isPresent();
        assertThat(ledger.proof(TestChain.STORE, KEYS, HEAD - 1)).isEmpty();
        LedgerSnapshotTest.commitTo(ledger, HEAD + 5);
        Ledger fresh = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        LedgerSnapshotTest.commitTo(fresh, HEAD + 5);
        for (long number = HEAD; number <= HEAD + 5; number++) {
            assertThat(ledger.proof(TestChain.STORE, KEYS, number)).isPresent()
                    .isEqualTo(fresh.proof(TestChain.STORE, KEYS, number));
        }
    }

    @Test
    void indexesEventsAndProvesFromTheHeadOn() {
        List<String> index = writeFormat1(store);
        List<Long> told = new ArrayList<>();
        Ledger.open(store, TestChain.genesis(), (next, head) -> {
            assertThat(head).isEqualTo(HEAD);
            told.add(next);
        });
        assertThat(told).startsWith(0L).endsWith(HEAD + 1L);
        requireMigrated(store, index);
    }

    /** The machine stops before each write; the next start goes on from there. */
    @Test
    void aCrashAtAnyWriteIsMadeGood() {
        int crashes = 0;
        for (int writes = 1; crashes == writes - 1; writes++) {
            InMemoryKeyValueStore target = new InMemoryKeyValueStore();
            List<String> index = writeFormat1(target);
            try {
                new Migration(new Failing(target, writes), MigrationListener.NONE, 7).run(1);
            } catch (StorageException _) {
                crashes++;
                assertThat(Migration.number(target, LedgerKeys.FORMAT_KEY, 0)).isEqualTo(1);
                assertThat(Migration.number(target, LedgerKeys.MIGRATED, 0))
                        .as("what was done is not done again").isEqualTo(7L * (writes - 1));
            }
            requireMigrated(target, index);
        }
        assertThat(crashes).isEqualTo(6);
    }

    /** Of a replica that took over a state: what is before it has no receipts. */
    @Test
    void beginsWhereTheBlocksBegin() {
        writeFormat1(store);
        WriteBatch batch = new WriteBatch();
        batch.put(Space.META, LedgerKeys.OLDEST, BlockStore.numberBytes(30));
        for (long number = 0; number < 30; number++) {
            batch.delete(Space.BLOCKS, LedgerKeys.receipts(number));
        }
        store.write(batch, Durability.SYNCED);
        Ledger ledger = Ledger.open(store, TestChain.genesis());
        LogFilter filter = new LogFilter(List.of(TestChain.STORE), List.of());
        assertThat(ledger.logs(filter, 30, HEAD, 99, 999).matches()).isNotEmpty()
                .allSatisfy(match -> assertThat(match.blockNumber()).isGreaterThanOrEqualTo(30));
    }

    @Test
    void aNewerFormatIsRefused() {
        Ledger.open(store, TestChain.genesis());
        WriteBatch batch = new WriteBatch();
        setFormat(batch, 3);
        store.write(batch, Durability.SYNCED);
        assertThatThrownBy(() -> Ledger.open(store, TestChain.genesis()))
                .isInstanceOf(StorageException.class).hasMessage("the data directory has format 3,"
                        + " this program reads up to format 2: a newer one has written it");
    }
}
