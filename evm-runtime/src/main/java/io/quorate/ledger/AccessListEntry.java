package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import java.util.List;

/** One address of an access list with the storage keys under it (EIP-2930). */
public record AccessListEntry(Address address, List<Hash> storageKeys) {
    public AccessListEntry {
        storageKeys = List.copyOf(storageKeys);
    }
}
