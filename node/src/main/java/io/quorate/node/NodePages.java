package io.quorate.node;

import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.HttpPages;
import io.quorate.ledger.Ledger;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /health} for load balancers and {@code /metrics} for Prometheus, on the port of JSON-RPC. A replica
 * is healthy (200) while it follows the order and takes part in it, else it answers 503 and says why.
 */
final class NodePages implements HttpPages {
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final int replica;
    private final Ledger ledger;
    private final Supplier<Optional<OrderingStatus>> ordering;
    private final ChainQueries chain;
    private final Metrics metrics;
    private final DiskGuard disk;
    private final BooleanSupplier observes;

    NodePages(int replica, Ledger ledger, Supplier<Optional<OrderingStatus>> ordering,
            ChainQueries chain, Metrics metrics, DiskGuard disk, BooleanSupplier observes) {
        this.observes = observes;
        this.replica = replica;
        this.ledger = ledger;
        this.ordering = ordering;
        this.chain = chain;
        this.metrics = metrics;
        this.disk = disk;
    }

    @Override
    public Optional<Page> page(String path) {
        return switch (path) {
            case "/health" -> Optional.of(health());
            case "/metrics" -> Optional.of(new Page(200, METRICS, metrics.scrape()));
            default -> Optional.empty();
        };
    }

    /** It takes part in no view, whether one is active or not. */
    private String follower() {
        return !observes.getAsBoolean() ? "learner"
                : chain.syncing().isPresent() ? "syncing" : "observer";
    }

    private Page health() {
        Optional<OrderingStatus> status = ordering.get();
        DiskGuard.Room room = disk.room();
        String state = room == DiskGuard.Room.NONE ? "disk-full" : status.isEmpty() ? "starting"
                : status.get().learner().isPresent() ? follower()
                        : !status.get().active() ? "view-change"
                                : chain.syncing().isPresent() ? "syncing" : "ok";
        String body = String.format(Locale.ROOT,
                "{\"status\":\"%s\",\"replica\":%d,\"block\":%d,\"finalized\":%d,\"seqNum\":%d,"
                        + "\"epoch\":%d,\"view\":%d,\"leader\":%d,\"peers\":%d,\"rttMillis\":%d,"
                        + "\"disk\":\"%s\"}\n",
                state, replica, ledger.head().number(), ledger.finalizedNumber(),
                ledger.appliedSeq(), status.map(OrderingStatus::epoch).orElse(0L),
                status.map(OrderingStatus::view).orElse(0L),
                status.map(OrderingStatus::leader).orElse(-1),
                status.map(s -> s.connectedPeers().size()).orElse(0),
                status.map(OrderingStatus::rttMillis).orElse(0L),
                room.name().toLowerCase(Locale.ROOT));
        boolean serves = state.equals("ok") || state.equals("observer");
        return new Page(serves ? 200 : 503, JSON, body);
    }
}
