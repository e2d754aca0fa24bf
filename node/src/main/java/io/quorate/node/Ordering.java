package io.quorate.node;

import io.quorate.bft.Application;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.Transport;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.runtime.OrderingEvents;
import io.quorate.bft.runtime.OrderingService;
import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.bft.runtime.OrderingVitals;
import io.quorate.node.metrics.OrderingFacts;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/** What a node needs of the ordering layer, so that its other parts can be tried without one. */
interface Ordering extends AutoCloseable {
    void workAvailable();

    void workGone();

    /** Brings what clients gave to this replica to those that may put it up for its order, if they are others. */
    void broadcast(Bytes gossip);

    /** To a peer that has just connected, where all are told. */
    void greet(int peer, Bytes gossip);

    /** To the replica that leads at present. */
    void sendToLeader(Bytes gossip);

    /** That replica, of a slot of that epoch, leaves out what it could take. */
    void censoredBy(long epoch, int replica);

    /** Who may connect and follow beside the members of epochs. */
    void observers(List<Member> observers);

    /** Empty where nothing is ordered. */
    Optional<OrderingStatus> status();

    /** How the machine does; empty where nothing is ordered. */
    default Optional<OrderingVitals> vitals() {
        return Optional.empty();
    }

    /** The epoch it is in; empty where nothing is ordered. */
    default Optional<EpochConfig> epoch() {
        return Optional.empty();
    }

    /** All that is measured of it; empty where nothing is ordered. */
    default Optional<OrderingFacts> facts() {
        return Optional.empty();
    }

    @Override
    void close();

    /** Begins to order for an application. */
    @FunctionalInterface
    interface Starter {
        Ordering start(Application application, OrderingEvents events);
    }

    /** The product's own. */
    static Starter byConsensus(OrderingConfig config, CommitteeKeys keys, Transport transport,
            FirstLog firstLog) {
        return (application, events) -> {
            firstLog.begin(config, application);
            OrderingService service = started(() -> OrderingService.start(config, keys,
                    application, transport, events));
            GossipRoute route = new GossipRoute(config.self(), config.chainId(),
                    service::where, new GossipRoute.Outlet() {
                        @Override
                        public void broadcast(Bytes gossip) {
                            service.broadcast(gossip);
                        }

                        @Override
                        public boolean send(int member, Bytes gossip) {
                            return service.send(member, gossip);
                        }
                    });
            return new Ordering() {
                @Override
                public void workAvailable() {
                    service.workAvailable();
                }

                @Override
                public void workGone() {
                    service.workGone();
                }

                @Override
                public void broadcast(Bytes gossip) {
                    route.send(gossip);
                }

                @Override
                public void greet(int peer, Bytes gossip) {
                    route.greet(peer, gossip);
                }

                @Override
                public void sendToLeader(Bytes gossip) {
                    int leader = service.status().leader();
                    if (leader != transport.self()) service.send(leader, gossip);
                }

                @Override
                public void censoredBy(long epoch, int replica) {
                    service.censoredBy(epoch, replica);
                }

                @Override
                public void observers(List<Member> observers) {
                    service.observers(observers);
                }

                @Override
                public Optional<OrderingStatus> status() {
                    return Optional.of(service.status());
                }

                @Override
                public Optional<OrderingVitals> vitals() {
                    return Optional.of(service.vitals());
                }

                @Override
                public Optional<EpochConfig> epoch() {
                    return Optional.of(service.where().epoch());
                }

                @Override
                public Optional<OrderingFacts> facts() {
                    return Optional.of(new OrderingFacts(transport.self(),
                            service.where().epoch(), service.status(), service.metrics(),
                            service.peerTraffic()));
                }

                @Override
                public void close() {
                    service.close();
                }
            };
        };
    }

    /** A port that cannot be had is the operator's to mend. */
    private static OrderingService started(Supplier<OrderingService> start) {
        try {
            return start.get();
        } catch (UncheckedIOException e) {
            throw new OperatorException("The other replicas cannot be listened to: "
                    + e.getCause().getMessage() + ". Stop what uses the port, or set p2p.port.",
                    e);
        }
    }
}
