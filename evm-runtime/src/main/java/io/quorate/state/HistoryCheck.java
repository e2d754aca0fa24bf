package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.tuweni.bytes.Bytes;

/**
 * Walks through the history of each account and slot: its last version is the latest state, and what it was between two
 * blocks that changed it is what the tries of that time prove. For one thread.
 */
public final class HistoryCheck {
    private final KeyValueReader store;
    private final ProvenPast past;
    private final DamageReport report;
    private long versionCount;
    private long provableFrom;
    private long head;

    /** {@code stateRoots} knows the root that the header of a block names. */
    public HistoryCheck(KeyValueReader store, LongFunction<Optional<Hash>> stateRoots,
            DamageReport report) {
        this.store = store;
        this.past = new ProvenPast(store, stateRoots);
        this.report = report;
    }

    /** States from block {@code oldestProvable} to {@code lastBlock} are provable. */
    public void run(long oldestProvable, long lastBlock) {
        report.begins("history", store.estimatedEntries(Space.HISTORY));
        provableFrom = oldestProvable;
        head = lastBlock;
        try (Cursor versions = store.scan(Space.HISTORY, new byte[0], new byte[0]);
                Cursor flat = store.scan(Space.STATE, new byte[0], new byte[0])) {
            Latest latest = new Latest(flat);
            Optional<Entry> before = Optional.empty();
            while (versions.hasNext()) {
                Entry version = versions.next();
                report.looked(1);
                if (isVersion(version)) {
                    versionCount++;
                    step(before, version, latest);
                    before = Optional.of(version);
                }
            }
            before.ifPresent(latest::compare);
            latest.restHasNoHistory(Optional.empty());
        }
    }

    public long versionCount() {
        return versionCount;
    }

    private boolean isVersion(Entry entry) {
        int size = entry.key().length - StateKeys.VERSION_SIZE;
        boolean isOne = size == StateKeys.ACCOUNT_SIZE && entry.key()[0] == 0
                || size == StateKeys.SLOT_SIZE && entry.key()[0] == 1;
        if (!isOne || Long.compareUnsigned(StateKeys.blockOf(entry.key()), head) > 0) {
            report.damage(Space.HISTORY, "the key " + Bytes.wrap(entry.key()),
                    "is of no change of an account or a slot by a block up to " + head);
            return false;
        }
        return true;
    }

    private void step(Optional<Entry> before, Entry version, Latest latest) {
        byte[] flat = flatKey(version);
        boolean isSame = before.filter(entry -> Arrays.equals(flatKey(entry), flat)).isPresent();
        long until = StateKeys.blockOf(version.key()) - 1;
        if (!isSame) {
            before.ifPresent(latest::compare);
            latest.restHasNoHistory(Optional.of(flat));
            compare(flat, new byte[0], Optional.empty(), until);
        } else if (StateKeys.blockOf(before.get().key()) <= until) { // the last of its block
            compare(flat, before.get().value(), before, until);
        }
    }

    /** {@code value} is what the history says for block {@code number}; empty for nothing. */
    private void compare(byte[] flat, byte[] value, Optional<Entry> version, long number) {
        if (number < provableFrom) {
            return;
        }
        String since = version.map(v -> " since block " + StateKeys.blockOf(v.key()) + " step "
                + StateKeys.stepOf(v.key())).orElse(" before its first change");
        try {
            Optional<byte[]> proven = proven(flat, number);
            if (!Arrays.equals(proven.orElse(new byte[0]), leaf(flat, value))) {
                report.damage(Space.HISTORY, name(flat) + since, "is " + text(value)
                        + "; the trie of block " + number + " has a leaf "
                        + text(proven.orElse(new byte[0])));
            }
        } catch (StorageException e) {
            report.damage(Space.TRIE_HISTORY, name(flat) + " in block " + number,
                    "cannot be proven: " + e.getMessage());
        }
    }

    private Optional<byte[]> proven(byte[] flat, long number) {
        Address address = StateKeys.addressOf(flat);
        return isAccount(flat) ? past.account(address, number)
                : past.slot(address, StateKeys.slotOf(flat), number);
    }

    private static byte[] leaf(byte[] flat, byte[] value) {
        return isAccount(flat) || value.length == 0 || value.length > UInt256.SIZE ? value
                : new RlpWriter(40).write(UInt256.ofBytes(value)).toArray();
    }

    private static boolean isAccount(byte[] flat) {
        return flat.length == StateKeys.ACCOUNT_SIZE;
    }

    private static byte[] flatKey(Entry version) {
        return Arrays.copyOf(version.key(), version.key().length - StateKeys.VERSION_SIZE);
    }

    private static String name(byte[] flat) {
        Address address = StateKeys.addressOf(flat);
        return isAccount(flat) ? "account " + address
                : "slot " + StateKeys.slotOf(flat) + " of account " + address;
    }

    private static String text(byte[] value) {
        return value.length == 0 ? "nothing" : Bytes.wrap(value).toString();
    }

    /** The latest state, read in the order of the history. */
    private final class Latest {
        private final Cursor cursor;
        private Optional<Entry> next = Optional.empty();

        Latest(Cursor cursor) {
            this.cursor = cursor;
            advance();
        }

        private void advance() {
            next = cursor.hasNext() ? Optional.of(cursor.next()) : Optional.empty();
        }

        /** With the last version of an entry. */
        void compare(Entry version) {
            byte[] flat = flatKey(version);
            boolean isThere = next.filter(entry -> Arrays.equals(entry.key(), flat)).isPresent();
            byte[] value = isThere ? next.get().value() : new byte[0];
            if (!Arrays.equals(version.value(), value)) {
                report.damage(Space.HISTORY, name(flat) + " since block "
                        + StateKeys.blockOf(version.key()) + " step "
                        + StateKeys.stepOf(version.key()),
                        "is " + text(version.value())
                                + "; the latest state has " + text(value));
            }
            if (isThere) {
                advance();
            }
        }

        /** What comes before {@code flat} was never changed, so it cannot be there. */
        void restHasNoHistory(Optional<byte[]> flat) {
            while (next.isPresent() && flat
                    .map(key -> Arrays.compareUnsigned(next.get().key(), key) < 0).orElse(true)) {
                report.damage(Space.HISTORY, "the entry with key "
                        + Bytes.wrap(next.get().key()), "is in the state and has no history");
                advance();
            }
        }
    }
}
