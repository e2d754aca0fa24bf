package io.quorate.jsonrpc;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A state with the accounts of an {@link Overrides} laid over it. As safe for threads as what is below. */
public final class OverriddenState implements StateView {
    private final StateView below;
    private final Map<Address, Overrides.OfAccount> accounts;
    private final Map<Hash, Bytes> codes = new HashMap<>();

    public OverriddenState(StateView below, Overrides overrides) {
        this.below = below;
        this.accounts = overrides.accounts();
        for (Overrides.OfAccount account : accounts.values()) {
            account.code().ifPresent(code -> codes.put(Keccak256.hash(code), code));
        }
    }

    @Override
    public Optional<Account> account(Address address) {
        Overrides.OfAccount override = accounts.get(address);
        if (override == null) {
            return below.account(address);
        }
        Account account = below.account(address).orElse(Account.EMPTY);
        return Optional.of(new Account(override.nonce().orElse(account.nonce()),
                override.balance().orElse(account.balance()),
                override.code().map(Keccak256::hash).orElse(account.codeHash())));
    }

    @Override
    public UInt256 storage(Address address, UInt256 key) {
        Overrides.OfAccount override = accounts.get(address);
        if (override == null) {
            return below.storage(address, key);
        }
        UInt256 changed = override.storageDiff().get(key);
        if (changed != null) {
            return changed;
        }
        return override.storage().map(slots -> slots.getOrDefault(key, UInt256.ZERO))
                .orElseGet(() -> below.storage(address, key));
    }

    @Override
    public boolean hasStorage(Address address) {
        Overrides.OfAccount override = accounts.get(address);
        if (override == null) {
            return below.hasStorage(address);
        }
        if (override.storageDiff().values().stream().anyMatch(value -> !value.isZero())) {
            return true;
        }
        return override.storage()
                .map(slots -> slots.values().stream().anyMatch(value -> !value.isZero()))
                .orElseGet(() -> below.hasStorage(address));
    }

    @Override
    public Bytes code(Hash codeHash) {
        Bytes code = codes.get(codeHash);
        return code == null ? below.code(codeHash) : code;
    }
}
