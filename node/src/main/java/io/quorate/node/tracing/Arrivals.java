package io.quorate.node.tracing;

import io.quorate.evm.primitives.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the transactions came that are told of, until they are in a block; of the last few thousand. Safe for any thread. */
final class Arrivals {
    private static final int KEPT_MAX = 8_192;

    /**
     * One way in.
     *
     * @param byClient to this replica, and not by a peer
     * @param traceParent of the client's request, in W3C's form
     */
    record Arrival(boolean byClient, long startNanos, long endNanos,
            Optional<String> traceParent) {}

    /** Guarded by itself. */
    private final Map<Hash, Arrival> arrivals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Arrival> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** The first one counts. */
    void add(Hash transaction, Arrival arrival) {
        synchronized (arrivals) {
            arrivals.putIfAbsent(transaction, arrival);
        }
    }

    Optional<Arrival> take(Hash transaction) {
        synchronized (arrivals) {
            return Optional.ofNullable(arrivals.remove(transaction));
        }
    }
}
