package io.quorate.execution;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Storage of the Registry and Permissions contracts as docs/spec/members.md lays it out, worked out apart from the code under
 * test. What stands at their addresses here stores any word in any slot, so that transactions can change the rules.
 */
final class RuleSlots {
    static final Address REGISTRY = Address.ofLow(0x5100);
    static final Address PERMISSIONS = Address.ofLow(0x5101);
    /** Stores the call's first word in the slot that the second names. */
    static final Bytes CODE = Bytes.fromHexString("0x6000356020355500");

    static final int ADMIN = 1;
    static final int DEPLOYER = 2;
    static final int SENDER = 4;
    static final int AUDITOR = 8;
    static final long SUSPENDED = 1L << 40;
    static final long NODE = 1L << 41;

    private final SortedMap<UInt256, UInt256> registry = new TreeMap<>();
    private final SortedMap<UInt256, UInt256> permissions = new TreeMap<>();
    private final SortedMap<Long, List<Address>> members = new TreeMap<>();

    RuleSlots enforce(int enforced) {
        permissions.put(UInt256.ZERO, UInt256.of(enforced | 0x300));
        return this;
    }

    /** State 1: active, 2: suspended, 3: left. */
    RuleSlots organisation(long number, int state) {
        registry.put(organisationSlot(number), UInt256.of(state | 0x0102_0300L));
        UInt256 list = UInt256.of(9);
        long count = registry.getOrDefault(list, UInt256.ZERO).limb(0);
        registry.put(list, UInt256.of(count + 1));
        UInt256 slot = Keccak256.hash(list.toBytes()).toUInt256().plus(UInt256.of(count / 8));
        UInt256 entry = UInt256.of(UInt256.of(number).toBigInteger()
                .shiftLeft((int) (32 * (count % 8))));
        registry.merge(slot, entry, UInt256::plus);
        return this;
    }

    RuleSlots account(Address account, long organisation, int roles, long flags) {
        permissions.put(accountSlot(account), accountWord(organisation, roles, flags));
        List<Address> list = members.computeIfAbsent(organisation, _ -> new ArrayList<>());
        UInt256 at = mapped(UInt256.of(organisation).toBytes(), UInt256.of(5));
        permissions.put(Keccak256.hash(at.toBytes()).toUInt256().plus(UInt256.of(list.size())),
                UInt256.of(Bytes.concatenate(Bytes.wrap(new byte[12]), account.bytes())));
        list.add(account);
        permissions.put(at, UInt256.of(list.size()));
        return this;
    }

    RuleSlots restrict(Address contract, int callRoles) {
        permissions.put(contractSlot(contract), UInt256.of(1L | (long) callRoles << 8));
        return this;
    }

    RuleSlots list(Address contract, Address account) {
        permissions.put(listedSlot(contract, account), UInt256.ONE);
        return this;
    }

    SortedMap<Address, GenesisBlock.Allocation> allocations() {
        SortedMap<Address, GenesisBlock.Allocation> allocations = new TreeMap<>();
        allocations.put(REGISTRY,
                new GenesisBlock.Allocation(1, UInt256.ZERO, CODE, registry));
        allocations.put(PERMISSIONS,
                new GenesisBlock.Allocation(1, UInt256.ZERO, CODE, permissions));
        return allocations;
    }

    static UInt256 accountWord(long organisation, int roles, long flags) {
        return UInt256.of(organisation | (long) roles << 32 | flags);
    }

    static UInt256 accountSlot(Address account) {
        return mapped(padded(account), UInt256.of(1));
    }

    static UInt256 contractSlot(Address contract) {
        return mapped(padded(contract), UInt256.of(2));
    }

    static UInt256 listedSlot(Address contract, Address account) {
        return mapped(padded(account), mapped(padded(contract), UInt256.of(3)));
    }

    static UInt256 readRuleSlot(Address contract, Hash key) {
        return mapped(key.bytes(), mapped(padded(contract), UInt256.of(4)));
    }

    static UInt256 organisationSlot(long number) {
        return mapped(UInt256.of(number).toBytes(), UInt256.of(10));
    }

    /** What a call of {@link #CODE} takes. */
    static Bytes write(UInt256 value, UInt256 slot) {
        return Bytes.concatenate(value.toBytes(), slot.toBytes());
    }

    private static Bytes padded(Address address) {
        return Bytes.concatenate(Bytes.wrap(new byte[12]), address.bytes());
    }

    private static UInt256 mapped(Bytes key, UInt256 at) {
        return Keccak256.hash(Bytes.concatenate(key, at.toBytes())).toUInt256();
    }
}
