package io.quorate.node;

import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.lane.LaneSetting;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where transactions of this replica's clients go. To all where any leader may have to propose them; to nobody where
 * this replica puts them into its own lane; to a replica that writes a lane where this one does not, to the next one
 * each time, so that one that fails is not asked again. By the members of the epoch that it is in. Safe for any thread.
 */
final class GossipRoute {
    private final MemberId self;
    private final long chainId;
    private final Supplier<EpochStatus> where;
    private final Outlet outlet;
    private final AtomicInteger next;
    private volatile Lanes lanes;

    /** What carries gossip to peers, by their numbers. */
    interface Outlet {
        void broadcast(Bytes gossip);

        boolean send(int member, Bytes gossip);
    }

    /** Those of one epoch. */
    private record Lanes(EpochConfig epoch, LaneSetting setting) {
        static Lanes of(EpochConfig epoch, long chainId) {
            return new Lanes(epoch, epoch.replica(new ReplicaId(0), chainId).lanes());
        }

        boolean writtenBy(MemberId member) {
            return epoch.replicaOf(member).filter(place -> setting.laneOf(place).isPresent())
                    .isPresent();
        }
    }

    GossipRoute(MemberId self, long chainId, Supplier<EpochStatus> where, Outlet outlet) {
        this.self = self;
        this.chainId = chainId;
        this.where = where;
        this.outlet = outlet;
        this.next = new AtomicInteger(self.number());
        this.lanes = Lanes.of(where.get().epoch(), chainId);
    }

    /** What one that was away may have missed. */
    void greet(int member, Bytes gossip) {
        if (!lanesOf(where.get()).setting().isOn()) outlet.send(member, gossip);
    }

    private Lanes lanesOf(EpochStatus status) {
        Lanes now = lanes;
        if (now.epoch().number() != status.epoch().number()) {
            now = Lanes.of(status.epoch(), chainId);
            lanes = now;
        }
        return now;
    }

    void send(Bytes gossip) {
        EpochStatus status = where.get();
        Lanes now = lanesOf(status);
        if (!now.setting().isOn()) {
            outlet.broadcast(gossip);
        } else if (status.learner().isPresent() || !now.writtenBy(self)) {
            for (int tries = 0; tries < now.setting().lanes(); tries++) {
                int lane = Math.floorMod(next.getAndIncrement(), now.setting().lanes());
                MemberId author = now.epoch().member(now.setting().authors().get(lane)).id();
                if (!author.equals(self) && outlet.send(author.number(), gossip)) return;
            }
        }
    }
}
