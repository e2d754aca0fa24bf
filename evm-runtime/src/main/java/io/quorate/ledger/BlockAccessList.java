package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.Accesses;
import io.quorate.state.Account;
import io.quorate.state.StateChanges;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a block accessed and what each of its transactions changed (EIP-7928). The index of a change is 0 before
 * the transactions, 1 to n for them, n + 1 after them. An account that was only looked at is listed with
 * nothing.
 */
public record BlockAccessList(SortedMap<Address, AccountAccess> accounts) {
    public static final BlockAccessList EMPTY = new BlockAccessList(new TreeMap<>());

    public BlockAccessList {
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
    }

    /** A value from one index on. */
    public record Change<T>(int index, T after) {}

    /**
     * One account; every list of changes is in the order of its indexes.
     *
     * @param reads the slots that were accessed and have no change in {@code slots}
     */
    public record AccountAccess(SortedMap<UInt256, List<Change<UInt256>>> slots,
            SortedSet<UInt256> reads, List<Change<UInt256>> balances, List<Change<Long>> nonces,
            List<Change<Bytes>> codes) {
        private static AccountAccess empty() {
            return new AccountAccess(new TreeMap<>(), new TreeSet<>(), new ArrayList<>(),
                    new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * The list of a block.
     *
     * @param before the state that the first step found
     * @param steps what each index did, the first being 0
     * @param accesses what each index looked at
     */
    public static BlockAccessList of(StateView before, List<StateChanges> steps,
            List<Accesses> accesses) {
        SortedMap<Address, AccountAccess> accounts = new TreeMap<>();
        SortedMap<Address, Account> last = new TreeMap<>();
        for (int step = 0; step < steps.size(); step++) {
            int index = step;
            StateChanges changes = steps.get(step);
            changes.accounts().forEach((address, change) -> {
                Account old = last.computeIfAbsent(address,
                        a -> before.account(a).orElse(Account.EMPTY));
                Account now = change.after().orElse(Account.EMPTY);
                last.put(address, now);
                AccountAccess access = accounts.computeIfAbsent(address,
                        a -> AccountAccess.empty());
                addAccount(access, index, old, now, changes);
                change.storage().forEach((slot, value) -> access.slots()
                        .computeIfAbsent(slot, s -> new ArrayList<>())
                        .add(new Change<>(index, value)));
            });
        }
        accesses.forEach(step -> step.accounts().forEach(account -> {
            AccountAccess access = accounts.computeIfAbsent(account.address(),
                    a -> AccountAccess.empty());
            account.slots().stream().filter(slot -> !access.slots().containsKey(slot))
                    .forEach(access.reads()::add);
        }));
        return new BlockAccessList(accounts);
    }

    private static void addAccount(AccountAccess access, int index, Account old, Account now,
            StateChanges changes) {
        if (!old.balance().equals(now.balance())) {
            access.balances().add(new Change<>(index, now.balance()));
        }
        if (old.nonce() != now.nonce()) {
            access.nonces().add(new Change<>(index, now.nonce()));
        }
        if (!old.codeHash().equals(now.codeHash())) {
            Bytes code = Optional.ofNullable(changes.newCode().get(now.codeHash()))
                    .orElse(Bytes.EMPTY);
            access.codes().add(new Change<>(index, code));
        }
    }

    /** What {@link #encode} made. */
    public static BlockAccessList decode(Bytes encoded) throws DecodeException {
        return BlockAccessListReader.read(encoded);
    }

    /** RLP as EIP-7928 has it. */
    public Bytes encode() {
        RlpWriter out = new RlpWriter(1024).startList();
        accounts.forEach((address, access) -> {
            out.startList().write(address).startList();
            access.slots().forEach((slot, changes) -> {
                out.startList().write(slot).startList();
                changes.forEach(c -> out.startList().write(c.index()).write(c.after()).endList());
                out.endList().endList();
            });
            out.endList().startList();
            access.reads().forEach(out::write);
            out.endList().startList();
            access.balances()
                    .forEach(c -> out.startList().write(c.index()).write(c.after()).endList());
            out.endList().startList();
            access.nonces().forEach(
                    c -> out.startList().write(c.index()).write((long) c.after()).endList());
            out.endList().startList();
            access.codes()
                    .forEach(c -> out.startList().write(c.index()).write(c.after()).endList());
            out.endList().endList();
        });
        return out.endList().toBytes();
    }

    /** keccak256 of {@link #encode}: what the slot record has. */
    public Hash hash() {
        return Keccak256.hash(encode());
    }
}
