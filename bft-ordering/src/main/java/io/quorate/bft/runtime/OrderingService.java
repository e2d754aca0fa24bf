package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.net.Transport;
import org.apache.tuweni.bytes.Bytes;

/**
 * One running replica of one ledger. Owns the write-ahead log, the pure core and the transport from
 * {@link #start} to {@link #close}. Methods may be called from any thread and do not block, except
 * {@link #close}.
 *
 * <p>Threads: one runs the core, one executes, one serves peers and delivers gossip. The
 * application's {@code buildPayload}, {@code proposalAbandoned} and {@code validPayload} run on the
 * core's thread and must return within about a millisecond; {@code execute} and {@code certified}
 * on the executing thread, in order.
 */
public final class OrderingService implements AutoCloseable {
    private OrderingService() {}

    /**
     * Opens the log, recovers, starts the transport and takes part.
     *
     * @throws LogUnusableException if the log is in use, damaged, missing or foreign
     * @throws io.quorate.bft.wal.StorageException if the disk fails
     */
    public static OrderingService start(OrderingConfig config, QuorumScheme scheme,
            Application application,
            Transport transport, OrderingEvents events) {
        throw new IllegalStateException(
                "not yet: " + config + scheme + application + transport + events);
    }

    /** The application has something to order that it had not when a payload was last asked for. */
    public void workAvailable() {
        throw new IllegalStateException("not yet");
    }

    /** The application has nothing left that is not executed: no reason to suspect a leader. */
    public void workGone() {
        throw new IllegalStateException("not yet");
    }

    /** Sends application bytes to all connected peers; lost where a peer is away or too slow. */
    public void broadcast(Bytes gossip) {
        throw new IllegalStateException("not yet" + gossip);
    }

    /** Sends application bytes to one peer; false if it is not connected. */
    public boolean send(int replica, Bytes gossip) {
        throw new IllegalStateException("not yet" + replica + gossip);
    }

    public OrderingStatus status() {
        throw new IllegalStateException("not yet");
    }

    public OrderingMetrics metrics() {
        throw new IllegalStateException("not yet");
    }

    /** Stops taking part, finishes the slot being executed, syncs and closes log and transport. */
    @Override
    public void close() {}
}
