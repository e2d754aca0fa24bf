package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateChanges;
import io.quorate.state.StateRoot;
import io.quorate.state.StateView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** The accounts of a test's {@code pre} or {@code state} section. Not to be changed after it was read. */
final class FixtureState implements StateView {
    private final Map<Address, Account> accounts = new TreeMap<>();
    private final Map<Address, Map<UInt256, UInt256>> storage = new HashMap<>();
    private final Map<Hash, Bytes> code = new HashMap<>();

    private FixtureState() {}

    static FixtureState of(JsonNode section) {
        FixtureState state = new FixtureState();
        section.properties().forEach(entry -> state.read(Address.fromHex(entry.getKey()),
                entry.getValue()));
        return state;
    }

    private void read(Address address, JsonNode fields) {
        Bytes bytes = Bytes.fromHexString(fields.path("code").asText("0x"));
        Hash codeHash = Keccak256.hash(bytes);
        code.put(codeHash, bytes);
        UInt256 balance = UInt256.fromHex(fields.path("balance").asText("0x0"));
        UInt256 nonce = UInt256.fromHex(fields.path("nonce").asText("0x0"));
        accounts.put(address, new Account(nonce.limb(0), balance, codeHash));
        Map<UInt256, UInt256> slots = new TreeMap<>();
        fields.path("storage").properties()
                .forEach(slot -> slots.put(UInt256.fromHex(slot.getKey()),
                        UInt256.fromHex(slot.getValue().asText())));
        storage.put(address, slots);
    }

    Hash root() {
        return StateRoot.of(accounts, storage);
    }

    /** What makes this state of nothing. */
    StateChanges asChanges() {
        SortedMap<Address, StateChanges.AccountChange> changes = new TreeMap<>();
        accounts.forEach((address, account) -> {
            SortedMap<UInt256, UInt256> filled = new TreeMap<>(slots(address));
            filled.values().removeIf(UInt256::isZero);
            changes.put(address,
                    new StateChanges.AccountChange(Optional.of(account), false, filled));
        });
        SortedMap<Hash, Bytes> codes = new TreeMap<>(code);
        codes.remove(Hash.EMPTY);
        return new StateChanges(changes, codes);
    }

    /** The root of this state with {@code changes} made to it. */
    Hash rootAfter(StateChanges changes) {
        FixtureState after = after(changes);
        return StateRoot.of(after.accounts, after.storage);
    }

    private FixtureState after(StateChanges changes) {
        FixtureState after = new FixtureState();
        after.accounts.putAll(accounts);
        after.storage.putAll(storage);
        changes.accounts().forEach((address, change) -> {
            Map<UInt256, UInt256> slots = new TreeMap<>();
            if (!change.storageCleared()) {
                slots.putAll(storage.getOrDefault(address, Map.of()));
            }
            slots.putAll(change.storage());
            after.storage.put(address, slots);
            change.after().ifPresentOrElse(account -> after.accounts.put(address, account),
                    () -> after.accounts.remove(address));
        });
        return after;
    }

    /** What differs between this state with {@code changes} and {@code expected}, account by account. */
    String difference(StateChanges changes, FixtureState expected) {
        FixtureState actual = after(changes);
        StringBuilder text = new StringBuilder();
        TreeMap<Address, Account> all = new TreeMap<>(expected.accounts);
        all.putAll(actual.accounts);
        for (Address address : all.keySet()) {
            Optional<Account> wanted = expected.account(address);
            Optional<Account> got = actual.account(address);
            if (!wanted.equals(got)) {
                text.append("; ").append(address).append(": expected ").append(wanted)
                        .append(", is ").append(got);
            }
            Map<UInt256, UInt256> slots = new TreeMap<>(expected.slots(address));
            slots.putAll(actual.slots(address));
            for (UInt256 key : slots.keySet()) {
                UInt256 wantedValue = expected.storage(address, key);
                UInt256 value = actual.storage(address, key);
                if (!wantedValue.equals(value)) {
                    text.append("; ").append(address).append('[').append(key)
                            .append("]: expected ").append(wantedValue).append(", is ")
                            .append(value);
                }
            }
        }
        return text.toString();
    }

    private Map<UInt256, UInt256> slots(Address address) {
        return storage.getOrDefault(address, Map.of());
    }

    @Override
    public Optional<Account> account(Address address) {
        return Optional.ofNullable(accounts.get(address));
    }

    @Override
    public UInt256 storage(Address address, UInt256 key) {
        return slots(address).getOrDefault(key, UInt256.ZERO);
    }

    @Override
    public boolean hasStorage(Address address) {
        return slots(address).values().stream().anyMatch(value -> !value.isZero());
    }

    @Override
    public Bytes code(Hash codeHash) {
        return code.getOrDefault(codeHash, Bytes.EMPTY);
    }
}
