package io.quorate.node.metrics;

import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.runtime.OrderingMetrics;
import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.bft.runtime.PeerTraffic;
import java.util.List;

/**
 * Where ordering stands at one moment.
 *
 * @param self number of this replica
 * @param traffic of peers that sent anything since the start
 */
public record OrderingFacts(int self, EpochConfig epoch, OrderingStatus status,
        OrderingMetrics metrics, List<PeerTraffic> traffic) {
    public OrderingFacts {
        traffic = List.copyOf(traffic);
    }

    boolean isUp(int member) {
        return status.connectedPeers().contains(member);
    }

    /** Members of the epoch that are connected, and this replica where it votes. */
    int reachable() {
        return (int) epoch.members().stream().map(Member::id)
                .filter(id -> id.number() == self ? status.learner().isEmpty()
                        : isUp(id.number()))
                .count();
    }

    int quorum() {
        return epoch.quorums().quorum();
    }
}
