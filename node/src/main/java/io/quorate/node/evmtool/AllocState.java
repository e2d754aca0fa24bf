package io.quorate.node.evmtool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** A whole state in memory, read from the {@code alloc} of a genesis file or a test. Immutable once made. */
public final class AllocState implements StateView {
    private final Map<Address, Account> accounts = new TreeMap<>();
    private final Map<Address, Map<UInt256, UInt256>> storage = new HashMap<>();
    private final Map<Hash, Bytes> code = new HashMap<>();

    private AllocState() {}

    public static AllocState empty() {
        return new AllocState();
    }

    /** Reads an alloc, or the one within a genesis file; fails with {@link ToolException}. */
    public static AllocState of(JsonNode json) {
        AllocState state = new AllocState();
        JsonNode alloc = json.path("alloc").isObject() ? json.get("alloc") : json;
        alloc.properties().forEach(entry -> {
            Fields account = new Fields(entry.getValue(), "alloc." + entry.getKey());
            try {
                state.put(Address.fromHex(entry.getKey()), account);
            } catch (IllegalArgumentException e) {
                throw new ToolException(ToolException.Kind.JSON, account.name() + ": "
                        + e.getMessage(), e);
            }
        });
        return state;
    }

    private void put(Address address, Fields fields) {
        Map<UInt256, UInt256> slots = new TreeMap<>();
        Fields slotFields = fields.object("storage");
        slotFields.node().properties().forEach(slot -> slots.put(
                Fields.hash(slot.getKey()).toUInt256(),
                Fields.hash(slot.getValue().asText()).toUInt256()));
        slots.values().removeIf(UInt256::isZero);
        put(address, fields.number("nonce", 0), fields.word("balance", UInt256.ZERO),
                fields.bytes("code"), slots);
    }

    private void put(Address address, long nonce, UInt256 balance, Bytes bytes,
            Map<UInt256, UInt256> slots) {
        Hash codeHash = Keccak256.hash(bytes);
        code.put(codeHash, bytes);
        accounts.put(address, new Account(nonce, balance, codeHash));
        storage.put(address, slots);
    }

    /** The same with other code at {@code address}. */
    AllocState withCode(Address address, Bytes bytes) {
        AllocState state = copy();
        Account account = account(address).orElse(Account.EMPTY);
        state.put(address, account.nonce(), account.balance(), bytes,
                storage.getOrDefault(address, Map.of()));
        return state;
    }

    private AllocState copy() {
        AllocState copy = new AllocState();
        copy.accounts.putAll(accounts);
        copy.storage.putAll(storage);
        copy.code.putAll(code);
        return copy;
    }

    public AllocState after(StateChanges changes) {
        AllocState after = copy();
        after.code.putAll(changes.newCode());
        changes.accounts().forEach((address, change) -> {
            Map<UInt256, UInt256> slots = new TreeMap<>();
            if (!change.storageCleared()) {
                slots.putAll(storage.getOrDefault(address, Map.of()));
            }
            slots.putAll(change.storage());
            slots.values().removeIf(UInt256::isZero);
            change.after().ifPresentOrElse(account -> {
                after.accounts.put(address, account);
                after.storage.put(address, slots);
            }, () -> {
                after.accounts.remove(address);
                after.storage.remove(address);
            });
        });
        return after;
    }

    public Hash root() {
        return StateRoot.of(accounts, storage);
    }

    /** As geth dumps it: what is zero or empty is left out, but for the balance. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        accounts.forEach((address, account) -> {
            ObjectNode fields = json.putObject(address.toString());
            Bytes bytes = code(account.codeHash());
            if (!bytes.isEmpty()) {
                fields.put("code", bytes.toHexString());
            }
            Map<UInt256, UInt256> slots = storage.getOrDefault(address, Map.of());
            if (!slots.isEmpty()) {
                ObjectNode dumped = fields.putObject("storage");
                slots.forEach((key, value) -> dumped.put(key.toBytes().toHexString(),
                        value.toBytes().toHexString()));
            }
            fields.put("balance", account.balance().toString());
            if (account.nonce() != 0) {
                fields.put("nonce", "0x" + Long.toHexString(account.nonce()));
            }
        });
        return json;
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
