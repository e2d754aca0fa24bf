package io.quorate.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.StateChanges.AccountChange;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class StateStoreProperties {
    private static final int ADDRESSES = 8;
    private static final int SLOTS = 6;

    /** The whole state as maps: what the store must say of each block. */
    record Model(TreeMap<Address, Account> accounts,
            TreeMap<Address, TreeMap<UInt256, UInt256>> storage) {
        Model copy() {
            TreeMap<Address, TreeMap<UInt256, UInt256>> slots = new TreeMap<>();
            storage.forEach((address, all) -> slots.put(address, new TreeMap<>(all)));
            return new Model(new TreeMap<>(accounts), slots);
        }

        void apply(StateChanges changes) {
            changes.accounts().forEach((address, change) -> {
                if (change.after().isPresent()) {
                    accounts.put(address, change.after().get());
                } else {
                    accounts.remove(address);
                }
                if (change.storageCleared() || change.after().isEmpty()) {
                    storage.remove(address);
                }
                TreeMap<UInt256, UInt256> slots = storage.computeIfAbsent(address,
                        a -> new TreeMap<>());
                slots.putAll(change.storage());
                slots.values().removeIf(UInt256::isZero);
            });
        }
    }

    /**
     * Over blocks of random steps (accounts made, changed, removed and made again, slots set and cleared) the
     * root equals the one from scratch, and every view, also an old one, equals the model of its block.
     */
    @Test
    void rootsAndViewsAgreeWithAModel() {
        for (long seed = 1; seed <= 12; seed++) {
            run(seed, new Random(seed));
        }
    }

    private static void run(long seed, Random random) {
        InMemoryKeyValueStore disk = new InMemoryKeyValueStore();
        StateStore store = new StateStore(disk, -1);
        Model model = new Model(new TreeMap<>(), new TreeMap<>());
        List<Model> past = new ArrayList<>();
        List<StateView> views = new ArrayList<>();
        for (int block = 0; block < 12; block++) {
            List<StateChanges> steps = new ArrayList<>();
            for (int step = random.nextInt(4); step >= 0; step--) {
                StateChanges changes = randomChanges(random, model);
                steps.add(changes);
                model.apply(changes);
            }
            StateUpdate update = store.prepare(block, steps);
            assertThat(update.root()).as("seed %d block %d", seed, block)
                    .isEqualTo(StateRoot.of(model.accounts(), model.storage()));
            store.committing(update);
            disk.write(update.writes(), Durability.BUFFERED);
            store.committed(update);
            past.add(model.copy());
            views.add(store.at(block));
            for (int old = 0; old <= block; old++) {
                check("seed " + seed + " at " + block + " view " + old, views.get(old),
                        past.get(old));
            }
        }
        StateStore reopened = new StateStore(disk, 11);
        check("seed " + seed + " reopened", reopened.at(11), model);
        assertThat(flatSlots(disk)).isEqualTo(
                model.storage().values().stream().mapToInt(Map::size).sum());
    }

    private static int flatSlots(InMemoryKeyValueStore disk) {
        int count = 0;
        try (var cursor = disk.scanPrefix(Space.STATE, new byte[]{1})) {
            while (cursor.hasNext()) {
                cursor.next();
                count++;
            }
        }
        return count;
    }

    private static void check(String what, StateView view, Model model) {
        for (int a = 0; a < ADDRESSES; a++) {
            Address address = Address.ofLow(a);
            assertThat(view.account(address)).as(what)
                    .isEqualTo(Optional.ofNullable(model.accounts().get(address)));
            TreeMap<UInt256, UInt256> slots = model.storage().getOrDefault(address,
                    new TreeMap<>());
            assertThat(view.hasStorage(address)).as(what).isEqualTo(!slots.isEmpty());
            for (int s = 0; s < SLOTS; s++) {
                assertThat(view.storage(address, UInt256.of(s))).as(what)
                        .isEqualTo(slots.getOrDefault(UInt256.of(s), UInt256.ZERO));
            }
        }
    }

    static StateChanges randomChanges(Random random, Model before) {
        TreeMap<Address, AccountChange> accounts = new TreeMap<>();
        TreeMap<Hash, Bytes> codes = new TreeMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Address address = Address.ofLow(random.nextInt(ADDRESSES));
            TreeMap<UInt256, UInt256> slots = new TreeMap<>();
            if (random.nextInt(5) == 0) {
                accounts.put(address, new AccountChange(Optional.empty(), true, slots));
                continue;
            }
            for (int s = random.nextInt(4); s > 0; s--) {
                slots.put(UInt256.of(random.nextInt(SLOTS)),
                        random.nextInt(3) == 0 ? UInt256.ZERO : UInt256.of(random.nextLong()));
            }
            Bytes code = Bytes.of(random.nextInt(4));
            codes.put(Keccak256.hash(code), code);
            Account account = new Account(random.nextInt(9), UInt256.of(random.nextLong()),
                    random.nextBoolean() ? Hash.EMPTY : Keccak256.hash(code));
            boolean cleared = !before.accounts().containsKey(address) || random.nextInt(6) == 0;
            accounts.put(address, new AccountChange(Optional.of(account), cleared, slots));
        }
        return new StateChanges(accounts, codes);
    }
}
