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

    private static final String PARAMETERS = "setParameters((uint16,uint16,uint16,uint32,uint8,bool))";

    /** For people: the function and its arguments; the bytes where it is another one. */
    public String name() {
        return ContractWords.ofCall(this);
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

    /** Takes an approval back. */
    public static SystemCall withdrawApproval(long proposal) {
        return new SystemCall(GOVERNANCE,
                Abi.call("withdrawApproval(uint64)", Abi.number(proposal)));
    }

    public static SystemCall cancel(long proposal) {
        return new SystemCall(GOVERNANCE, Abi.call("cancel(uint64)", Abi.number(proposal)));
    }

    public static SystemCall execute(long proposal) {
        return new SystemCall(GOVERNANCE, Abi.call("execute(uint64)", Abi.number(proposal)));
    }

    /** Rules of the next epoch. */
    public static SystemCall setParameters(MemberRegistry.Parameters p) {
        return new SystemCall(REGISTRY,
                Abi.call(PARAMETERS, Abi.tuple(Abi.number(p.c()), Abi.number(p.window()),
                        Abi.number(p.inFlight()), Abi.number(p.payloadBytes()),
                        Abi.number(p.suite()), Abi.flag(p.lanes()))));
    }

    /** More than {@code numerator / denominator} of the organisations decide. */
    public static SystemCall setQuorum(int numerator, int denominator) {
        return new SystemCall(GOVERNANCE, Abi.call("setQuorum(uint8,uint8)",
                Abi.number(numerator), Abi.number(denominator)));
    }

    /** Of proposals made from then on. */
    public static SystemCall setLifetime(long seconds) {
        return new SystemCall(GOVERNANCE,
                Abi.call("setLifetime(uint32)", Abi.number(seconds)));
    }

    /** {@link Flags#NODES_ALONE}. */
    public static SystemCall setNodesAlone(int flags) {
        return new SystemCall(REGISTRY,
                Abi.call("setSelfService(uint8)", Abi.number(flags)));
    }

    public static SystemCall addOrganisation(String name, List<Address> admins) {
        return new SystemCall(REGISTRY, Abi.call("addOrganisation(string,address[])",
                Abi.text(name), Abi.list(admins.stream().map(Abi::address).toList())));
    }

    public static SystemCall renameOrganisation(int organisation, String name) {
        return new SystemCall(REGISTRY, Abi.call("renameOrganisation(uint32,string)",
                Abi.number(organisation), Abi.text(name)));
    }

    /** Takes its vote and its accounts' rights at once. */
    public static SystemCall suspendOrganisation(int organisation) {
        return ofOrganisation("suspendOrganisation(uint32)", organisation);
    }

    public static SystemCall reinstateOrganisation(int organisation) {
        return ofOrganisation("reinstateOrganisation(uint32)", organisation);
    }

    /** Once its nodes have left or leave. */
    public static SystemCall removeOrganisation(int organisation) {
        return ofOrganisation("removeOrganisation(uint32)", organisation);
    }

    private static SystemCall ofOrganisation(String signature, int organisation) {
        return new SystemCall(REGISTRY, Abi.call(signature, Abi.number(organisation)));
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

    /** Replaces the TLS key or the consensus key of this node. */
    boolean isRotationOf(int node) {
        return to.equals(REGISTRY) && data.size() >= 36
                && (data.slice(0, 4).equals(Abi.selector("rotateTlsKey(uint32,bytes32)"))
                        || data.slice(0, 4).equals(Abi.selector(
                                "rotateConsensusKey(uint32,bytes,bytes,bytes,bytes)")))
                && data.slice(4, 32).equals(Abi.number(node).body());
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
