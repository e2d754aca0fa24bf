package io.quorate.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.EntryHistory.Change;
import io.quorate.state.EntryHistory.Page;
import io.quorate.state.EntryHistory.Position;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against a model that looks at every entry after every step of random blocks. */
class EntryHistoryTest {
    private static final int BLOCKS = 12;

    private final InMemoryKeyValueStore disk = new InMemoryKeyValueStore();
    private final TreeMap<Position, RandomState.Model> models = new TreeMap<>();

    @Test
    void tellsEveryChangeOfEveryEntryAndNoOther() {
        for (long seed = 1; seed <= 8; seed++) {
            EntryHistoryTest run = new EntryHistoryTest();
            run.makeBlocks(seed);
            run.compareAll(new Random(-seed));
        }
    }

    private void makeBlocks(long seed) {
        StateStore store = new StateStore(disk, -1);
        RandomState chain = new RandomState(seed, 8, 6);
        RandomState.Model model = new RandomState.Model(new TreeMap<>(), new TreeMap<>());
        for (int block = 0; block < BLOCKS; block++) {
            List<StateChanges> steps = chain.nextBlock();
            for (int step = 0; step < steps.size(); step++) {
                model.apply(steps.get(step));
                models.put(new Position(block, step), model.copy());
            }
            StateUpdate update = store.prepare(block, steps);
            store.committing(update);
            disk.write(update.writes(), Durability.BUFFERED);
            store.committed(update);
        }
    }

    private void compareAll(Random random) {
        for (int a = 0; a < 8; a++) {
            Address address = Address.ofLow(a);
            List<StateEntry> entries = new ArrayList<>(List.of(new StateEntry.Balance(address),
                    new StateEntry.Nonce(address), new StateEntry.CodeHash(address)));
            for (int s = 0; s < 6; s++) {
                entries.add(new StateEntry.Slot(address, UInt256.of(s)));
            }
            for (StateEntry entry : entries) {
                long from = random.nextInt(BLOCKS);
                long to = from + random.nextInt((int) (BLOCKS - from));
                assertThat(read(entry, from, to, 1 + random.nextInt(4))).as(entry.toString())
                        .isEqualTo(expected(entry, from, to));
            }
        }
    }

    private List<Change> read(StateEntry entry, long from, long to, int pageSize) {
        List<Change> all = new ArrayList<>();
        Optional<Position> next = Optional.of(Position.startOf(from));
        while (next.isPresent()) {
            Page page = EntryHistory.of(disk, entry, next.get(), to, pageSize);
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(pageSize);
            all.addAll(page.changes());
            next = page.next();
        }
        return all;
    }

    private List<Change> expected(StateEntry entry, long from, long to) {
        List<Change> changes = new ArrayList<>();
        UInt256 before = value(entry, Optional.empty());
        for (var at : models.entrySet()) {
            UInt256 after = value(entry, Optional.of(at.getValue()));
            if (!after.equals(before) && at.getKey().block() >= from
                    && at.getKey().block() <= to) {
                changes.add(new Change(at.getKey(), before, after));
            }
            before = after;
        }
        return changes;
    }

    private static UInt256 value(StateEntry entry, Optional<RandomState.Model> model) {
        Optional<Account> account = model
                .flatMap(m -> Optional.ofNullable(m.accounts().get(entry.address())));
        return switch (entry) {
            case StateEntry.Slot(var address, var slot) -> model
                    .map(m -> m.storage().getOrDefault(address, new TreeMap<>())
                            .getOrDefault(slot, UInt256.ZERO))
                    .orElse(UInt256.ZERO);
            case StateEntry.Touched _ -> throw new IllegalStateException("has no value");
            case StateEntry.Balance _ -> account.map(Account::balance).orElse(UInt256.ZERO);
            case StateEntry.Nonce _ ->
                    account.map(a -> UInt256.of(a.nonce())).orElse(UInt256.ZERO);
            case StateEntry.CodeHash _ -> UInt256
                    .ofBytes(account.map(Account::codeHash).orElse(Hash.EMPTY).toArray());
        };
    }
}
