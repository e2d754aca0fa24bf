package io.quorate.state;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every change of one entry of the state: one range scan of the history, whatever else it holds. */
public final class EntryHistory {
    /** Of one page: most versions of a busy account change another field than the one asked about. */
    private static final int VERSIONS_MAX = 100_000;

    private EntryHistory() {}

    /**
     * A step of a block: 0 what came before its transactions (in block 0, the genesis state), then each transaction, then
     * what came after them.
     */
    public record Position(long block, int step) implements Comparable<Position> {
        /** Before all steps of {@code block}. */
        public static Position startOf(long block) {
            return new Position(block, 0);
        }

        Position next() {
            return new Position(block, step + 1);
        }

        @Override
        public int compareTo(Position other) {
            int byBlock = Long.compare(block, other.block);
            return byBlock != 0 ? byBlock : Integer.compare(step, other.step);
        }
    }

    /** Values differ; those of a code hash are its 32 bytes as a number, and of what was touched there are none. */
    public record Change(Position at, UInt256 before, UInt256 after) {}

    /**
     * @param changes in order
     * @param next where to go on, empty where there is nothing more
     */
    public record Page(List<Change> changes, Optional<Position> next) {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The changes from {@code from} to the end of block {@code toBlock}, {@code max} of them at most; fewer where very many
     * versions had to be looked at.
     */
    public static Page of(KeyValueReader store, StateEntry entry, Position from, long toBlock,
            int max) {
        byte[] flatKey = flatKey(entry);
        UInt256 before = valueBefore(store, entry, flatKey, from);
        List<Change> changes = new ArrayList<>();
        try (Cursor cursor = store.scan(Space.HISTORY,
                StateKeys.version(flatKey, from.block(), from.step()),
                StateKeys.version(flatKey, toBlock + 1, 0))) {
            for (int looked = 0; cursor.hasNext(); looked++) {
                Entry version = cursor.next();
                if (looked == VERSIONS_MAX) {
                    return new Page(changes, Optional.of(positionOf(version)));
                }
                UInt256 after = value(entry, version.value());
                if (after.equals(before) && !(entry instanceof StateEntry.Touched)) {
                    continue; // another field of the account
                }
                Position at = positionOf(version);
                if (changes.size() == max) {
                    return new Page(changes, Optional.of(at));
                }
                changes.add(new Change(at, before, after));
                before = after;
            }
        }
        return new Page(changes, Optional.empty());
    }

    static Position positionOf(Entry version) {
        return new Position(StateKeys.blockOf(version.key()), StateKeys.stepOf(version.key()));
    }

    private static byte[] flatKey(StateEntry entry) {
        return entry instanceof StateEntry.Slot(var address, var slot)
                ? StateKeys.slot(address, slot)
                : StateKeys.account(entry.address());
    }

    private static UInt256 valueBefore(KeyValueReader store, StateEntry entry, byte[] flatKey,
            Position from) {
        if (from.block() == 0 && from.step() == 0) {
            return value(entry, new byte[0]);
        }
        byte[] last = from.step() > 0 ? StateKeys.version(flatKey, from.block(), from.step() - 1)
                : StateKeys.version(flatKey, from.block() - 1, -1);
        return value(entry, store.floor(Space.HISTORY, last)
                .filter(e -> e.key().length == flatKey.length + StateKeys.VERSION_SIZE
                        && Keys.startsWith(e.key(), flatKey))
                .map(Entry::value).orElse(new byte[0]));
    }

    /** An empty value stands for what is not there. */
    private static UInt256 value(StateEntry entry, byte[] stored) {
        Optional<Account> account = entry instanceof StateEntry.Slot || stored.length == 0
                ? Optional.empty()
                : Optional.of(StoredAccount.decode(stored).account());
        return switch (entry) {
            case StateEntry.Slot _ ->
                    stored.length == 0 ? UInt256.ZERO : UInt256.ofBytes(stored);
            case StateEntry.Touched _ -> UInt256.ZERO;
            case StateEntry.Balance _ -> account.map(Account::balance).orElse(UInt256.ZERO);
            case StateEntry.Nonce _ ->
                    account.map(a -> UInt256.of(a.nonce())).orElse(UInt256.ZERO);
            case StateEntry.CodeHash _ -> UInt256
                    .ofBytes(account.map(Account::codeHash).orElse(Hash.EMPTY).toArray());
        };
    }
}
