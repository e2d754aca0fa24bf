package io.quorate.execution.dev;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.SystemContracts;
import io.quorate.ledger.BlockAccessList;
import io.quorate.state.Account;
import io.quorate.state.JournaledState;
import io.quorate.state.StateView;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes an old state anew over a later one: each account and slot that a block since then changed gets the value it
 * had. What the protocol itself writes of each block (EIP-2935, EIP-4788) stays, as does what the chain was told.
 */
final class Undoing {
    /** Accounts and slots; of some 100 bytes each. */
    private static final long ENTRIES_MAX = 2_000_000;

    /** What the chain remembers of its blocks; the same on all replicas. */
    interface Past {
        /** The state after block {@code number}. */
        StateView stateAt(long number);

        BlockAccessList accessList(long number);
    }

    private final SortedMap<Address, SortedSet<UInt256>> changed;
    private final StateView before;
    private final Optional<String> obstacle;

    private Undoing(SortedMap<Address, SortedSet<UInt256>> changed, StateView before,
            Optional<String> obstacle) {
        this.changed = changed;
        this.before = before;
        this.obstacle = obstacle;
    }

    /** From block {@code head}, with the state {@code now}, to block {@code number}. */
    static Undoing of(Past past, long number, long head, StateView now) {
        StateView before = past.stateAt(number);
        Collection<Address> kept = SystemContracts.history();
        SortedMap<Address, SortedSet<UInt256>> changed = new TreeMap<>();
        long entries = 0;
        for (long block = number + 1; block <= head; block++) {
            for (var entry : past.accessList(block).accounts().entrySet()) {
                Address address = entry.getKey();
                BlockAccessList.AccountAccess access = entry.getValue();
                boolean isChanged = !access.slots().isEmpty() || !access.balances().isEmpty()
                        || !access.nonces().isEmpty() || !access.codes().isEmpty();
                if (!isChanged || address.equals(DevState.ACCOUNT) || kept.contains(address)) {
                    continue;
                }
                SortedSet<UInt256> slots = changed.computeIfAbsent(address, _ -> new TreeSet<>());
                int known = slots.size();
                slots.addAll(access.slots().keySet());
                entries += 1 + slots.size() - known;
            }
            if (entries > ENTRIES_MAX) {
                return new Undoing(changed, before, Optional.of("more than " + ENTRIES_MAX
                        + " accounts and slots changed since block " + number));
            }
        }
        return new Undoing(changed, before, destroyed(changed.keySet(), before, now));
    }

    /** Which slots a destroyed contract had, no block tells; from Cancun on (EIP-6780) there are no such. */
    private static Optional<String> destroyed(Collection<Address> addresses, StateView before,
            StateView now) {
        return addresses.stream()
                .filter(address -> before.hasStorage(address)
                        && !now.account(address).map(Account::hasCode).orElse(false))
                .findFirst().map(address -> "the contract " + address
                        + " was destroyed since, and its storage with it");
    }

    /** Why it cannot be done. */
    Optional<String> obstacle() {
        return obstacle;
    }

    void apply(JournaledState state) {
        changed.forEach((address, slots) -> {
            Account was = before.account(address).orElse(Account.EMPTY);
            DevChanges.setBalance(state, address, was.balance());
            state.setNonce(address, was.nonce());
            if (!state.codeHash(address).equals(was.codeHash())) {
                state.setCode(address, before.code(was.codeHash()));
            }
            slots.forEach(slot -> state.setStorage(address, slot, before.storage(address, slot)));
        });
    }
}
