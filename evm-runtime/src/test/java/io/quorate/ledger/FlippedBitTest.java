package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.state.storage.Entry;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bit is flipped in a file of a real database: whatever is read afterwards is what was written, or it is refused by
 * name. All kinds of entries are there: blocks, receipts, trie nodes, state, history, certificates, slots, code.
 */
class FlippedBitTest {
    /** A longer run flips more: {@code -Dquorate.flips=100000}. */
    private static final int FLIPS_PER_FILE = Integer.getInteger("quorate.flips", 12);

    @TempDir
    private Path directory;

    private final Map<Space, List<String>> written = new EnumMap<>(Space.class);
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private Path killed(boolean reopened) {
        Path folder = directory.resolve("live");
        Path copy = directory.resolve("killed");
        try (KeyValueStore disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL)) {
            LedgerLife.goOn(Ledger.open(disk, TestChain.genesis()), LedgerLife.LAST, _ -> {});
            written.putAll(LedgerLife.content(disk));
            if (!reopened) {
                return Folders.copy(folder, copy);
            }
        }
        RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL).close(); // what was in the log is in tables now
        return Folders.copy(folder, copy);
    }

    @Test
    void inATableIsRefusedOrHarmless() {
        flipEach(killed(true), ".sst");
        assertThat(outcomes.keySet()).anySatisfy(outcome -> assertThat(outcome)
                .contains("refused to read"));
    }

    @Test
    void inTheLogIsRefused() {
        flipEach(killed(false), ".log");
        assertThat(outcomes).hasSize(1).allSatisfy((outcome, _) -> assertThat(outcome)
                .isEqualTo("refused to open"));
    }

    @Test
    void inTheListOfFilesIsRefusedOrHarmless() {
        Path folder = killed(true);
        flipEach(folder, "MANIFEST");
        flipEach(folder, "CURRENT");
        assertThat(outcomes).containsKey("refused to open");
    }

    /** The end of it is missing: tables that it named are not known any more, and some spaces are as they were before. */
    @Test
    void theListOfFilesCutShort() {
        Path killed = killed(true);
        Path manifest = Folders.files(killed).stream()
                .filter(file -> file.toString().contains("MANIFEST")).findFirst().orElseThrow();
        long size = Folders.size(manifest);
        for (long cut = 1; cut < size; cut += Math.max(1, size / (4 * FLIPS_PER_FILE))) {
            Path folder = Folders.copy(killed, directory.resolve("cut"));
            Folders.truncate(folder.resolve(manifest.getFileName()), size - cut);
            outcomes.merge(open(folder, "cut by " + cut), 1, Integer::sum);
            Folders.delete(folder);
        }
        assertThat(outcomes.keySet()).contains("refused").isSubsetOf("refused", "whole", "empty");
    }

    private String open(Path folder, String where) {
        try (KeyValueStore disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL)) {
            Ledger ledger = Ledger.open(disk, TestChain.genesis());
            assertThat(LedgerLife.content(disk)).as(where).isEqualTo(
                    ledger.appliedSeq() == 0 ? LedgerLife.content(fresh()) : written);
            return ledger.appliedSeq() == 0 ? "empty" : "whole";
        } catch (StorageException e) {
            return e.isDamage() ? "refused" : "refused in other words " + e.getMessage();
        }
    }

    private static KeyValueStore fresh() {
        KeyValueStore store = new InMemoryKeyValueStore();
        Ledger.open(store, TestChain.genesis());
        return store;
    }

    private void flipEach(Path killed, String kind) {
        for (Path file : Folders.files(killed)) {
            if (!file.getFileName().toString().contains(kind)) {
                continue;
            }
            long size = Folders.size(file);
            long step = Math.max(1, size / FLIPS_PER_FILE);
            for (long at = step / 2; at < size; at += step) {
                Path folder = Folders.copy(killed, directory.resolve("flipped"));
                Folders.flip(folder.resolve(file.getFileName()), at, (int) (at % 8));
                String outcome = read(folder, file.getFileName() + " at " + at);
                outcomes.merge(outcome, 1, Integer::sum);
                Folders.delete(folder);
            }
        }
    }

    private String read(Path folder, String where) {
        KeyValueStore disk;
        try {
            disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL);
        } catch (StorageException e) {
            requireNamed(e, where);
            return "refused to open";
        }
        String outcome = "harmless";
        try (disk) {
            for (Space space : Space.values()) {
                try {
                    assertThat(LedgerSnapshotTest.content(disk, space)).as(where)
                            .isEqualTo(written.get(space));
                } catch (StorageException e) {
                    requireNamed(e, where);
                    outcome = "refused to read";
                }
                readEach(disk, space, where);
            }
        }
        return outcome;
    }

    /** By key, which asks filters as well. */
    private void readEach(KeyValueStore disk, Space space, String where) {
        for (String entry : written.get(space)) {
            String[] parts = entry.split("=");
            byte[] key = Bytes.fromHexString(parts[0]).toArray();
            Bytes value = parts.length == 1 ? Bytes.EMPTY : Bytes.fromHexString(parts[1]);
            try {
                assertThat(disk.read(space, key).map(Bytes::wrap)).as(where).contains(value);
                Optional<Entry> floor = disk.floor(space, key);
                assertThat(floor.map(Entry::value).map(Bytes::wrap)).as(where).contains(value);
            } catch (StorageException e) {
                requireNamed(e, where);
            }
        }
    }

    private static void requireNamed(StorageException e, String where) {
        assertThat(e.isDamage()).as("%s: %s", where, e.getMessage()).isTrue();
        assertThat(e.getMessage()).as(where).containsAnyOf("cannot read from", "cannot open",
                "is damaged", "lacks its file");
    }
}
