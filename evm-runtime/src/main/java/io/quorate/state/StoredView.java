package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The stored state after one block. */
record StoredView(StateStore store, long blockNumber) implements StateView {
    @Override
    public Optional<Account> account(Address address) {
        return store.account(address, blockNumber).map(StoredAccount::account);
    }

    @Override
    public UInt256 storage(Address address, UInt256 key) {
        return store.slot(address, key, blockNumber);
    }

    @Override
    public boolean hasStorage(Address address) {
        return store.account(address, blockNumber).map(StoredAccount::hasStorage).orElse(false);
    }

    @Override
    public Bytes code(Hash codeHash) {
        return store.code(codeHash);
    }
}
