package io.quorate.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quorate.bft.net.TransportMetrics;
import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.ledger.Ledger;
import io.quorate.node.recovery.RecoveryFolder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What Prometheus is told of one replica. Values are read when they are asked for. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private volatile Runnable beforeScrape = () -> {};
    /** Held here, since counters hold what they ask weakly. */
    private Optional<Supplier<TransportMetrics>> counted = Optional.empty();

    Metrics(int replica, Ledger ledger, LedgerSnapshots snapshots, Intake intake,
            Heartbeat heartbeat, EvidenceFolder evidence, RecoveryFolder recoveries,
            Supplier<Optional<OrderingStatus>> ordering) {
        registry.config().commonTags("replica", Integer.toString(replica));
        gauge("quorate_block_height", "number of the last block", ledger,
                l -> l.head().number());
        gauge("quorate_finalized_height", "number of the last certified block", ledger,
                Ledger::finalizedNumber);
        gauge("quorate_executed_seqnum", "last executed sequence number", ledger,
                Ledger::appliedSeq);
        gauge("quorate_oldest_block",
                "first block that is kept; above 0 after a state transfer, or where old ones are pruned",
                ledger, Ledger::oldestKept);
        gauge("quorate_oldest_provable_block", "first block whose state can be proven", ledger,
                Ledger::oldestProvable);
        gauge("quorate_transfer_chunks_left", "chunks of the state that are still to come",
                snapshots, LedgerSnapshots::chunksLeft);
        gauge("quorate_pool_transactions", "transactions waiting for a block", intake,
                i -> i.pool().size());
        counter("quorate_blocks", "blocks made since the start", heartbeat,
                Heartbeat::blockCount);
        counter("quorate_transactions", "transactions in those blocks", heartbeat,
                Heartbeat::transactionCount);
        counter("quorate_transactions_accepted", "transactions taken from clients", intake,
                Intake::acceptedCount);
        counter("quorate_transactions_refused", "transactions refused to clients", intake,
                Intake::refusedCount);
        gauge("quorate_evidence", "proofs that replicas lie, over all restarts", evidence,
                EvidenceFolder::count);
        gauge("quorate_recoveries", "epochs that were ended by a recovery record", recoveries,
                folder -> folder.installed().size());
        ordering(ordering);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Each kind appears with its first refusal: a hundred lines of zeros tell nobody anything. */
    void refusals(Refusals refusals) {
        beforeScrape = () -> refusals.counts().forEach((kind, count) -> FunctionCounter
                .builder("quorate_refusals", count, LongAdder::sum)
                .description("transactions turned away, by place and reason")
                .tag("at", kind.placeName()).tag("reason", kind.reason()).register(registry));
    }

    void disk(DiskGuard disk) {
        gauge("quorate_disk_free_bytes", "room on the disk of the data folder", disk,
                DiskGuard::usable);
        gauge("quorate_disk_min_free_bytes", "below it the replica stops; 0: never", disk,
                DiskGuard::freeMin);
    }

    void certificates(CertificateExpiry expiry) {
        expiry.watched().forEach(each -> Gauge
                .builder("quorate_certificate_expiry_seconds", expiry, e -> e.secondsLeft(each))
                .description("until the certificate ends; negative once it has")
                .tag("certificate", each.name()).strongReference(true).register(registry));
    }

    /** Who knocks and is not let in. */
    void links(Supplier<TransportMetrics> links) {
        counted = Optional.of(links);
        Map<String, ToDoubleFunction<TransportMetrics>> reasons = Map.of("certificate",
                TransportMetrics::refusedCertificates, "hello", TransportMetrics::refusedHellos,
                "frame", TransportMetrics::brokenFrames, "handshake",
                TransportMetrics::failedHandshakes);
        reasons.forEach((reason, count) -> FunctionCounter
                .builder("quorate_links_refused", counted.get(),
                        source -> count.applyAsDouble(source.get()))
                .description("connections of other nodes turned away: certificate: its key is no"
                        + " member's")
                .tag("reason", reason).register(registry));
    }

    void membersNotTaken(LongAdder count) {
        counter("quorate_members_not_taken",
                "times that a change of the members did not come into force", count,
                LongAdder::sum);
    }

    private void ordering(Supplier<Optional<OrderingStatus>> ordering) {
        status("quorate_epoch", "number of the current epoch", ordering, OrderingStatus::epoch);
        status("quorate_voting", "1 while this replica may vote, 0 while it only follows",
                ordering, s -> s.learner().isPresent() ? 0 : 1);
        status("quorate_view", "number of the current view", ordering, OrderingStatus::view);
        status("quorate_view_active", "0 during a view change", ordering,
                s -> s.active() ? 1 : 0);
        status("quorate_leader", "index of the view's leader", ordering, OrderingStatus::leader);
        status("quorate_decided_seqnum", "end of the decided prefix", ordering,
                OrderingStatus::decided);
        status("quorate_peers", "connected replicas", ordering,
                s -> s.connectedPeers().size());
        status("quorate_rtt_millis",
                "round trip within which a quorum of replicas answers, in milliseconds", ordering,
                OrderingStatus::rttMillis);
        status("quorate_view_changes", "views entered since the start", ordering,
                OrderingStatus::viewChanges);
        status("quorate_decisions_fast", "slots decided by the fast path", ordering,
                OrderingStatus::fastDecisions);
        status("quorate_decisions_slow", "slots decided by two rounds", ordering,
                OrderingStatus::slowDecisions);
    }

    private void status(String name, String description,
            Supplier<Optional<OrderingStatus>> ordering,
            ToDoubleFunction<OrderingStatus> value) {
        gauge(name, description, ordering,
                source -> source.get().map(value::applyAsDouble).orElse(0.0));
    }

    private <T> void gauge(String name, String description, T source,
            ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).strongReference(true)
                .register(registry);
    }

    private <T> void counter(String name, String description, T source,
            ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description)
                .register(registry);
    }

    /** The text format of Prometheus. */
    String scrape() {
        beforeScrape.run();
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
