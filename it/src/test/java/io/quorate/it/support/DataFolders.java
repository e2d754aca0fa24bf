package io.quorate.it.support;

import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What tests do to data folders behind the product's back. */
public final class DataFolders {
    private DataFolders() {}

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Files are copied, not shared. */
    public static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
        return to;
    }

    /** Leaves all of a database in its tables, and nothing in its log. */
    public static void settle(Path chain) {
        RocksDbKeyValueStore.open(chain, RocksDbConfig.SMALL).close(); // what it recovers it writes
    }

    /** Changes the lowest bit of the byte in the middle. */
    public static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** The largest file of a folder with that end of its name. */
    public static Path largest(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
        }
    }

    /**
     * Changes the last byte of the value of the last entry that {@code isIt}, through the database, so that its own
     * checksums are right.
     */
    public static void flip(Path chain, Space space, Predicate<Entry> isIt) {
        try (RocksDbKeyValueStore store = RocksDbKeyValueStore.open(chain, RocksDbConfig.SMALL)) {
            List<Entry> found = new ArrayList<>();
            try (Cursor cursor = store.scan(space, new byte[0], new byte[0])) {
                while (cursor.hasNext()) {
                    Entry entry = cursor.next();
                    if (entry.value().length > 0 && isIt.test(entry)) found.add(entry);
                }
            }
            if (found.isEmpty()) throw new AssertionError("no such entry in " + space);
            byte[] value = found.getLast().value();
            value[value.length - 1] ^= 1;
            store.write(new WriteBatch().put(space, found.getLast().key(), value),
                    Durability.SYNCED);
        }
    }
}
