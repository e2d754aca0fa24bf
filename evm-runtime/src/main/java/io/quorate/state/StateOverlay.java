package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A state with changes on top that are not stored: what the next transaction of a block sees. Mutable, for one
 * thread; a view handed out by {@link #total} is a copy.
 */
public final class StateOverlay implements StateView {
    private final StateView base;
    private final Map<Address, Layer> layers = new HashMap<>();
    private final Map<Hash, Bytes> newCode = new HashMap<>();

    public StateOverlay(StateView base) {
        this.base = base;
    }

    /** Puts {@code changes} on top of those before. */
    public void add(StateChanges changes) {
        changes.accounts().forEach((address, change) -> {
            Layer layer = layers.computeIfAbsent(address, a -> new Layer());
            layer.after = change.after();
            if (change.storageCleared() || change.after().isEmpty()) {
                layer.cleared = true;
                layer.slots.clear();
            }
            layer.slots.putAll(change.storage());
        });
        newCode.putAll(changes.newCode());
    }

    /** The same state, which does not change when this one goes on. */
    public StateOverlay copy() {
        StateOverlay copy = new StateOverlay(base);
        copy.add(total());
        return copy;
    }

    /** Whether anything of the account is other than below. */
    public boolean isChanged(Address address) {
        return layers.containsKey(address);
    }

    /** All changes so far as one. */
    public StateChanges total() {
        SortedMap<Address, StateChanges.AccountChange> accounts = new TreeMap<>();
        layers.forEach((address, layer) -> accounts.put(address,
                new StateChanges.AccountChange(layer.after, layer.cleared, layer.slots)));
        return new StateChanges(accounts, new TreeMap<>(newCode));
    }

    @Override
    public Optional<Account> account(Address address) {
        Layer layer = layers.get(address);
        return layer == null ? base.account(address) : layer.after;
    }

    @Override
    public UInt256 storage(Address address, UInt256 key) {
        Layer layer = layers.get(address);
        if (layer == null) {
            return base.storage(address, key);
        }
        UInt256 changed = layer.slots.get(key);
        if (changed != null) {
            return changed;
        }
        return layer.cleared ? UInt256.ZERO : base.storage(address, key);
    }

    @Override
    public boolean hasStorage(Address address) {
        Layer layer = layers.get(address);
        if (layer == null) {
            return base.hasStorage(address);
        }
        // A base slot that was set to zero still counts: only EIP-7610 asks, of an address without code,
        // and no code has run there that could have cleared it.
        return layer.slots.values().stream().anyMatch(value -> !value.isZero())
                || !layer.cleared && base.hasStorage(address);
    }

    @Override
    public Bytes code(Hash codeHash) {
        Bytes code = newCode.get(codeHash);
        return code == null ? base.code(codeHash) : code;
    }

    private static final class Layer {
        private final SortedMap<UInt256, UInt256> slots = new TreeMap<>();
        private Optional<Account> after = Optional.empty();
        private boolean cleared;
    }
}
