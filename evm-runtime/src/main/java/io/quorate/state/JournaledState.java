package io.quorate.state;

import io.quorate.evm.LogEntry;
import io.quorate.evm.WorldState;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * The state of a block in the making: a {@link StateView} and what transactions did to it since. Between
 * {@link #beginTransaction} and {@link #endTransaction} every change can be undone; after, it is part of
 * {@link #changes}. Mutable, for one thread.
 */
public final class JournaledState implements WorldState {
    /**
     * Its touch outlives a revert: on the main net a call of it ran out of gas in the transaction that was to
     * clear it, two clients cleared it all the same, and that became the rule (EIP-716).
     */
    private static final Address RIPEMD160 = Address.ofLow(3);

    private final StateView view;
    private final boolean creditsLater;
    private final Map<Address, AccountEntry> accounts = new HashMap<>();
    private final UndoLog undos = new UndoLog();
    private final List<AccountEntry> touched = new ArrayList<>();
    private final TransientStorage transientStorage = new TransientStorage();
    private final List<LogEntry> logs = new ArrayList<>();
    private int transaction = 1;
    private long refund;
    private Optional<UInt256> creditLeft = Optional.empty();
    /**
     * The account asked for last, null at first: a frame's instructions mostly ask for its own, and by the same
     * object, so that no bytes have to be compared.
     */
    private Address lastAddress;
    private AccountEntry lastEntry;

    public JournaledState(StateView view) {
        this(view, false);
    }

    private JournaledState(StateView view, boolean creditsLater) {
        this.view = view;
        this.creditsLater = creditsLater;
    }

    /** For one transaction, whose {@link #credit} it may leave to others. */
    public static JournaledState creditingLater(StateView view) {
        return new JournaledState(view, true);
    }

    /** Starts afresh with warmth, transient storage, logs, refunds and original values. */
    public void beginTransaction() {
        transaction++;
        undos.clear();
        touched.clear();
        transientStorage.clear();
        logs.clear();
        refund = 0;
    }

    /** Removes destructed accounts and, from EIP-158 on, empty touched ones. Nothing can be undone after. */
    public void endTransaction(Fork fork) {
        boolean clearsEmpty = fork.isAtLeast(Fork.SPURIOUS_DRAGON);
        for (AccountEntry entry : touched) {
            boolean isTouched = entry.touchedIn == transaction;
            if (entry.destructedIn == transaction
                    || clearsEmpty && isTouched && entry.exists && entry.isEmpty()) {
                entry.remove();
            }
        }
        beginTransaction();
    }

    /** What was logged in this transaction and not undone, in order. */
    public List<LogEntry> logs() {
        return List.copyOf(logs);
    }

    /** Everything that all transactions so far changed; meant for between two transactions. */
    public StateChanges changes() {
        SortedMap<Address, StateChanges.AccountChange> changed = new TreeMap<>();
        SortedMap<Hash, Bytes> newCode = new TreeMap<>();
        for (AccountEntry entry : accounts.values()) {
            Optional<Account> after = entry.current();
            SortedMap<UInt256, UInt256> storage = changedSlots(entry);
            boolean cleared = entry.storageCleared && entry.base.isPresent();
            if (!after.equals(entry.base) || cleared || !storage.isEmpty()) {
                changed.put(entry.address,
                        new StateChanges.AccountChange(after, cleared, storage));
            }
            after.filter(account -> account.hasCode() && !hadCode(entry, account.codeHash()))
                    .ifPresent(account -> newCode.put(account.codeHash(), codeOf(entry)));
        }
        return new StateChanges(changed, newCode);
    }

    /** What all transactions so far accessed, changed or not. */
    public Accesses accesses() {
        List<Accesses.OfAccount> accessed = new ArrayList<>(accounts.size());
        for (AccountEntry entry : accounts.values()) {
            if (entry.accessed) {
                accessed.add(new Accesses.OfAccount(entry.address, entry.accessedSlots()));
            }
        }
        return new Accesses(accessed);
    }

    private static SortedMap<UInt256, UInt256> changedSlots(AccountEntry entry) {
        SortedMap<UInt256, UInt256> changed = new TreeMap<>();
        entry.slots.forEach((key, slot) -> {
            if (!slot.value.equals(slot.base)) {
                changed.put(key, slot.value);
            }
        });
        return changed;
    }

    private static boolean hadCode(AccountEntry entry, Hash codeHash) {
        return entry.base.map(account -> account.codeHash().equals(codeHash)).orElse(false);
    }

    @Override
    public boolean exists(Address address) {
        return accessed(address).exists;
    }

    @Override
    public boolean isDead(Address address) {
        AccountEntry entry = accessed(address);
        return !entry.exists || entry.isEmpty();
    }

    @Override
    public UInt256 balance(Address address) {
        return accessed(address).balance;
    }

    @Override
    public long nonce(Address address) {
        return accessed(address).nonce;
    }

    @Override
    public Hash codeHash(Address address) {
        return accessed(address).codeHash;
    }

    @Override
    public Bytes code(Address address) {
        return codeOf(accessed(address));
    }

    private Bytes codeOf(AccountEntry entry) {
        if (entry.code.isEmpty()) {
            entry.code = Optional.of(view.code(entry.codeHash));
        }
        return entry.code.get();
    }

    @Override
    public boolean hasStorage(Address address) {
        AccountEntry entry = accessed(address);
        for (SlotEntry slot : entry.slots.values()) {
            if (!slot.value.isZero()) {
                return true;
            }
        }
        return !entry.storageCleared && view.hasStorage(address);
    }

    @Override
    public void addBalance(Address address, UInt256 amount) {
        AccountEntry entry = touchedEntry(address);
        setBalance(entry, entry.balance.plus(amount));
    }

    @Override
    public void subtractBalance(Address address, UInt256 amount) {
        AccountEntry entry = touchedEntry(address);
        if (entry.balance.compareTo(amount) < 0) {
            throw new IllegalStateException("balance " + entry.balance + " of " + address
                    + " is below " + amount);
        }
        setBalance(entry, entry.balance.minus(amount));
    }

    /**
     * What a transaction pays to a block's beneficiary in the end. All transactions of a block do, so that none could
     * be executed before the last is: where this state leaves credits to others, and nothing has looked at the
     * account, its balance need not be known, and the amount becomes {@link #creditLeft}.
     */
    public void credit(Address address, UInt256 amount) {
        if (creditsLater && !entry(address).accessed) {
            creditLeft = Optional.of(amount);
        } else {
            addBalance(address, amount);
        }
    }

    /** What is still to be paid. */
    public Optional<UInt256> creditLeft() {
        return creditLeft;
    }

    private void setBalance(AccountEntry entry, UInt256 balance) {
        UInt256 before = entry.balance;
        if (!balance.equals(before)) { // most calls carry no value
            entry.balance = balance;
            undos.add(() -> entry.balance = before);
        }
    }

    @Override
    public void setNonce(Address address, long nonce) {
        AccountEntry entry = touchedEntry(address);
        long before = entry.nonce;
        entry.nonce = nonce;
        undos.add(() -> entry.nonce = before);
    }

    @Override
    public void setCode(Address address, Bytes code) {
        AccountEntry entry = touchedEntry(address);
        Hash hashBefore = entry.codeHash;
        Optional<Bytes> codeBefore = entry.code;
        entry.codeHash = code.isEmpty() ? Hash.EMPTY : Keccak256.hash(code);
        entry.code = Optional.of(code);
        undos.add(() -> {
            entry.codeHash = hashBefore;
            entry.code = codeBefore;
        });
    }

    @Override
    public void touch(Address address) {
        touchedEntry(address);
    }

    @Override
    public void createContract(Address address) {
        AccountEntry entry = touchedEntry(address);
        int before = entry.createdIn;
        entry.createdIn = transaction;
        undos.add(() -> entry.createdIn = before);
    }

    @Override
    public boolean isCreatedInTransaction(Address address) {
        return entry(address).createdIn == transaction;
    }

    @Override
    public UInt256 storage(Address address, UInt256 key) {
        SlotEntry slot = slot(accessed(address), key);
        slot.accessed = true;
        return slot.value;
    }

    @Override
    public UInt256 originalStorage(Address address, UInt256 key) {
        return slot(entry(address), key).original;
    }

    @Override
    public void setStorage(Address address, UInt256 key, UInt256 value) {
        SlotEntry slot = slot(touchedEntry(address), key);
        undos.addStorage(slot, slot.value);
        slot.value = value;
    }

    @Override
    public UInt256 transientStorage(Address address, UInt256 key) {
        AccountEntry entry = entry(address);
        if (entry.transientIn != transaction) {
            return UInt256.ZERO;
        }
        int nearest = transientStorage.nearest(entry.transientRoot, key);
        return transientStorage.holds(nearest, key) ? transientStorage.value(nearest)
                : UInt256.ZERO;
    }

    @Override
    public void setTransientStorage(Address address, UInt256 key, UInt256 value) {
        int slot = transientSlot(entry(address), key);
        undos.addTransient(slot, transientStorage.value(slot));
        transientStorage.setValue(slot, value);
    }

    private int transientSlot(AccountEntry entry, UInt256 key) {
        if (entry.transientIn != transaction) {
            entry.transientIn = transaction;
            entry.transientRoot = transientStorage.plant(key);
            return transientStorage.lastAdded();
        }
        int nearest = transientStorage.nearest(entry.transientRoot, key);
        if (transientStorage.holds(nearest, key)) {
            return nearest;
        }
        entry.transientRoot = transientStorage.insert(entry.transientRoot, nearest, key);
        return transientStorage.lastAdded();
    }

    @Override
    public boolean warmAddress(Address address) {
        AccountEntry entry = entry(address);
        if (entry.warmIn == transaction) {
            return false;
        }
        entry.warmIn = transaction;
        undos.add(() -> entry.warmIn = 0);
        return true;
    }

    @Override
    public boolean isWarm(Address address) {
        return entry(address).warmIn == transaction;
    }

    @Override
    public boolean warmSlot(Address address, UInt256 key) {
        SlotEntry slot = slot(entry(address), key);
        if (slot.warmIn == transaction) {
            return false;
        }
        slot.warmIn = transaction;
        undos.add(() -> slot.warmIn = 0);
        return true;
    }

    @Override
    public boolean selfDestruct(Address address) {
        AccountEntry entry = touchedEntry(address);
        if (entry.destructedIn == transaction) {
            return false;
        }
        entry.destructedIn = transaction;
        undos.add(() -> entry.destructedIn = 0);
        return true;
    }

    @Override
    public void addLog(LogEntry log) {
        logs.add(log);
        undos.addLog();
    }

    @Override
    public void addRefund(long gas) {
        undos.addRefund(refund);
        refund += gas;
    }

    @Override
    public long refund() {
        return refund;
    }

    @Override
    public int mark() {
        return undos.size();
    }

    @Override
    public void revertTo(int mark) {
        while (undos.size() > mark) {
            undoLast();
        }
    }

    private void undoLast() {
        switch (undos.last()) {
            case STEP -> undos.takeStep().run();
            case STORAGE -> undos.takeSlot().value = undos.takeWord();
            case TRANSIENT -> transientStorage.setValue(undos.takeIndex(), undos.takeWord());
            case LOG -> logs.removeLast();
            case REFUND -> refund = undos.takeLong();
        }
    }

    private AccountEntry entry(Address address) {
        if (address == lastAddress) {
            return lastEntry;
        }
        AccountEntry entry = accounts.get(address);
        if (entry == null) {
            entry = new AccountEntry(address, view.account(address));
            accounts.put(address, entry);
        }
        lastAddress = address;
        lastEntry = entry;
        return entry;
    }

    /** For whatever looks at an account's state; warmth alone is none of it. */
    private AccountEntry accessed(Address address) {
        AccountEntry entry = entry(address);
        entry.accessed = true;
        return entry;
    }

    private AccountEntry touchedEntry(Address address) {
        AccountEntry entry = accessed(address);
        if (entry.touchedIn != transaction) {
            entry.touchedIn = transaction;
            touched.add(entry);
            if (!address.equals(RIPEMD160)) {
                undos.add(() -> entry.touchedIn = 0);
            }
        }
        if (!entry.exists) {
            entry.exists = true;
            undos.add(() -> entry.exists = false);
        }
        return entry;
    }

    private SlotEntry slot(AccountEntry account, UInt256 key) {
        SlotEntry slot = account.knownSlot(key);
        if (slot == null) {
            UInt256 base = account.storageCleared || account.base.isEmpty() ? UInt256.ZERO
                    : view.storage(account.address, key);
            slot = new SlotEntry(base, transaction);
            account.putSlot(key, slot);
        } else if (slot.originalIn != transaction) {
            slot.original = slot.value;
            slot.originalIn = transaction;
        }
        return slot;
    }
}
