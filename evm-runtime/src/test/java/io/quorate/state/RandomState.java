package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.StateChanges.AccountChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A chain of random changes and the state that they lead to, as maps: accounts made, changed, removed and made again,
 * slots set and cleared, contracts wiped.
 */
final class RandomState {
    private final Random random;
    private final int addresses;
    private final int slots;
    private final Model model = new Model(new TreeMap<>(), new TreeMap<>());

    /** The whole state as maps: what a store must say of each block. */
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

    RandomState(long seed, int addresses, int slots) {
        this.random = new Random(seed);
        this.addresses = addresses;
        this.slots = slots;
    }

    int addresses() {
        return addresses;
    }

    int slots() {
        return slots;
    }

    /** After the last block; it goes on changing. */
    Model model() {
        return model;
    }

    /** One to four steps. */
    List<StateChanges> nextBlock() {
        List<StateChanges> steps = new ArrayList<>();
        for (int step = random.nextInt(4); step >= 0; step--) {
            StateChanges changes = randomChanges();
            steps.add(changes);
            model.apply(changes);
        }
        return steps;
    }

    private StateChanges randomChanges() {
        TreeMap<Address, AccountChange> accounts = new TreeMap<>();
        TreeMap<Hash, Bytes> codes = new TreeMap<>();
        for (int i = random.nextInt(3 + addresses / 20); i >= 0; i--) {
            Address address = Address.ofLow(random.nextInt(addresses));
            TreeMap<UInt256, UInt256> changed = new TreeMap<>();
            if (random.nextInt(5) == 0) {
                accounts.put(address, new AccountChange(Optional.empty(), true, changed));
                continue;
            }
            for (int s = random.nextInt(4 + slots / 10); s > 0; s--) {
                changed.put(UInt256.of(random.nextInt(slots)),
                        random.nextInt(3) == 0 ? UInt256.ZERO : UInt256.of(random.nextLong()));
            }
            Bytes code = Bytes.of(random.nextInt(4));
            codes.put(Keccak256.hash(code), code);
            Account account = new Account(random.nextInt(9), UInt256.of(random.nextLong()),
                    random.nextBoolean() ? Hash.EMPTY : Keccak256.hash(code));
            boolean cleared = !model.accounts().containsKey(address) || random.nextInt(6) == 0;
            accounts.put(address, new AccountChange(Optional.of(account), cleared, changed));
        }
        return new StateChanges(accounts, codes);
    }
}
