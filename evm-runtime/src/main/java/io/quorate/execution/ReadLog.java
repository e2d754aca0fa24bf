package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateOverlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a transaction asked of the state below it, and what it was told. A transaction is a function of these
 * answers, so it does the same over any state that gives the same ones. Code is asked for by its hash and needs no
 * entry. Mutable, for one thread at a time.
 */
final class ReadLog {
    private record AccountRead(Address address, Optional<Account> answer) {}

    private record SlotRead(Address address, UInt256 key, UInt256 answer) {}

    private record StorageRead(Address address, boolean answer) {}

    private final List<AccountRead> accounts = new ArrayList<>(4);
    private final List<SlotRead> slots = new ArrayList<>();
    private final List<StorageRead> storages = new ArrayList<>(0);

    void addAccount(Address address, Optional<Account> answer) {
        accounts.add(new AccountRead(address, answer));
    }

    void addSlot(Address address, UInt256 key, UInt256 answer) {
        slots.add(new SlotRead(address, key, answer));
    }

    void addStorage(Address address, boolean answer) {
        storages.add(new StorageRead(address, answer));
    }

    /** Of an account whose answer nobody looked at. */
    void forgetAccount(Address address) {
        accounts.removeIf(read -> read.address.equals(address));
    }

    /** Whether {@code state} gives the same answers. */
    boolean holdsOn(StateOverlay state) {
        for (AccountRead read : accounts) {
            if (!state.account(read.address).equals(read.answer)) {
                return false;
            }
        }
        for (SlotRead read : slots) {
            if (!state.storage(read.address, read.key).equals(read.answer)) {
                return false;
            }
        }
        for (StorageRead read : storages) {
            if (state.hasStorage(read.address) != read.answer) {
                return false;
            }
        }
        return true;
    }
}
