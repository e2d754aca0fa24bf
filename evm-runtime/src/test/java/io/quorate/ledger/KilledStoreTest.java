package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder of a real database as a kill leaves it after each write, and with the last write torn, as the loss of power
 * may leave it: opened again, it is whole and goes on.
 */
class KilledStoreTest {
    private static final int TORN_STEP = 499; // bytes: a block's write takes some thousand

    @TempDir
    private Path directory;

    /** What was on disk when a write had been made. */
    private record Moment(Path folder, long acknowledged, long logBefore, long logAfter) {}

    /** Lives with a small log, so that files are begun and left meanwhile, and keeps a copy after each write. */
    private List<Moment> live(long last) {
        Path folder = directory.resolve("live");
        List<Moment> moments = new ArrayList<>();
        AtomicLong acknowledged = new AtomicLong();
        try (KeyValueStore disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL)) {
            long[] logBefore = {0};
            KeyValueStore watched = new Watched(disk, () -> {
                Path copy = Folders.copy(folder, directory.resolve("moment-" + moments.size()));
                long size = Folders.size(Folders.lastLog(copy));
                moments.add(new Moment(copy, acknowledged.get(), Math.min(logBefore[0], size),
                        size));
                logBefore[0] = size;
            });
            LedgerLife.goOn(Ledger.open(watched, TestChain.genesis()), last, acknowledged::set);
        }
        return moments;
    }

    @Test
    void isWholeAfterAKillAtAnyWrite() {
        LedgerLife life = new LedgerLife();
        List<Moment> moments = live(LedgerLife.LAST);
        assertThat(moments).hasSizeGreaterThan(70);
        for (Moment moment : moments) {
            try (KeyValueStore disk = RocksDbKeyValueStore.open(moment.folder(),
                    RocksDbConfig.SMALL)) {
                life.requireWholeAgain(disk, Ledger.open(disk, TestChain.genesis()),
                        moment.acknowledged(), 1);
            }
            Folders.delete(moment.folder());
        }
    }

    /** The last write reached the disk in part: it is as if it had not been begun. */
    @Test
    void isWholeWithATornEnd() {
        LedgerLife life = new LedgerLife();
        List<Moment> moments = live(14); // with the first pruning
        int torn = 0;
        for (int i = 1; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            for (long size = moment.logBefore() + 1 + i % 97; size < moment
                    .logAfter(); size += TORN_STEP) {
                Path folder = Folders.copy(moment.folder(), directory.resolve("torn"));
                Folders.truncate(Folders.lastLog(folder), size);
                try (KeyValueStore disk = RocksDbKeyValueStore.open(folder,
                        RocksDbConfig.SMALL)) {
                    life.requireWholeAgain(disk, Ledger.open(disk, TestChain.genesis()),
                            Math.min(moment.acknowledged(), moments.get(i - 1).acknowledged()),
                            1);
                }
                Folders.delete(folder);
                torn++;
            }
        }
        assertThat(torn).isGreaterThan(50);
    }

    /** The change of the whole state takes many writes; a start after any of them does it again. */
    @Test
    void isWholeAfterAKillInAStateTransfer() {
        Ledger executed = Ledger.open(new InMemoryKeyValueStore(),
                TestChain.genesis());
        LedgerSnapshotTest.commitTo(executed, 40);
        LedgerSnapshotTest.Taken taken = LedgerSnapshotTest.snapshot(executed, 40);
        Path folder = directory.resolve("live");
        List<Path> moments = new ArrayList<>();
        List<String> state;
        List<String> tries;
        try (KeyValueStore disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL)) {
            Ledger before = Ledger.open(disk, TestChain.genesis());
            LedgerSnapshotTest.commitTo(before, 10);
            KeyValueStore watched = new Watched(disk, () -> moments.add(
                    Folders.copy(folder, directory.resolve("moment-" + moments.size()))));
            LedgerSnapshotTest.restore(Ledger.open(watched, TestChain.genesis()), taken);
            state = LedgerSnapshotTest.content(disk, Space.STATE);
            tries = LedgerSnapshotTest.content(disk, Space.TRIE);
        }
        assertThat(moments).hasSizeGreaterThan(8);
        for (Path moment : moments) {
            try (KeyValueStore disk = RocksDbKeyValueStore.open(moment, RocksDbConfig.SMALL)) {
                Ledger ledger = Ledger.open(disk, TestChain.genesis());
                assertThat(ledger.head().number()).isIn(10L, 40L);
                if (ledger.interruptedRestore().isPresent()) {
                    ledger.finishRestore(taken.target());
                } else if (ledger.head().number() == 10) {
                    LedgerSnapshotTest.commitTo(ledger, 12); // nothing was touched yet
                    LedgerSnapshotTest.restore(ledger, taken);
                }
                assertThat(ledger.head()).isEqualTo(executed.head());
                assertThat(LedgerSnapshotTest.content(disk, Space.STATE)).isEqualTo(state);
                assertThat(LedgerSnapshotTest.content(disk, Space.TRIE)).isEqualTo(tries);
                LedgerSnapshotTest.commitTo(ledger, 42);
            }
            Folders.delete(moment);
        }
    }

    /** The first start: whatever a kill leaves of it, the next one begins again. */
    @Test
    void beginsAgainWhereTheFirstStartWasKilled() {
        Path folder = directory.resolve("first");
        RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL).close();
        Path onlyManifest = Folders.copy(folder, directory.resolve("only-manifest"));
        for (Path file : Folders.files(onlyManifest)) {
            if (!file.getFileName().toString().startsWith("MANIFEST")) {
                Folders.deleteFile(file);
            }
        }
        try (KeyValueStore disk = RocksDbKeyValueStore.open(onlyManifest, RocksDbConfig.SMALL)) {
            assertThat(Ledger.open(disk, TestChain.genesis()).head().number()).isZero();
        }
    }
}
