package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/**
 * Works out the state root from the flat entries alone, as if there were no tries, and compares it with a header's; looks
 * whether each account's storage and code are there. For one thread.
 */
public final class FlatStateCheck {
    private final KeyValueReader store;
    private final Supplier<KeyValueStore> scratch;
    private final DamageReport report;
    private long accountCount;
    private long slotCount;

    /** {@code scratch} gives an empty store to sort in; it is asked for where a state is large. */
    public FlatStateCheck(KeyValueReader store, Supplier<KeyValueStore> scratch,
            DamageReport report) {
        this.store = store;
        this.scratch = scratch;
        this.report = report;
    }

    /** {@code expected} is what the header of {@code block}, the last one, says. */
    public void run(long block, Hash expected) {
        report.begins("state", store.estimatedEntries(Space.STATE));
        SortedEntries accounts = new SortedEntries(scratch, StateKeys.accountTrie());
        try (Cursor accountCursor = store.scanPrefix(Space.STATE, new byte[]{0});
                Cursor slotCursor = store.scanPrefix(Space.STATE, new byte[]{1})) {
            Slots slots = new Slots(slotCursor);
            while (accountCursor.hasNext()) {
                account(accountCursor.next(), accounts, slots);
            }
            slots.orphansBefore(Optional.empty());
        }
        Hash root = accounts.root();
        if (!root.equals(expected)) {
            report.damage(Space.STATE, "the state", "has the root " + root
                    + "; the header of block " + block + " has " + expected);
        }
    }

    private void account(Entry entry, SortedEntries accounts, Slots slots) {
        report.looked(1);
        accountCount++;
        if (entry.key().length != StateKeys.ACCOUNT_SIZE) {
            report.damage(Space.STATE, "the key " + Bytes.wrap(entry.key()),
                    "has not the " + StateKeys.ACCOUNT_SIZE + " bytes of an account's");
            return;
        }
        Address address = StateKeys.addressOf(entry.key());
        Hash hashed = Keccak256.hash(address.toArray());
        Hash storageRoot = slots.rootOf(address, hashed);
        Optional<StoredAccount> account = StoredAccounts.tryDecode(entry.value());
        accounts.add(hashed, account.map(a -> new StoredAccount(a.account(), storageRoot).encode())
                .orElse(entry.value()));
        if (account.isEmpty()) {
            report.damage(Space.STATE, "account " + address, "is no account: "
                    + Bytes.wrap(entry.value()));
            return;
        }
        if (!storageRoot.equals(account.get().storageRoot())) {
            report.damage(Space.STATE, "the storage of account " + address, "has the root "
                    + storageRoot + "; the account has " + account.get().storageRoot());
        }
        Hash codeHash = account.get().account().codeHash();
        if (account.get().account().hasCode()
                && store.read(Space.CODE, codeHash.toArray()).isEmpty()) {
            report.damage(Space.CODE, "the code with hash " + codeHash, "is missing; account "
                    + address + " has it");
        }
    }

    public long accountCount() {
        return accountCount;
    }

    public long slotCount() {
        return slotCount;
    }

    /** The slots in the order of their accounts. */
    private final class Slots {
        private final Cursor cursor;
        private Optional<Entry> next = Optional.empty();

        Slots(Cursor cursor) {
            this.cursor = cursor;
            advance();
        }

        private void advance() {
            next = Optional.empty();
            while (next.isEmpty() && cursor.hasNext()) {
                Entry entry = cursor.next();
                report.looked(1);
                if (entry.key().length == StateKeys.SLOT_SIZE) {
                    slotCount++;
                    next = Optional.of(entry);
                } else {
                    report.damage(Space.STATE, "the key " + Bytes.wrap(entry.key()),
                            "has not the " + StateKeys.SLOT_SIZE + " bytes of a slot's");
                }
            }
        }

        Hash rootOf(Address address, Hash hashed) {
            orphansBefore(Optional.of(address));
            SortedEntries slots = new SortedEntries(scratch, StateKeys.storageTrie(hashed));
            while (isOf(address)) {
                byte[] value = next.get().value();
                UInt256 slot = StateKeys.slotOf(next.get().key());
                if (value.length > 0 && value.length <= UInt256.SIZE && value[0] != 0) {
                    slots.add(Keccak256.hash(slot.toArray()),
                            new RlpWriter(40).write(UInt256.ofBytes(value)).toArray());
                } else {
                    report.damage(Space.STATE, "slot " + slot + " of account " + address,
                            "has no number without leading zeros, but " + Bytes.wrap(value));
                }
                advance();
            }
            return slots.root();
        }

        private boolean isOf(Address address) {
            return next.filter(entry -> StateKeys.addressOf(entry.key()).equals(address))
                    .isPresent();
        }

        /** Slots of addresses before {@code address} belong to no account. */
        void orphansBefore(Optional<Address> address) {
            while (next.isPresent() && address.map(
                    a -> StateKeys.addressOf(next.get().key()).compareTo(a) < 0).orElse(true)) {
                report.damage(Space.STATE, "slot " + StateKeys.slotOf(next.get().key())
                        + " of account " + StateKeys.addressOf(next.get().key()),
                        "is there, but the account is not");
                advance();
            }
        }
    }
}
