package io.quorate.node;

import io.quorate.bft.Application;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.net.Transport;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.runtime.OrderingEvents;
import io.quorate.bft.runtime.OrderingService;
import io.quorate.bft.runtime.OrderingStatus;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What a node needs of the ordering layer, so that its other parts can be tried without one. */
interface Ordering extends AutoCloseable {
    void workAvailable();

    void workGone();

    void broadcast(Bytes gossip);

    /** Empty where nothing is ordered. */
    Optional<OrderingStatus> status();

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
            OrderingService service = OrderingService.start(config, keys, application,
                    transport, events);
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
                    service.broadcast(gossip);
                }

                @Override
                public Optional<OrderingStatus> status() {
                    return Optional.of(service.status());
                }

                @Override
                public void close() {
                    service.close();
                }
            };
        };
    }
}
