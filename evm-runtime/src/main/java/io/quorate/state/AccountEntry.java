package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * One account in the working set of a {@link JournaledState}. Mutable, owned by it, never handed out. The
 * {@code …In} fields hold the number of the transaction for which the mark holds, so that no mark has to be
 * wiped between transactions.
 */
final class AccountEntry {
    final Address address;
    /** As the view below has it. */
    final Optional<Account> base;
    boolean exists;
    long nonce;
    UInt256 balance;
    Hash codeHash;
    /** Empty until somebody asks for it, where there is code. */
    Optional<Bytes> code;
    /** The slots of the view are gone: only {@link #slots} count. */
    boolean storageCleared;
    final Map<UInt256, SlotEntry> slots = new HashMap<>();
    /** The slot asked for last: one SSTORE asks four times for the same. Null where there is none. */
    private SlotEntry lastSlot;
    private UInt256 lastKey = UInt256.ZERO;
    /** EIP-7928; never undone. */
    boolean accessed;
    /** Slots that were accessed and then went with the account. */
    List<UInt256> accessedAndGone = List.of();

    int touchedIn;
    int warmIn;
    int createdIn;
    int destructedIn;
    /** Whether it has transient storage, from {@link #transientRoot} on. */
    int transientIn;
    int transientRoot;

    AccountEntry(Address address, Optional<Account> base) {
        this.address = address;
        this.base = base;
        exists = base.isPresent();
        Account account = base.orElse(Account.EMPTY);
        nonce = account.nonce();
        balance = account.balance();
        codeHash = account.codeHash();
        code = account.hasCode() ? Optional.empty() : Optional.of(Bytes.EMPTY);
    }

    /** Null where the slot is not in the working set. */
    SlotEntry knownSlot(UInt256 key) {
        if (lastSlot != null && key.equals(lastKey)) {
            return lastSlot;
        }
        SlotEntry slot = slots.get(key);
        if (slot != null) {
            lastSlot = slot;
            lastKey = key;
        }
        return slot;
    }

    void putSlot(UInt256 key, SlotEntry slot) {
        slots.put(key, slot);
        lastSlot = slot;
        lastKey = key;
    }

    boolean isEmpty() {
        return nonce == 0 && balance.isZero() && codeHash.equals(Hash.EMPTY);
    }

    Optional<Account> current() {
        return exists ? Optional.of(new Account(nonce, balance, codeHash)) : Optional.empty();
    }

    /** Also those that are gone. */
    List<UInt256> accessedSlots() {
        if (slots.isEmpty()) {
            return accessedAndGone;
        }
        List<UInt256> accessed = new ArrayList<>(accessedAndGone);
        slots.forEach((key, slot) -> {
            if (slot.accessed) {
                accessed.add(key);
            }
        });
        return accessed;
    }

    /** Takes the account away with its storage. */
    void remove() {
        exists = false;
        nonce = 0;
        balance = UInt256.ZERO;
        codeHash = Hash.EMPTY;
        code = Optional.of(Bytes.EMPTY);
        storageCleared = true;
        accessedAndGone = accessedSlots();
        slots.clear();
        lastSlot = null;
    }
}
