package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Compares the history of one block with the changes that it is known to have made, step by step. What came of the last
 * step is proven by the tries; what is in between is not. For one thread.
 */
public final class StepCheck {
    private final KeyValueReader store;
    private final long block;
    private final DamageReport report;

    public StepCheck(KeyValueReader store, long block, DamageReport report) {
        this.store = store;
        this.block = block;
        this.report = report;
    }

    /** The value that {@code step} gave to the slot. */
    public void slot(Address address, UInt256 slot, int step, UInt256 after) {
        Optional<byte[]> found = store.read(Space.HISTORY,
                StateKeys.version(StateKeys.slot(address, slot), block, step));
        if (found.filter(value -> Arrays.equals(value, after.toMinimalArray())).isEmpty()) {
            damage("slot " + slot + " of account " + address, step,
                    found.map(value -> "is " + text(value)).orElse("is missing")
                            + "; the access list has " + after);
        }
    }

    /**
     * All versions of an account in the block.
     *
     * @param changes what each step did to its balance, nonce or code
     * @param slotSteps the steps that changed its storage
     */
    public void account(Address address, SortedMap<Integer, UnaryOperator<Account>> changes,
            SortedSet<Integer> slotSteps) {
        byte[] flat = StateKeys.account(address);
        SortedSet<Integer> missing = new TreeSet<>(changes.keySet());
        missing.addAll(slotSteps);
        Optional<Entry> last = Optional.empty();
        try (Cursor versions = store.scan(Space.HISTORY, StateKeys.version(flat, block, 0),
                StateKeys.version(flat, block + 1, 0))) {
            while (versions.hasNext()) {
                last.ifPresent(entry -> insideBlock(address, entry));
                Entry version = versions.next();
                int step = StateKeys.stepOf(version.key());
                missing.remove(step);
                version(address, step, version.value(), expected(flat, changes.headMap(step + 1)));
                last = Optional.of(version);
            }
        }
        missing.forEach(step -> damage("account " + address, step,
                "is missing; the access list has a change of it"));
    }

    private Account expected(byte[] flat, SortedMap<Integer, UnaryOperator<Account>> changes) {
        Account account = store.floor(Space.HISTORY, StateKeys.version(flat, block - 1, -1))
                .filter(entry -> entry.key().length == flat.length + StateKeys.VERSION_SIZE
                        && Keys.startsWith(entry.key(), flat)
                        && entry.value().length > 0) // else it was gone before
                .flatMap(entry -> StoredAccounts.tryDecode(entry.value()))
                .map(StoredAccount::account).orElse(Account.EMPTY);
        for (UnaryOperator<Account> change : changes.values()) {
            account = change.apply(account);
        }
        return account;
    }

    /** An account that is gone has no balance, no nonce and no code. */
    private void version(Address address, int step, byte[] value, Account expected) {
        Optional<Account> found = value.length == 0 ? Optional.of(Account.EMPTY)
                : StoredAccounts.tryDecode(value).map(StoredAccount::account);
        if (found.filter(expected::equals).isEmpty()) {
            damage("account " + address, step, "is " + text(value)
                    + "; by the block before and the access list it is " + expected);
        }
    }

    /** Inside a block the storage root is not known, and zero stands for it. */
    private void insideBlock(Address address, Entry version) {
        boolean isMarked = version.value().length == 0
                || StoredAccounts.tryDecode(version.value()).map(StoredAccount::storageRoot)
                        .filter(Hash.ZERO::equals).isPresent();
        if (!isMarked) {
            damage("account " + address, StateKeys.stepOf(version.key()),
                    "has a storage root inside the block: " + text(version.value()));
        }
    }

    private static String text(byte[] value) {
        return value.length == 0 ? "nothing" : Bytes.wrap(value).toString();
    }

    private void damage(String where, int step, String what) {
        report.damage(Space.HISTORY, where + " in block " + block + " step " + step, what);
    }
}
