package io.quorate.state.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do; a subclass a store. */
abstract class KeyValueStoreContract {
    private KeyValueStore store;

    abstract KeyValueStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void keepsSpacesApart() {
        store.write(new WriteBatch().put(Space.META, bytes(1), bytes(7)).put(Space.CODE, bytes(1),
                bytes(8)), Durability.SYNCED);
        assertThat(store.read(Space.META, bytes(1))).contains(bytes(7));
        assertThat(store.read(Space.CODE, bytes(1))).contains(bytes(8));
        assertThat(store.read(Space.TRIE, bytes(1))).isEmpty();
        assertThat(store.readAll(Space.CODE, List.of(bytes(0), bytes(1)))).hasSize(2)
                .first().matches(value -> value.isEmpty());
    }

    @Test
    void appliesABatchInItsOrder() {
        store.write(new WriteBatch().put(Space.STATE, bytes(1, 1), bytes(1))
                .put(Space.STATE, bytes(1, 0xff), bytes(2)).put(Space.STATE, bytes(2), bytes(3)),
                Durability.BUFFERED);
        store.write(new WriteBatch().deletePrefix(Space.STATE, bytes(1)).put(Space.STATE,
                bytes(1, 2), bytes(4)), Durability.BUFFERED);
        assertThat(keys(store.scan(Space.STATE, bytes(), bytes()))).containsExactly("0x0102",
                "0x02");
    }

    @Test
    void aSnapshotAndACursorStayAtTheirMoment() {
        store.write(new WriteBatch().put(Space.META, bytes(1), bytes(1)), Durability.BUFFERED);
        try (KeyValueSnapshot snapshot = store.snapshot();
                Cursor cursor = store.scan(Space.META, bytes(), bytes())) {
            store.write(new WriteBatch().put(Space.META, bytes(1), bytes(2)).put(Space.META,
                    bytes(2), bytes(2)), Durability.BUFFERED);
            assertThat(snapshot.read(Space.META, bytes(1))).contains(bytes(1));
            assertThat(snapshot.floor(Space.META, bytes(9)).orElseThrow().key())
                    .isEqualTo(bytes(1));
            assertThat(keys(cursor)).containsExactly("0x01");
        }
        assertThat(store.read(Space.META, bytes(1))).contains(bytes(2));
    }

    @Test
    void refusesUseAfterItsClose() {
        store.close();
        assertThatThrownBy(() -> store.read(Space.META, bytes(1)))
                .isInstanceOf(StorageException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> store.write(new WriteBatch(), Durability.SYNCED))
                .isInstanceOf(StorageException.class);
    }

    /** Random batches against a sorted map, by all kinds of reads. */
    @Test
    void agreesWithAModel() {
        Random random = new Random(20_261_122);
        TreeMap<Bytes, Bytes> model = new TreeMap<>( // Tuweni's own order puts short before long
                (a, b) -> Arrays.compareUnsigned(a.toArray(), b.toArray()));
        for (int round = 0; round < 60; round++) {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < 20; i++) {
                change(random, model, batch);
            }
            store.write(batch, Durability.BUFFERED);
            byte[] from = key(random);
            byte[] to = key(random);
            List<String> expected = new ArrayList<>();
            model.forEach((k, v) -> {
                if (Arrays.compareUnsigned(k.toArray(), from) >= 0
                        && Arrays.compareUnsigned(k.toArray(), to) < 0) {
                    expected.add(k.toHexString());
                }
            });
            assertThat(keys(store.scan(Space.HISTORY, from, to))).isEqualTo(expected);
            assertThat(store.floor(Space.HISTORY, from).map(e -> Bytes.wrap(e.key())))
                    .isEqualTo(Optional.ofNullable(model.floorKey(Bytes.wrap(from))));
            assertThat(store.read(Space.HISTORY, from).map(Bytes::wrap))
                    .isEqualTo(Optional.ofNullable(model.get(Bytes.wrap(from))));
        }
    }

    private static void change(Random random, TreeMap<Bytes, Bytes> model, WriteBatch batch) {
        byte[] key = key(random);
        switch (random.nextInt(8)) {
            case 0 -> {
                batch.deletePrefix(Space.HISTORY, key);
                model.keySet().removeIf(k -> Keys.startsWith(k.toArray(), key));
            }
            case 1, 2 -> {
                batch.delete(Space.HISTORY, key);
                model.remove(Bytes.wrap(key));
            }
            default -> {
                byte[] value = bytes(random.nextInt(256));
                batch.put(Space.HISTORY, key, value);
                model.put(Bytes.wrap(key), Bytes.wrap(value));
            }
        }
    }

    /** Of two to three bytes, with a first byte below 0xff, so that every prefix has an upper bound. */
    private static byte[] key(Random random) {
        byte[] key = new byte[2 + random.nextInt(2)];
        random.nextBytes(key);
        key[0] = (byte) (0x7e + random.nextInt(4));
        return key;
    }

    private static List<String> keys(Cursor cursor) {
        List<String> keys = new ArrayList<>();
        try (cursor) {
            cursor.forEachRemaining(entry -> keys.add(Bytes.wrap(entry.key()).toHexString()));
        }
        return keys;
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
