package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A state without accounts. */
final class EmptyState implements StateView {
    @Override
    public Optional<Account> account(Address address) {
        return Optional.empty();
    }

    @Override
    public UInt256 storage(Address address, UInt256 key) {
        return UInt256.ZERO;
    }

    @Override
    public boolean hasStorage(Address address) {
        return false;
    }

    @Override
    public Bytes code(Hash codeHash) {
        return Bytes.EMPTY;
    }
}
