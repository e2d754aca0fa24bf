package io.quorate.node.members;

import io.quorate.evm.primitives.Address;
import io.quorate.execution.MemberRegistry;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** A call to one of the members' contracts, whose sources are in {@code contracts/src/main/solidity}. */
public record SystemCall(Address to, Bytes data) {
    public static final Address REGISTRY = MemberRegistry.ADDRESS;
    public static final Address PERMISSIONS = Address.ofLow(0x5101);
    public static final Address GOVERNANCE = Address.ofLow(0x5102);

    /** Opens a vote on {@code actions} and votes for it. */
    public static SystemCall propose(List<SystemCall> actions, String description,
            boolean breakGlass) {
        return new SystemCall(GOVERNANCE, Abi.call("propose((address,bytes)[],string,bool)",
                encoded(actions), Abi.text(description), Abi.flag(breakGlass)));
    }

    /** To be asked, not sent: what {@code actions} would lead to. */
    public static SystemCall dryRun(List<SystemCall> actions, boolean breakGlass) {
        return new SystemCall(GOVERNANCE, Abi.call("dryRun((address,bytes)[],bool)",
                encoded(actions), Abi.flag(breakGlass)));
    }

    private static Abi.Value encoded(List<SystemCall> actions) {
        return Abi.list(actions.stream().map(
                action -> Abi.tuple(Abi.address(action.to), Abi.bytes(action.data))).toList());
    }

    public static SystemCall approve(long proposal) {
        return new SystemCall(GOVERNANCE, Abi.call("approve(uint64)", Abi.number(proposal)));
    }

    public static SystemCall execute(long proposal) {
        return new SystemCall(GOVERNANCE, Abi.call("execute(uint64)", Abi.number(proposal)));
    }

    /** Rules of the next epoch. */
    public static SystemCall setParameters(MemberRegistry.Parameters p) {
        return new SystemCall(REGISTRY,
                Abi.call("setParameters((uint16,uint16,uint16,uint32,uint8,bool))",
                        Abi.tuple(Abi.number(p.c()), Abi.number(p.window()),
                                Abi.number(p.inFlight()), Abi.number(p.payloadBytes()),
                                Abi.number(p.suite()), Abi.flag(p.lanes()))));
    }
}
