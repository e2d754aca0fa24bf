package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.BlockAccessList.AccountAccess;
import io.quorate.state.Account;
import io.quorate.state.DamageReport;
import io.quorate.state.StepCheck;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Every change that a block's access list names is in the history, with the step that made it. That the access list is
 * the certified one is seen where slots are looked at. For one thread.
 */
final class ChangeCheck {
    private final KeyValueReader store;
    private final LedgerCheck.Frame frame;
    private final DamageReport report;

    ChangeCheck(KeyValueReader store, LedgerCheck.Frame frame, DamageReport report) {
        this.store = store;
        this.frame = frame;
        this.report = report;
    }

    void run() {
        report.begins("changes within blocks", frame.head() - frame.oldest());
        // Of the oldest block only the last change of each entry is kept, where older blocks were pruned.
        for (long number = frame.oldest() + 1; number <= frame.head(); number++) {
            report.looked(1);
            Optional<byte[]> encoded = store.read(Space.BLOCKS, LedgerKeys.accessList(number));
            if (encoded.isPresent()) {
                check(number, encoded.get());
            }
        }
    }

    private void check(long number, byte[] encoded) {
        BlockAccessList list;
        try {
            list = BlockAccessListReader.read(Bytes.wrap(encoded));
        } catch (DecodeException e) {
            report.damage(Space.BLOCKS, "the access list of block " + number,
                    "does not decode: " + e.getMessage());
            return;
        }
        StepCheck steps = new StepCheck(store, number, report);
        list.accounts().forEach((address, access) -> {
            access.slots().forEach((slot, changes) -> changes
                    .forEach(c -> steps.slot(address, slot, c.index(), c.after())));
            steps.account(address, changes(access), slotSteps(access));
        });
    }

    private static SortedMap<Integer, UnaryOperator<Account>> changes(AccountAccess access) {
        SortedMap<Integer, UnaryOperator<Account>> changes = new TreeMap<>();
        access.balances().forEach(c -> add(changes, c.index(),
                a -> new Account(a.nonce(), c.after(), a.codeHash())));
        access.nonces().forEach(c -> add(changes, c.index(),
                a -> new Account(c.after(), a.balance(), a.codeHash())));
        access.codes().forEach(c -> add(changes, c.index(),
                a -> new Account(a.nonce(), a.balance(), hash(c.after()))));
        return changes;
    }

    private static void add(SortedMap<Integer, UnaryOperator<Account>> changes, int index,
            UnaryOperator<Account> change) {
        changes.merge(index, change,
                (first, second) -> account -> second.apply(first.apply(account)));
    }

    private static Hash hash(Bytes code) {
        return code.isEmpty() ? Hash.EMPTY : Keccak256.hash(code);
    }

    private static SortedSet<Integer> slotSteps(AccountAccess access) {
        SortedSet<Integer> steps = new TreeSet<>();
        access.slots().values().forEach(changes -> changes.forEach(c -> steps.add(c.index())));
        return steps;
    }
}
