package io.quorate.node.members;

import io.quorate.evm.primitives.Address;
import io.quorate.execution.MemberRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A call to one of the members' contracts, whose sources are in {@code contracts/src/main/solidity}. */
public record SystemCall(Address to, Bytes data) {
    public static final Address REGISTRY = MemberRegistry.ADDRESS;
    public static final Address PERMISSIONS = Address.ofLow(0x5101);
    public static final Address GOVERNANCE = Address.ofLow(0x5102);

    /** What the first argument of these is. */
    private static final List<String> OF_NODES = List.of("removeNode(uint32)", "ready(uint32)",
            "rotateTlsKey(uint32,bytes32)",
            "rotateConsensusKey(uint32,bytes,bytes,bytes,bytes)", "setEndpoint(uint32,string)",
            "rejoin(uint32,bytes16)");
    private static final List<String> OTHERS = List.of(
            "addNode((uint32,uint8,bytes,bytes,bytes32,bytes16,string,string,string,string,bytes,"
                    + "bytes))",
            "setParameters((uint16,uint16,uint16,uint32,uint8,bool))");

    /** For people: which function, and of which node; the bytes where it is another one. */
    public String name() {
        Optional<String> ofNode = OF_NODES.stream().filter(this::calls).findFirst();
        return ofNode.map(signature -> signature.substring(0, signature.indexOf('('))
                + " of node " + data.slice(4, 32).toUnsignedBigInteger())
                .or(() -> OTHERS.stream().filter(this::calls).findFirst()
                        .map(signature -> signature.substring(0, signature.indexOf('('))))
                .orElseGet(() -> to + " " + data.toHexString());
    }

    private boolean calls(String signature) {
        return to.equals(REGISTRY) && data.size() >= 36
                && data.slice(0, 4).equals(Abi.selector(signature));
    }

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

    /** By a vote. */
    public static SystemCall removeNode(int node) {
        return new SystemCall(REGISTRY, Abi.call("removeNode(uint32)", Abi.number(node)));
    }

    /** By a vote, or by the node's organisation where that is let. */
    public static SystemCall rotateTlsKey(int node, Bytes fingerprint) {
        return new SystemCall(REGISTRY, Abi.call("rotateTlsKey(uint32,bytes32)",
                Abi.number(node), Abi.fixed(fingerprint)));
    }

    /**
     * As {@link #rotateTlsKey}.
     *
     * @param key compressed
     * @param proof {@link NodeFile#possession}
     * @param blsKey empty, or 96 bytes with 48 of {@code blsProof}
     */
    public static SystemCall rotateConsensusKey(int node, Bytes key, Bytes proof, Bytes blsKey,
            Bytes blsProof) {
        return new SystemCall(REGISTRY,
                Abi.call("rotateConsensusKey(uint32,bytes,bytes,bytes,bytes)", Abi.number(node),
                        Abi.bytes(key), Abi.bytes(proof), Abi.bytes(blsKey),
                        Abi.bytes(blsProof)));
    }

    public static SystemCall setEndpoint(int node, String endpoint) {
        return new SystemCall(REGISTRY, Abi.call("setEndpoint(uint32,string)", Abi.number(node),
                Abi.text(endpoint)));
    }

    /** By a vote, its organisation or the node itself. */
    public static SystemCall rejoin(int node, Bytes incarnation) {
        return new SystemCall(REGISTRY, Abi.call("rejoin(uint32,bytes16)", Abi.number(node),
                Abi.fixed(incarnation)));
    }
}
