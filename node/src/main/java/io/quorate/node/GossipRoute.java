package io.quorate.node;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.runtime.OrderingService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where transactions of this replica's clients go. To all where any leader may have to propose them; to nobody where
 * this replica puts them into its own lane; to a replica that writes a lane where this one does not, to the next one
 * each time, so that one that fails is not asked again. Safe for any thread.
 */
final class GossipRoute {
    private final LaneSetting lanes;
    private final boolean writesLane;
    private final OrderingService service;
    private final AtomicInteger next;

    /** By the members of the first epoch, whose places are their numbers. */
    GossipRoute(OrderingConfig config, OrderingService service) {
        ReplicaId self = new ReplicaId(config.self().number());
        ReplicaConfig replica = config.first().replica(self, config.chainId());
        this.lanes = replica.lanes();
        this.writesLane = lanes.laneOf(self).isPresent();
        this.service = service;
        this.next = new AtomicInteger(self.index());
    }

    void send(Bytes gossip) {
        if (!lanes.isOn()) {
            service.broadcast(gossip);
        } else if (!writesLane) {
            for (int tries = 0; tries < lanes.lanes(); tries++) {
                int lane = Math.floorMod(next.getAndIncrement(), lanes.lanes());
                if (service.send(lanes.authors().get(lane).index(), gossip)) return;
            }
        }
    }
}
