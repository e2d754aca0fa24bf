package io.quorate.node;

import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.Committee;
import io.quorate.jsonrpc.CommitteeMember;
import io.quorate.jsonrpc.HttpPages;
import io.quorate.jsonrpc.OrderingState;
import io.quorate.jsonrpc.ReplicaDiagnosis;
import io.quorate.jsonrpc.ReplicaQueries;
import io.quorate.jsonrpc.Vitals;
import io.quorate.ledger.Ledger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final ReplicaQueries view;

    NodePages(int replica, Ledger ledger, Supplier<Optional<OrderingStatus>> ordering,
            ChainQueries chain, Metrics metrics, DiskGuard disk, BooleanSupplier observes,
            ReplicaQueries view) {
        this.view = view;
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
                        + "\"disk\":\"%s\",%s}\n",
                state, replica, ledger.head().number(), ledger.finalizedNumber(),
                ledger.appliedSeq(), status.map(OrderingStatus::epoch).orElse(0L),
                status.map(OrderingStatus::view).orElse(0L),
                status.map(OrderingStatus::leader).orElse(-1),
                status.map(s -> s.connectedPeers().size()).orElse(0),
                status.map(OrderingStatus::rttMillis).orElse(0L),
                room.name().toLowerCase(Locale.ROOT), seen());
        boolean serves = state.equals("ok") || state.equals("observer");
        return new Page(serves ? 200 : 503, JSON, body);
    }

    private static String list(Stream<Integer> numbers) {
        return numbers.map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /** Numbers and codes alone: the sentences, which name addresses and accounts, are for {@code bft_explain}'s callers. */
    private String seen() {
        OrderingState state = view.ordering();
        Committee committee = view.committee();
        Vitals vitals = view.vitals();
        return String.format(Locale.ROOT,
                "\"version\":\"%s\",\"protocol\":%d,\"clockMillis\":%d,\"members\":%s,"
                        + "\"quorum\":%d,\"fastQuorum\":%d,\"connected\":%s,\"findings\":[%s]",
                vitals.software(), vitals.protocol(), vitals.clockMillis(),
                list(committee.members().stream().map(CommitteeMember::number)),
                committee.quorum(), committee.fastQuorum(),
                list(state.position().stream().flatMap(at -> at.connected().stream().sorted())),
                ReplicaDiagnosis.of(state, committee, vitals, List.of()).stream()
                        .map(each -> "{\"code\":\"" + each.code() + "\",\"replica\":"
                                + (each.replica().isPresent() ? each.replica().getAsInt() : null)
                                + "}")
                        .collect(Collectors.joining(",")));
    }
}
