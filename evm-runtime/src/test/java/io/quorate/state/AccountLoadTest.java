package io.quorate.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountLoadTest {
    private static final int COUNT = 5_000;
    private static final Bytes CODE = Bytes.of(0);

    /** Many addresses share their first bytes, so that the order is decided behind them as well. */
    private static final class Accounts implements AccountLoad.Source {
        @Override
        public int count() {
            return COUNT;
        }

        @Override
        public Address address(int index) {
            return Address.of(Bytes.concatenate(Bytes.repeat((byte) (index % 7), 8),
                    Keccak256.hash(Bytes.ofUnsignedInt(index)).bytes().slice(0, 12)));
        }

        @Override
        public Account account(int index) {
            return new Account(index, UInt256.of(index).times(UInt256.of(1_000_003)),
                    index == 9 ? Keccak256.hash(CODE) : Hash.EMPTY);
        }
    }

    @Test
    void writesWhatABlockWithTheseAccountsWrites(@TempDir Path folder) {
        Accounts accounts = new Accounts();
        TreeMap<Address, StateChanges.AccountChange> changes = new TreeMap<>();
        for (int i = 0; i < COUNT; i++) {
            changes.put(accounts.address(i), new StateChanges.AccountChange(
                    Optional.of(accounts.account(i)), false, new TreeMap<>()));
        }
        Map<Hash, Bytes> codes = Map.of(Keccak256.hash(CODE), CODE);
        InMemoryKeyValueStore expected = new InMemoryKeyValueStore();
        StateUpdate update = new StateStore(expected, -1).prepare(0,
                List.of(new StateChanges(changes, new TreeMap<>(codes))));
        expected.write(update.writes(), Durability.SYNCED);

        InMemoryKeyValueStore memory = new InMemoryKeyValueStore();
        assertThat(new AccountLoad(memory, accounts, (_, _) -> {}).run(codes))
                .isEqualTo(update.root());
        assertSame(memory, expected);

        try (KeyValueStore disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL)) {
            assertThat(new AccountLoad(disk, accounts, (_, _) -> {}).run(codes))
                    .isEqualTo(update.root());
            assertSame(disk, expected);
        }
        try (KeyValueStore again = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL)) {
            assertSame(again, expected);
        }
        assertThat(folder.resolve("load-trie")).doesNotExist();
    }

    private static void assertSame(KeyValueReader actual, KeyValueReader expected) {
        for (Space space : Space.values()) {
            assertThat(content(actual, space)).as("%s", space)
                    .isEqualTo(content(expected, space));
        }
    }

    private static Map<Bytes, Bytes> content(KeyValueReader store, Space space) {
        Map<Bytes, Bytes> content = new TreeMap<>();
        try (Cursor cursor = store.scan(space, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                var entry = cursor.next();
                content.put(Bytes.wrap(entry.key()), Bytes.wrap(entry.value()));
            }
        }
        return content;
    }
}
