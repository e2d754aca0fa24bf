package io.quorate.node.members;

import io.quorate.evm.primitives.Address;
import org.apache.tuweni.bytes.Bytes;

/** Calls to Permissions: by an admin for its own organisation where that is let, else by a vote. */
public final class AccountCalls {
    private AccountCalls() {}

    /** {@code roles} as {@link Flags#ROLES} has them, instead of those that the account has. */
    public static SystemCall setRoles(Address account, int organisation, int roles) {
        return call("setRoles(address,uint32,uint8)", Abi.address(account),
                Abi.number(organisation), Abi.number(roles));
    }

    public static SystemCall setSuspended(Address account, boolean suspended) {
        return call("setSuspended(address,bool)", Abi.address(account), Abi.flag(suspended));
    }

    public static SystemCall removeAccount(Address account) {
        return call("removeAccount(address)", Abi.address(account));
    }

    /** Lets an account call and read a contract, or no longer. */
    public static SystemCall setListed(Address contract, Address account, boolean mayCall,
            boolean mayRead) {
        return call("setListed(address,address,bool,bool)", Abi.address(contract),
                Abi.address(account), Abi.flag(mayCall), Abi.flag(mayRead));
    }

    /** Who may call and who may read it, beside accounts that are listed. */
    public static SystemCall setContractRule(Address contract, boolean restricted, int callRoles,
            boolean readRestricted, int readRoles) {
        return call("setContractRule(address,bool,uint8,bool,uint8)", Abi.address(contract),
                Abi.flag(restricted), Abi.number(callRoles), Abi.flag(readRestricted),
                Abi.number(readRoles));
    }

    /** {@code key} is a selector, left-aligned, or a topic: 32 bytes. */
    public static SystemCall setReadRule(Address contract, Bytes key, boolean set, int roles) {
        return call("setReadRule(address,bytes32,bool,uint8)", Abi.address(contract),
                Abi.fixed(key), Abi.flag(set), Abi.number(roles));
    }

    /** By a vote alone; 0: no organisation sets its rules. */
    public static SystemCall setContractOwner(Address contract, int organisation) {
        return call("setContractOwner(address,uint32)", Abi.address(contract),
                Abi.number(organisation));
    }

    /** By whoever deployed it with the transaction of that nonce. */
    public static SystemCall claimContract(long nonce) {
        return call("claimContract(uint64)", Abi.number(nonce));
    }

    /** By a vote alone; {@link Flags#RULES}. */
    public static SystemCall setEnforced(int rules) {
        return call("setEnforced(uint8)", Abi.number(rules));
    }

    /** By a vote alone; {@link Flags#ACCOUNTS_ALONE}. */
    public static SystemCall setAccountsAlone(int flags) {
        return call("setSelfService(uint8)", Abi.number(flags));
    }

    private static SystemCall call(String signature, Abi.Value... arguments) {
        return new SystemCall(SystemCall.PERMISSIONS, Abi.call(signature, arguments));
    }
}
