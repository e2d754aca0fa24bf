package io.quorate.execution;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the storage of the Registry and Permissions contracts where docs/spec/members.md says it is, without a call. Answers
 * zero for all where they are absent. As safe for threads as the state below.
 */
final class PermissionStorage {
    static final Address REGISTRY = Address.ofLow(0x5100);
    static final Address PERMISSIONS = Address.ofLow(0x5101);
    static final Address GOVERNANCE = Address.ofLow(0x5102);
    /** Where nodes say how far their journals of reads have come. */
    static final Address READ_ANCHORS = Address.ofLow(0x5103);

    private static final int ORGANISATION_ACTIVE = 1;
    private static final UInt256 ENFORCED = UInt256.ZERO;
    private static final UInt256 ACCOUNTS = UInt256.of(1);
    private static final UInt256 CONTRACTS = UInt256.of(2);
    private static final UInt256 LISTED = UInt256.of(3);
    private static final UInt256 READ_RULES = UInt256.of(4);
    private static final UInt256 MEMBERS = UInt256.of(5);
    private static final UInt256 REGISTRY_ORGANISATION_LIST = UInt256.of(9);
    private static final UInt256 REGISTRY_ORGANISATIONS = UInt256.of(10);
    /** Of a {@code uint32} in a list: eight a slot, lowest bits first. */
    private static final int PER_SLOT = 8;
    private static final long UINT32_MASK = 0xffff_ffffL;

    private final StateView state;

    PermissionStorage(StateView state) {
        this.state = state;
    }

    static boolean isSystemContract(Address address) {
        return address.equals(REGISTRY) || address.equals(PERMISSIONS)
                || address.equals(GOVERNANCE) || address.equals(READ_ANCHORS);
    }

    /** Bits 0–7 of slot 0; 0 where there is no such contract. */
    int enforced() {
        boolean exists = state.account(PERMISSIONS).map(Account::hasCode).orElse(false);
        return exists ? (int) state.storage(PERMISSIONS, ENFORCED).limb(0) & 0xff : 0;
    }

    AccountWord account(Address account) {
        return AccountWord.of(state.storage(PERMISSIONS, mapped(word(account), ACCOUNTS)));
    }

    ContractWord contract(Address contract) {
        return ContractWord.of(state.storage(PERMISSIONS, mapped(word(contract), CONTRACTS)));
    }

    /** Bit 0: {@code account} may call {@code contract}, bit 1: may read it. */
    int listed(Address contract, Address account) {
        UInt256 ofContract = mapped(word(contract), LISTED);
        return (int) state.storage(PERMISSIONS, mapped(word(account), ofContract)).limb(0) & 3;
    }

    /** The roles that may read what {@code key} (a selector, left-aligned, or a topic) stands for, or -1 without a rule. */
    int readRule(Address contract, Hash key) {
        UInt256 ofContract = mapped(word(contract), READ_RULES);
        long low = state.storage(PERMISSIONS, mapped(key.toUInt256(), ofContract)).limb(0);
        return (low & 1) == 0 ? -1 : (int) (low >>> 16) & 0xff;
    }

    boolean isActive(long organisation) {
        UInt256 at = mapped(UInt256.of(organisation), REGISTRY_ORGANISATIONS);
        return ((int) state.storage(REGISTRY, at).limb(0) & 0xff) == ORGANISATION_ACTIVE;
    }

    /** The numbers of all that have not left, in no order. */
    List<Long> organisations() {
        long count = state.storage(REGISTRY, REGISTRY_ORGANISATION_LIST).limb(0);
        UInt256 first = Keccak256.hash(REGISTRY_ORGANISATION_LIST.toArray()).toUInt256();
        List<Long> found = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            UInt256 slot = state.storage(REGISTRY, first.plus(UInt256.of(i / PER_SLOT)));
            int place = (int) (i % PER_SLOT);
            found.add(slot.limb(place / 2) >>> (place % 2 * 32) & UINT32_MASK);
        }
        return found;
    }

    /** The accounts of an organisation, in no order; the contract bounds them to 65,536. */
    List<Address> accountsOf(long organisation) {
        UInt256 list = mapped(UInt256.of(organisation), MEMBERS);
        long count = state.storage(PERMISSIONS, list).limb(0);
        UInt256 first = Keccak256.hash(list.toArray()).toUInt256();
        List<Address> found = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            UInt256 entry = state.storage(PERMISSIONS, first.plus(UInt256.of(i)));
            found.add(Address.ofLimbs(entry.limb(2), entry.limb(1), entry.limb(0)));
        }
        return found;
    }

    private static UInt256 word(Address address) {
        return UInt256.ofLimbs(0, address.limb(2), address.limb(1), address.limb(0));
    }

    /** Where {@code mapping[key]} at slot {@code at} is. */
    private static UInt256 mapped(UInt256 key, UInt256 at) {
        byte[] preimage = new byte[2 * UInt256.SIZE];
        key.copyTo(preimage, 0);
        at.copyTo(preimage, UInt256.SIZE);
        return Keccak256.hash(preimage).toUInt256();
    }
}
