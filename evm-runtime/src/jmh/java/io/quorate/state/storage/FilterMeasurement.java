package io.quorate.state.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a filter costs and saves: the same keys in a space that has one (STATE) and in one that has none (HISTORY), asked for
 * by key, where they are there and where not, and by seek. Arguments: folder, keys. Files without compression of
 * the question: values are random.
 */
public final class FilterMeasurement {
    private static final int VALUE_BYTES = 32;
    private static final int ASKED = 20_000;

    private FilterMeasurement() {}

    /** Prints a line a space. */
    public static void main(String[] args) {
        for (Space space : new Space[]{Space.STATE, Space.HISTORY}) {
            Path folder = Path.of(args[0]).resolve(space.name());
            try (RocksDbKeyValueStore store = RocksDbKeyValueStore.open(folder,
                    RocksDbConfig.SMALL)) {
                measure(store, space, folder, Integer.parseInt(args[1]));
            }
        }
    }

    private static void measure(KeyValueStore store, Space space, Path folder, int keys) {
        Random random = new Random(3);
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < keys; i++) {
            byte[] value = new byte[VALUE_BYTES];
            random.nextBytes(value);
            batch.put(space, key(2L * i), value);
            if (batch.size() == 10_000) {
                store.write(batch, Durability.BUFFERED);
                batch = new WriteBatch();
            }
        }
        store.write(batch, Durability.BUFFERED);
        store.compact(space, new byte[0], new byte[0]);
        System.out.printf("%s: %d bytes on disk, hit %d ns, miss %d ns, seek %d ns%n", space,
                size(folder), nanos(i -> store.read(space, key(2L * (i % keys))).orElseThrow()),
                nanos(i -> store.read(space, key(2L * (i % keys) + 1))),
                nanos(i -> store.floor(space, key(2L * (i % keys) + 1))));
    }

    /** Keys are spread, as those of accounts are. */
    private static byte[] key(long number) {
        return ByteBuffer.allocate(21 + Long.BYTES).put((byte) 1)
                .putLong(number * 0x9E3779B97F4A7C15L).putLong(8, number).array();
    }

    private interface Question {
        Object ask(int number);
    }

    private static long nanos(Question question) {
        Random random = new Random(4);
        for (int i = 0; i < ASKED; i++) {
            question.ask(random.nextInt(Integer.MAX_VALUE));
        }
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < ASKED; i++) {
            if (question.ask(random.nextInt(Integer.MAX_VALUE)).equals(Optional.of(i))) {
                throw new IllegalStateException("an entry is no number");
            }
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / ASKED;
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
