package io.quorate.node.network;

import io.quorate.execution.MemberRegistry;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.ChainRules;
import java.util.List;

/**
 * A network as it is, as of one block. Who leaves is not in it any more, who joins is.
 *
 * @param parameters of the next epoch
 */
public record NetworkState(long chainId, long block, MemberRegistry.Parameters parameters,
        ChainRules rules, List<MemberRegistry.Organisation> organisations,
        List<MemberRegistry.Node> nodes) {
    static final int SUSPENDED = 2;

    public NetworkState {
        organisations = List.copyOf(organisations);
        nodes = nodes.stream().filter(node -> node.stage() == MemberRegistry.Stage.ACTIVE
                || node.stage() == MemberRegistry.Stage.JOINING).toList();
    }

    /** Fails with {@link io.quorate.node.OperatorException} on a chain without contracts of the members. */
    public static NetworkState read(ReplicaClient replica, ChainMembers chain) {
        MemberRegistry registry = chain.registry();
        return new NetworkState(Long.decode(replica.call("eth_chainId").asText()),
                chain.blockNumber(), registry.parameters(),
                ChainRules.read(replica, chain.blockNumber()), registry.organisations(),
                registry.nodes());
    }
}
