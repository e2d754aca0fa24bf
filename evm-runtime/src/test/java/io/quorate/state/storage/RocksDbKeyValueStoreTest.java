package io.quorate.state.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbKeyValueStoreTest extends KeyValueStoreContract {
    @TempDir
    private Path directory;

    @Override
    KeyValueStore open() {
        return RocksDbKeyValueStore.open(directory.resolve("db"), RocksDbConfig.SMALL);
    }

    @Test
    void saysThatTheDirectoryIsTaken() {
        assertThatThrownBy(() -> open()).isInstanceOf(StorageException.class)
                .hasMessageContaining("another process holds the data directory")
                .hasMessageContaining(directory.resolve("db").toString());
    }

    @Test
    void keepsWhatWasWrittenOverAClose() {
        Path other = directory.resolve("other");
        try (KeyValueStore store = RocksDbKeyValueStore.open(other, RocksDbConfig.SMALL)) {
            store.write(new WriteBatch().put(Space.META, bytes(1), bytes(2)), Durability.SYNCED);
        }
        try (KeyValueStore store = RocksDbKeyValueStore.open(other, RocksDbConfig.SMALL)) {
            assertThat(store.read(Space.META, bytes(1))).contains(bytes(2));
        }
    }

    @Test
    void aCheckpointIsAStoreOfItsOwn() {
        Path copy = directory.resolve("copy");
        try (KeyValueStore store = RocksDbKeyValueStore.open(directory.resolve("original"),
                RocksDbConfig.SMALL)) {
            store.write(new WriteBatch().put(Space.META, bytes(1), bytes(2)), Durability.SYNCED);
            store.checkpoint(copy);
            store.write(new WriteBatch().put(Space.META, bytes(1), bytes(3)), Durability.SYNCED);
        }
        try (KeyValueStore store = RocksDbKeyValueStore.open(copy, RocksDbConfig.SMALL)) {
            assertThat(store.read(Space.META, bytes(1))).contains(bytes(2));
        }
    }
}
