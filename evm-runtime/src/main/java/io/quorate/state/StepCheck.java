package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** Looks for single changes of one block in the history. For one thread. */
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
            damage("slot " + slot + " of account " + address, step, found,
                    "the access list has " + after);
        }
    }

    public void balance(Address address, int step, UInt256 after) {
        account(address, step, account -> account.balance().equals(after), "balance " + after);
    }

    public void nonce(Address address, int step, long after) {
        account(address, step, account -> account.nonce() == after, "nonce " + after);
    }

    public void code(Address address, int step, Bytes after) {
        Hash hash = after.isEmpty() ? Hash.EMPTY : Keccak256.hash(after);
        account(address, step, account -> account.codeHash().equals(hash),
                "code with hash " + hash);
    }

    /** An account that is gone has no balance, no nonce and no code. */
    private void account(Address address, int step, Predicate<Account> isIt, String expected) {
        Optional<byte[]> found = store.read(Space.HISTORY,
                StateKeys.version(StateKeys.account(address), block, step));
        Optional<Account> account = found.flatMap(value -> value.length == 0
                ? Optional.of(Account.EMPTY)
                : StoredAccounts.tryDecode(value).map(StoredAccount::account));
        if (account.filter(isIt).isEmpty()) {
            damage("account " + address, step, found, "the access list has " + expected);
        }
    }

    private void damage(String what, int step, Optional<byte[]> found, String expected) {
        report.damage(Space.HISTORY, what + " in block " + block + " step " + step,
                found.map(value -> "is " + (value.length == 0 ? "nothing" : Bytes.wrap(value)))
                        .orElse("is missing") + "; " + expected);
    }
}
