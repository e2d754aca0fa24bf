package io.quorate.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every state of a chain of random changes can be proven, checked by a verifier that shares no code with the trie. */
class PastProofProperties {
    private static final int BLOCKS = 24;
    private static final long SEEDS = 8;

    @TempDir
    private Path directory;

    @Test
    void everyPastStateIsProvableInMemory() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(new InMemoryKeyValueStore(), new RandomState(seed, 8, 6), "seed " + seed);
        }
    }

    /** With so many accounts that tries are deep and nodes move between depths. */
    @Test
    void everyPastStateOfManyAccountsIsProvable() {
        run(new InMemoryKeyValueStore(), new RandomState(77, 400, 60), "many");
    }

    @Test
    void everyPastStateIsProvableOnDisk() {
        try (KeyValueStore store = RocksDbKeyValueStore.open(directory.resolve("db"),
                RocksDbConfig.SMALL)) {
            run(store, new RandomState(5, 30, 6), "disk");
        }
    }

    private static void run(KeyValueStore disk, RandomState states, String what) {
        StateStore store = new StateStore(disk, -1);
        List<RandomState.Model> past = new ArrayList<>();
        List<Hash> roots = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            StateUpdate update = store.prepare(block, states.nextBlock());
            store.committing(update);
            disk.write(update.writes(), Durability.BUFFERED);
            store.committed(update);
            past.add(states.model().copy());
            roots.add(update.root());
        }
        for (int block = 0; block < BLOCKS; block++) {
            check(what + " block " + block, disk, block, roots.get(block), past.get(block),
                    states);
        }
    }

    private static void check(String what, KeyValueStore disk, int block, Hash root,
            RandomState.Model model, RandomState states) {
        Random sample = new Random(block);
        for (int i = 0; i < 12; i++) {
            Address address = Address.ofLow(sample.nextInt(states.addresses()));
            List<UInt256> keys = List.of(UInt256.of(sample.nextInt(states.slots())),
                    UInt256.of(sample.nextInt(states.slots())), UInt256.of(1_000_000));
            AccountProof proof = AccountProof.of(disk, block, root, address, keys);
            Optional<Account> account = Optional.ofNullable(model.accounts().get(address));
            assertThat(proof.account()).as(what).isEqualTo(account);
            PlainProofCheck.Answer shown = PlainProofCheck.account(root, address, proof.nodes());
            assertThat(shown.isPresent()).as(what).isEqualTo(account.isPresent());
            account.ifPresent(expected -> {
                assertThat(shown.nonce()).as(what).isEqualTo(expected.nonce());
                assertThat(shown.balance()).as(what).isEqualTo(expected.balance());
                assertThat(shown.codeHash()).as(what).isEqualTo(expected.codeHash());
                assertThat(shown.storageRoot()).as(what).isEqualTo(proof.storageRoot());
            });
            TreeMap<UInt256, UInt256> slots = model.storage().getOrDefault(address,
                    new TreeMap<>());
            for (AccountProof.SlotProof slot : proof.slots()) {
                UInt256 expected = slots.getOrDefault(slot.key(), UInt256.ZERO);
                assertThat(slot.value()).as(what).isEqualTo(expected);
                assertThat(PlainProofCheck.slot(proof.storageRoot(), slot.key(), slot.nodes()))
                        .as(what).isEqualTo(expected);
            }
        }
    }
}
