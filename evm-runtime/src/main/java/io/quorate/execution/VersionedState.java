package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateChanges;
import io.quorate.state.StateView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * What the transactions of a block are believed to have done so far, each at its index, over the state before them.
 * What it tells may be wrong, and two answers need not belong together: whoever executed by it compares the answers
 * later ({@link ReadLog}). Safe for any thread.
 */
final class VersionedState {
    private final StateView before;
    private final Map<Address, OfAccount> accounts = new ConcurrentHashMap<>();
    /** Also of transactions that were taken back: code is what its hash says. */
    private final Map<Hash, Bytes> newCode = new ConcurrentHashMap<>();

    /** {@code before} never changes. */
    VersionedState(StateView before) {
        this.before = before;
    }

    /** Written under its own lock. */
    private static final class OfAccount {
        private final Map<UInt256, Versions<UInt256>> slots = new ConcurrentHashMap<>();
        private volatile Versions<Optional<Account>> values;
        /** Where all slots from before went. */
        private volatile Versions<Boolean> clearings;

        synchronized void put(int index, StateChanges.AccountChange change) {
            values = Versions.with(values, index, change.after());
            if (isClearing(change)) {
                clearings = Versions.with(clearings, index, true);
            }
            change.storage().forEach((key, value) -> slots.compute(key,
                    (k, head) -> Versions.with(head, index, value)));
        }

        synchronized void remove(int index, StateChanges.AccountChange change) {
            values = Versions.without(values, index);
            clearings = Versions.without(clearings, index);
            change.storage().keySet().forEach(key -> slots.computeIfPresent(key,
                    (k, head) -> Versions.without(head, index)));
        }
    }

    private static boolean isClearing(StateChanges.AccountChange change) {
        return change.storageCleared() || change.after().isEmpty();
    }

    /** Puts what the transaction at {@code index} did, which has nothing there. */
    void put(int index, StateChanges changes) {
        newCode.putAll(changes.newCode());
        changes.accounts().forEach((address, change) -> accounts
                .computeIfAbsent(address, a -> new OfAccount()).put(index, change));
    }

    /** Takes back what {@link #put} put. */
    void remove(int index, StateChanges changes) {
        changes.accounts()
                .forEach((address, change) -> accounts.get(address).remove(index, change));
    }

    /** The state before transaction {@code index}; {@code log} gets what is asked and answered. */
    StateView before(int index, ReadLog log) {
        return new View(index, log);
    }

    private final class View implements StateView {
        private final int index;
        private final ReadLog log;

        private View(int index, ReadLog log) {
            this.index = index;
            this.log = log;
        }

        @Override
        public Optional<Account> account(Address address) {
            OfAccount changed = accounts.get(address);
            var last = changed == null ? null : Versions.before(changed.values, index);
            Optional<Account> answer = last == null ? before.account(address) : last.value();
            log.addAccount(address, answer);
            return answer;
        }

        @Override
        public UInt256 storage(Address address, UInt256 key) {
            UInt256 answer = slot(address, key);
            log.addSlot(address, key, answer);
            return answer;
        }

        private UInt256 slot(Address address, UInt256 key) {
            OfAccount changed = accounts.get(address);
            if (changed == null) {
                return before.storage(address, key);
            }
            var last = Versions.before(changed.slots.get(key), index);
            var clearing = Versions.before(changed.clearings, index);
            // One transaction clears first and writes then.
            if (last != null && (clearing == null || last.index() >= clearing.index())) {
                return last.value();
            }
            return clearing == null ? before.storage(address, key) : UInt256.ZERO;
        }

        @Override
        public boolean hasStorage(Address address) {
            OfAccount changed = accounts.get(address);
            boolean answer = changed == null ? before.hasStorage(address)
                    : changed.slots.keySet().stream().anyMatch(key -> !slot(address, key).isZero())
                            || Versions.before(changed.clearings, index) == null
                                    && before.hasStorage(address);
            log.addStorage(address, answer);
            return answer;
        }

        @Override
        public Bytes code(Hash codeHash) {
            Bytes code = newCode.get(codeHash);
            return code == null ? before.code(codeHash) : code;
        }
    }
}
