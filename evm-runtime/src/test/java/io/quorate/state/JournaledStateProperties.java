package io.quorate.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.LogEntry;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The journal against a model that copies itself whole at each mark. */
class JournaledStateProperties {
    private static final long SEED = 0x5eed_0002L;
    private static final int TRANSACTIONS = 60;
    private static final int STEPS = 400;
    private static final int KEYS = 48;

    private final Random random = new Random(SEED);
    private final List<Address> addresses = List.of(Address.ofLow(1), Address.ofLow(2),
            Address.ofLow(3), Address.ofLow(0xffff));
    private final List<UInt256> keys = new ArrayList<>();

    private static final class Model {
        private final Map<List<Object>, UInt256> stored = new HashMap<>();
        private final Map<List<Object>, UInt256> transients = new HashMap<>();
        private final Map<Address, UInt256> balances = new HashMap<>();
        private final Set<List<Object>> warm = new HashSet<>();
        private int logs;
        private long refund;

        private Model copy() {
            Model copy = new Model();
            copy.stored.putAll(stored);
            copy.transients.putAll(transients);
            copy.balances.putAll(balances);
            copy.warm.addAll(warm);
            copy.logs = logs;
            copy.refund = refund;
            return copy;
        }

        private void endTransaction() {
            transients.clear();
            warm.clear();
            logs = 0;
            refund = 0;
        }
    }

    private record Marked(int mark, Model model) {}

    @Test
    void undoesToAnyMark() {
        for (int i = 0; i < KEYS; i++) {
            keys.add(key());
        }
        JournaledState state = new JournaledState(new FakeStateView());
        Model model = new Model();
        for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
            state.beginTransaction();
            model = runTransaction(state, model);
            state.endTransaction(Fork.HOMESTEAD); // which keeps empty accounts
            model.endTransaction();
        }
    }

    private Model runTransaction(JournaledState state, Model start) {
        Model model = start;
        List<Marked> marks = new ArrayList<>();
        int steps = random.nextInt(STEPS);
        for (int i = 0; i < steps; i++) {
            int choice = random.nextInt(30);
            if (choice < 3) {
                marks.add(new Marked(state.mark(), model.copy()));
            } else if (choice == 3 && !marks.isEmpty()) {
                int to = random.nextInt(marks.size());
                state.revertTo(marks.get(to).mark);
                model = marks.get(to).model.copy();
                marks.subList(to + 1, marks.size()).clear();
            } else {
                change(state, model);
            }
            if (choice < 6) {
                check(state, model);
            }
        }
        check(state, model);
        return model;
    }

    private void change(JournaledState state, Model model) {
        Address address = addresses.get(random.nextInt(addresses.size()));
        UInt256 key = keys.get(random.nextInt(KEYS));
        UInt256 value = random.nextInt(3) == 0 ? UInt256.ZERO : key();
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                state.setTransientStorage(address, key, value);
                model.transients.put(List.of(address, key), value);
            }
            case 2 -> {
                state.setStorage(address, key, value);
                model.stored.put(List.of(address, key), value);
            }
            case 3 -> assertThat(state.warmSlot(address, key))
                    .isEqualTo(model.warm.add(List.of(address, key)));
            case 4 -> {
                state.addLog(new LogEntry(address, List.of(), Bytes.EMPTY));
                model.logs++;
            }
            case 5 -> {
                long gas = random.nextInt(9) - 4;
                state.addRefund(gas);
                model.refund += gas;
            }
            default -> {
                UInt256 amount = UInt256.of(random.nextInt(3));
                state.addBalance(address, amount);
                model.balances.merge(address, amount, UInt256::plus);
            }
        }
    }

    private void check(JournaledState state, Model model) {
        for (Address address : addresses) {
            assertThat(state.balance(address)).as("seed %s", SEED)
                    .isEqualTo(model.balances.getOrDefault(address, UInt256.ZERO));
            for (UInt256 key : keys) {
                List<Object> slot = List.of(address, key);
                assertThat(state.transientStorage(address, key)).as("seed %s", SEED)
                        .isEqualTo(model.transients.getOrDefault(slot, UInt256.ZERO));
                assertThat(state.storage(address, key)).as("seed %s", SEED)
                        .isEqualTo(model.stored.getOrDefault(slot, UInt256.ZERO));
            }
        }
        assertThat(state.logs()).hasSize(model.logs);
        assertThat(state.refund()).isEqualTo(model.refund);
    }

    /** Keys that share their beginnings, so that the paths to them are long: powers of two, or almost. */
    private UInt256 key() {
        int shift = random.nextInt(256);
        UInt256 power = UInt256.ofLimbs(shift / 64 == 3 ? 1L << shift : 0,
                shift / 64 == 2 ? 1L << shift : 0, shift / 64 == 1 ? 1L << shift : 0,
                shift / 64 == 0 ? 1L << shift : 0);
        return switch (random.nextInt(5)) {
            case 0 -> UInt256.of(random.nextInt(8));
            case 1 -> power;
            case 2 -> power.minus(UInt256.ONE);
            case 3 -> UInt256.MAX.minus(power);
            default -> UInt256.ofLimbs(random.nextLong(), random.nextLong(), random.nextLong(),
                    random.nextLong());
        };
    }

    @Test
    void holdsManyTransientSlotsOfAnAccount() {
        JournaledState state = new JournaledState(new FakeStateView());
        state.beginTransaction();
        Address address = addresses.getFirst();
        List<UInt256> written = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            written.add(i % 2 == 0 ? UInt256.of(i) : key());
            state.setTransientStorage(address, written.getLast(), UInt256.of(i + 1));
        }
        Map<UInt256, UInt256> expected = new HashMap<>();
        for (int i = 0; i < written.size(); i++) {
            expected.put(written.get(i), UInt256.of(i + 1));
        }
        Collections.shuffle(written, random);

        for (UInt256 key : written) {
            assertThat(state.transientStorage(address, key)).isEqualTo(expected.get(key));
            assertThat(state.transientStorage(addresses.getLast(), key)).isEqualTo(UInt256.ZERO);
        }
        state.revertTo(0);
        assertThat(written).allSatisfy(key -> assertThat(state.transientStorage(address, key))
                .isEqualTo(UInt256.ZERO));
    }
}
