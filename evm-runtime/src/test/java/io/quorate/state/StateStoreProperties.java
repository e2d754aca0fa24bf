package io.quorate.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateStoreProperties {
    private static final int ADDRESSES = 8;
    private static final int SLOTS = 6;

    /**
     * Over blocks of random steps (accounts made, changed, removed and made again, slots set and cleared) the
     * root equals the one from scratch, and every view, also an old one, equals the model of its block, at each moment of
     * a commit.
     */
    @Test
    void rootsAndViewsAgreeWithAModel() {
        for (long seed = 1; seed <= 12; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        InMemoryKeyValueStore disk = new InMemoryKeyValueStore();
        StateStore store = new StateStore(disk, -1);
        RandomState states = new RandomState(seed, ADDRESSES, SLOTS);
        RandomState.Model model = states.model();
        List<RandomState.Model> past = new ArrayList<>();
        List<StateView> views = new ArrayList<>();
        for (int block = 0; block < 12; block++) {
            StateUpdate update = store.prepare(block, states.nextBlock());
            assertThat(update.root()).as("seed %d block %d", seed, block)
                    .isEqualTo(StateRoot.of(model.accounts(), model.storage()));
            store.committing(update);
            checkAll("seed " + seed + " before the writes of " + block, views, past);
            disk.write(update.writes(), Durability.BUFFERED);
            checkAll("seed " + seed + " after the writes of " + block, views, past);
            store.committed(update);
            past.add(model.copy());
            views.add(store.at(block));
            checkAll("seed " + seed + " at " + block, views, past);
        }
        StateStore reopened = new StateStore(disk, 11);
        check("seed " + seed + " reopened", reopened.at(11), model);
        assertThat(flatSlots(disk)).isEqualTo(
                model.storage().values().stream().mapToInt(Map::size).sum());
    }

    private static void checkAll(String when, List<StateView> views,
            List<RandomState.Model> past) {
        for (int old = 0; old < views.size(); old++) {
            check(when + ", view " + old, views.get(old), past.get(old));
        }
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

    private static void check(String what, StateView view,
            RandomState.Model model) {
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
}
