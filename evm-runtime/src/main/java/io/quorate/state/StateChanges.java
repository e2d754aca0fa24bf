package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** What a block (or transaction) did to the state: final values only, in address and key order. */
public record StateChanges(SortedMap<Address, AccountChange> accounts,
        SortedMap<Hash, Bytes> newCode) {
    public StateChanges {
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        newCode = Collections.unmodifiableSortedMap(new TreeMap<>(newCode));
    }

    /**
     * The end of one account.
     *
     * @param after empty where the account is gone, and its storage with it
     * @param storageCleared the slots from before are all gone; {@code storage} then starts from nothing
     * @param storage the slots that changed, zero for a removed one
     */
    public record AccountChange(Optional<Account> after, boolean storageCleared,
            SortedMap<UInt256, UInt256> storage) {
        public AccountChange {
            storage = Collections.unmodifiableSortedMap(new TreeMap<>(storage));
        }
    }
}
