package io.quorate.state.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreStatisticsTest {
    @Test
    void tellsWhatIsInFilesAndWhatIsNot(@TempDir Path folder) {
        try (KeyValueStore store = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL)) {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < 1_000; i++) {
                batch.put(Space.STATE, bytes("key " + i), bytes("value " + i));
            }
            store.write(batch, Durability.SYNCED);
            StoreStatistics before = store.statistics().orElseThrow();
            assertThat(before.writtenBytesTotal()).isGreaterThan(1_000 * 10);
            assertThat(before.memtableBytes()).isGreaterThan(1_000 * 10);
            assertThat(before.spaceBytes()).hasSize(Space.values().length);
            assertThat(before.spaceBytes().values()).containsOnly(0L);

            store.compact(Space.STATE, new byte[0], new byte[0]);
            store.read(Space.STATE, bytes("key 7"));
            store.read(Space.STATE, bytes("key 7"));

            StoreStatistics after = store.statistics().orElseThrow();
            assertThat(after.spaceBytes().get(Space.STATE)).isPositive();
            assertThat(after.spaceBytes().get(Space.BLOCKS)).isZero();
            assertThat(after.blockCacheHitsTotal()).isPositive();
            assertThat(after.blockCacheMissesTotal()).isPositive();
            assertThat(after.blockCacheBytes()).isPositive();
            assertThat(after.isWriteStopped()).isFalse();
            assertThat(after.backgroundErrors()).isZero();
        }
    }

    @Test
    void aStoreInMemoryHasNone() {
        try (KeyValueStore store = new InMemoryKeyValueStore()) {
            assertThat(store.statistics()).isEmpty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
