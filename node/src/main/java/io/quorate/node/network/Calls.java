package io.quorate.node.network;

import io.quorate.evm.primitives.Address;
import io.quorate.node.members.Abi;
import io.quorate.node.members.SystemCall;
import java.util.List;

/** Calls to the members' contracts that only a network file makes. */
final class Calls {
    private Calls() {}

    static SystemCall addOrganisation(String name, List<String> admins) {
        return registry("addOrganisation(string,address[])", Abi.text(name), Abi.list(
                admins.stream().map(Address::fromHex).map(Abi::address).toList()));
    }

    static SystemCall renameOrganisation(int number, String name) {
        return registry("renameOrganisation(uint32,string)", of(number), Abi.text(name));
    }

    /** {@code suspendOrganisation}, {@code reinstateOrganisation} or {@code removeOrganisation}. */
    static SystemCall organisation(String function, int number) {
        return registry(function + "(uint32)", of(number));
    }

    static SystemCall describe(int node, String name, String operator, String jurisdiction) {
        return registry("describe(uint32,string,string,string)", of(node), Abi.text(name),
                Abi.text(operator), Abi.text(jurisdiction));
    }

    static SystemCall nodesAlone(int bits) {
        return registry("setSelfService(uint8)", Abi.number(bits));
    }

    static SystemCall accountsAlone(int bits) {
        return new SystemCall(SystemCall.PERMISSIONS,
                Abi.call("setSelfService(uint8)", Abi.number(bits)));
    }

    static SystemCall enforce(int bits) {
        return new SystemCall(SystemCall.PERMISSIONS,
                Abi.call("setEnforced(uint8)", Abi.number(bits)));
    }

    static SystemCall quorum(int numerator, int denominator) {
        return new SystemCall(SystemCall.GOVERNANCE, Abi.call("setQuorum(uint8,uint8)",
                Abi.number(numerator), Abi.number(denominator)));
    }

    static SystemCall lifetime(long seconds) {
        return new SystemCall(SystemCall.GOVERNANCE,
                Abi.call("setLifetime(uint32)", Abi.number(seconds)));
    }

    private static SystemCall registry(String signature, Abi.Value... arguments) {
        return new SystemCall(SystemCall.REGISTRY, Abi.call(signature, arguments));
    }

    private static Abi.Value of(int number) {
        return Abi.number(Integer.toUnsignedLong(number));
    }
}
