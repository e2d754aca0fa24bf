package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A state in maps, which a test fills before it hands it on. */
public final class FakeStateView implements StateView {
    private final Map<Address, Account> accounts = new HashMap<>();
    private final Map<Address, Map<UInt256, UInt256>> storage = new HashMap<>();
    private final Map<Hash, Bytes> code = new HashMap<>();

    public FakeStateView account(Address address, long nonce, UInt256 balance) {
        accounts.put(address, new Account(nonce, balance, Hash.EMPTY));
        return this;
    }

    public FakeStateView contract(Address address, Bytes bytes) {
        Hash hash = Keccak256.hash(bytes);
        code.put(hash, bytes);
        accounts.put(address, new Account(1, UInt256.ZERO, hash));
        return this;
    }

    public FakeStateView slot(Address address, UInt256 key, UInt256 value) {
        storage.computeIfAbsent(address, missing -> new HashMap<>()).put(key, value);
        return this;
    }

    @Override
    public Optional<Account> account(Address address) {
        return Optional.ofNullable(accounts.get(address));
    }

    @Override
    public UInt256 storage(Address address, UInt256 key) {
        return storage.getOrDefault(address, Map.of()).getOrDefault(key, UInt256.ZERO);
    }

    @Override
    public boolean hasStorage(Address address) {
        return !storage.getOrDefault(address, Map.of()).isEmpty();
    }

    @Override
    public Bytes code(Hash codeHash) {
        return code.getOrDefault(codeHash, Bytes.EMPTY);
    }
}
