package io.quorate.node.members;

import io.quorate.evm.primitives.Address;
import io.quorate.node.client.ReplicaClient;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * By what rules organisations decide, and what is enforced.
 *
 * @param numerator with {@code denominator}: more than that part of the active organisations decides
 * @param lifetimeSeconds of a proposal
 * @param enforced senders 1, deployers 2, contracts 4, readers 8
 * @param nodesAlone what an organisation changes of its nodes without a vote: endpoints 1, TLS keys 2, consensus keys 4, logs 8
 * @param accountsAlone the same of its accounts: roles 1, rules of its contracts 2
 */
public record ChainRules(int numerator, int denominator, long lifetimeSeconds, int enforced,
        int nodesAlone, int accountsAlone) {
    /** As of {@code block}; fails with {@link io.quorate.node.OperatorException} where the answers are not the contracts'. */
    public static ChainRules read(ReplicaClient replica, long block) {
        AbiReader settings = ask(replica, block, SystemCall.GOVERNANCE, Abi.call("settings()"));
        int numerator = (int) settings.number();
        int denominator = (int) settings.number();
        long lifetime = settings.number();
        AbiReader rules = ask(replica, block, SystemCall.PERMISSIONS, Abi.call("rules()"));
        return new ChainRules(numerator, denominator, lifetime, (int) rules.number(),
                (int) ask(replica, block, SystemCall.REGISTRY, Abi.call("selfService()")).number(),
                (int) rules.number());
    }

    /** The organisation of an account, 0 for a stranger's. */
    public static int organisationOf(ReplicaClient replica, long block, Address account) {
        return (int) ask(replica, block, SystemCall.PERMISSIONS,
                Abi.call("accountInfo(address)", Abi.address(account))).number();
    }

    /** Whether that organisation voted for that proposal. */
    public static boolean hasApproved(ReplicaClient replica, long block, long proposal,
            int organisation) {
        return ask(replica, block, SystemCall.GOVERNANCE, Abi.call("hasApproved(uint64,uint32)",
                Abi.number(proposal), Abi.number(organisation))).flag();
    }

    private static AbiReader ask(ReplicaClient replica, long block, Address to, Bytes data) {
        return new AbiReader(Bytes.fromHexString(replica.call("eth_call",
                Map.of("to", to.toString(), "data", data.toHexString()),
                "0x" + Long.toHexString(block)).asText()));
    }
}
