package io.quorate.state.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database with several logs, which a kill left: what is missing of them is noticed, or no harm. */
class RocksDbDamageTest {
    private static final RocksDbConfig TINY = new RocksDbConfig(1 << 20, 8 << 20, 16);
    private static final int WRITES = 60;
    private static final int VALUE_BYTES = 100_000; // a log is left after some twenty of them

    @TempDir
    private Path directory;
    private Path killed;

    @BeforeEach
    void fillAndKill() throws IOException {
        Path live = directory.resolve("live");
        killed = directory.resolve("killed");
        try (KeyValueStore store = RocksDbKeyValueStore.open(live, TINY)) {
            for (int i = 0; i < WRITES; i++) {
                WriteBatch batch = new WriteBatch().put(Space.BLOCKS, Keys.numbered(1, i),
                        new byte[VALUE_BYTES]);
                if (i == 0) { // holds its log for as long as it is not in a table
                    batch.put(Space.META, Keys.numbered(1, i), new byte[1]);
                }
                store.write(batch, Durability.SYNCED);
            }
            do { // files come and go in the background: a kill is one moment
                copy(live);
            } while (!sizes(live).equals(sizes(killed)));
        }
        assertThat(files(killed, ".log")).hasSizeGreaterThan(2);
    }

    private void copy(Path live) throws IOException {
        Files.createDirectories(killed);
        for (Path file : files(killed, "")) {
            Files.delete(file);
        }
        for (Path file : files(live, "")) {
            try {
                Files.copy(file, killed.resolve(file.getFileName()));
            } catch (NoSuchFileException _) {
                return; // gone meanwhile
            }
        }
    }

    private static Map<String, Long> sizes(Path folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (Path file : files(folder, "")) {
            try {
                sizes.put(file.getFileName().toString(), Files.size(file));
            } catch (NoSuchFileException _) {
                sizes.put("gone", -1L);
            }
        }
        return sizes;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private int writesFound() {
        try (KeyValueStore store = RocksDbKeyValueStore.open(killed, TINY)) {
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < WRITES; i++) {
                keys.add(Keys.numbered(1, i));
            }
            return (int) store.readAll(Space.BLOCKS, keys).stream()
                    .filter(value -> value.isPresent()).count();
        }
    }

    /** In any words that name the place. */
    private void requireRefused() {
        assertThatThrownBy(this::writesFound).isInstanceOfSatisfying(StorageException.class,
                e -> assertThat(e.isDamage()).as(e.getMessage()).isTrue())
                .hasMessageContaining(killed.toString());
    }

    private void requireRefused(String... words) {
        assertThatThrownBy(this::writesFound).isInstanceOfSatisfying(StorageException.class,
                e -> assertThat(e.isDamage()).as(e.getMessage()).isTrue())
                .hasMessageContainingAll(words).hasMessageContaining(killed.toString());
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @Test
    void nothingIsLostByTheKill() {
        assertThat(writesFound()).isEqualTo(WRITES);
    }

    @Test
    void aTornEndOfTheLastLogIsPassedOver() throws IOException {
        Path last = files(killed, ".log").getLast();
        truncate(last, Files.size(last) - 7);
        assertThat(writesFound()).isEqualTo(WRITES - 1);
    }

    @Test
    void anEarlierLogThatIsCutIsNoticed() throws IOException {
        Path first = files(killed, ".log").getFirst();
        truncate(first, Files.size(first) / 2);
        requireRefused("cannot open the database");
    }

    @Test
    void anEarlierLogThatIsMissingIsNoticed() throws IOException {
        Files.delete(files(killed, ".log").getFirst());
        requireRefused("cannot open the database");
    }

    @Test
    void aFlippedBitInALogIsNoticed() throws IOException {
        for (Path log : files(killed, ".log")) {
            byte[] whole = Files.readAllBytes(log);
            byte[] flipped = whole.clone();
            flipped[whole.length / 2] ^= 4;
            Files.write(log, flipped);
            requireRefused("cannot open the database");
            Files.write(log, whole);
        }
        assertThat(writesFound()).isEqualTo(WRITES);
    }

    /** Of the last log, whose end may be torn: a length alone that is wrong is not taken for that. */
    @Test
    void eachFlippedBitOfALengthIsNoticed() throws IOException {
        Path live = directory.resolve("short");
        killed = directory.resolve("short-killed");
        try (KeyValueStore store = RocksDbKeyValueStore.open(live, TINY)) {
            for (int i = 0; i < WRITES; i++) {
                store.write(new WriteBatch().put(Space.BLOCKS, Keys.numbered(1, i), new byte[50]),
                        Durability.SYNCED);
            }
            copy(live);
        }
        Path log = files(killed, ".log").getLast();
        byte[] whole = Files.readAllBytes(log);
        for (int at = 0, records = 0; at + 7 < whole.length; records++) {
            int length = (whole[at + 4] & 0xff) + 256 * (whole[at + 5] & 0xff);
            for (int bit = 0; bit < 16 && records % 7 == 3; bit++) {
                byte[] flipped = whole.clone();
                flipped[at + 4 + bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(log, flipped);
                requireRefused();
            }
            at += 7 + length;
        }
        Files.write(log, whole);
        assertThat(writesFound()).isEqualTo(WRITES);
    }

    @Test
    void aMissingTableIsNoticed() throws IOException {
        Files.delete(files(killed, ".sst").getFirst());
        requireRefused(".sst");
    }

    /** Without that file RocksDB would begin anew in the same folder. */
    @Test
    void aMissingFileCurrentIsNoticedAndNothingIsRemoved() throws IOException {
        Files.delete(killed.resolve("CURRENT"));
        int files = files(killed, "").size();
        requireRefused("lacks its file CURRENT");
        assertThat(files(killed, "")).hasSize(files);
    }
}
