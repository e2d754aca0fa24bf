package io.quorate.node.metrics;

import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.TransportMetrics;
import io.quorate.bft.runtime.OrderingMetrics;
import io.quorate.bft.runtime.OrderingStatus;
import java.util.Optional;
import java.util.function.Supplier;

/** Where ordering stands, what came of it, and who takes part. Nothing before it has started. */
public final class OrderingSource implements MetricSource {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Supplier<Optional<OrderingFacts>> facts;

    public OrderingSource(Supplier<Optional<OrderingFacts>> facts) {
        this.facts = facts;
    }

    @Override
    public void addTo(Exposition exposition) {
        facts.get().ifPresent(now -> {
            addPosition(exposition, now.status());
            addMembers(exposition, now);
            addWork(exposition, now.status(), now.metrics());
            addNetwork(exposition, now.metrics().transport());
        });
    }

    private static void addPosition(Exposition exposition, OrderingStatus status) {
        exposition.gauge("quorate_epoch", "number of the current epoch", status.epoch());
        exposition.gauge("quorate_voting",
                "1 while this replica may vote, 0 while it only follows",
                status.learner().isPresent() ? 0 : 1);
        exposition.gauge("quorate_view", "number of the current view", status.view());
        exposition.gauge("quorate_view_active", "0 during a view change",
                status.active() ? 1 : 0);
        exposition.gauge("quorate_leader", "number of the view's leader", status.leader());
        exposition.gauge("quorate_decided_seqnum", "end of the decided prefix",
                status.decided());
        exposition.gauge("quorate_rtt_seconds",
                "round trip within which a quorum of replicas answers",
                status.rttMillis() / MILLIS_PER_SECOND);
    }

    private static void addMembers(Exposition exposition, OrderingFacts now) {
        exposition.gauge("quorate_peers", "connected replicas",
                now.status().connectedPeers().size());
        exposition.gauge("quorate_members", "of the epoch", now.epoch().members().size());
        exposition.gauge("quorate_quorum", "members that decide together", now.quorum());
        exposition.gauge("quorate_quorum_margin",
                "members that are connected beyond the quorum, this one counted where it votes",
                now.reachable() - now.quorum());
        exposition.gauges("quorate_peer_up", "1 while the link to a member is up",
                values -> now.epoch().members().stream().map(Member::id)
                        .filter(id -> id.number() != now.self())
                        .forEach(id -> values.add(now.isUp(id.number()) ? 1 : 0, "peer",
                                Integer.toString(id.number()))));
        exposition.counters("quorate_peer_frames_total", "frames that came from a peer",
                values -> now.traffic().forEach(peer -> values.add(peer.frames(), "peer",
                        Integer.toString(peer.replica()))));
        exposition.counters("quorate_peer_received_bytes_total", "that came from a peer",
                values -> now.traffic().forEach(peer -> values.add(peer.bytes(), "peer",
                        Integer.toString(peer.replica()))));
        exposition.counters("quorate_peer_votes_total",
                "votes and signed results that came from a peer",
                values -> now.traffic().forEach(peer -> values.add(peer.votes(), "peer",
                        Integer.toString(peer.replica()))));
    }

    private static void addWork(Exposition exposition, OrderingStatus status,
            OrderingMetrics metrics) {
        exposition.counters("quorate_decisions_total", "slots decided, by the way they were",
                values -> {
                    values.add(status.fastDecisions(), "path", "fast");
                    values.add(status.slowDecisions(), "path", "slow");
                    values.add(status.fetchedDecisions(), "path", "fetched");
                });
        exposition.counter("quorate_view_changes_total", "views entered since the start",
                status.viewChanges());
        exposition.counter("quorate_log_syncs_total", "writes of the ordering log to disk",
                metrics.syncs());
        exposition.counter("quorate_log_sync_seconds_total", "that they took",
                metrics.syncNanos() / NANOS_PER_SECOND);
        exposition.counter("quorate_log_written_bytes_total", "appended to the ordering log",
                metrics.walBytes());
        exposition.counters("quorate_messages_rejected_total",
                "messages of peers that were not taken, by reason", values -> {
                    values.add(metrics.rejectedFrames(), "reason", "form");
                    values.add(metrics.rejectedMessages(), "reason", "protocol");
                    values.add(metrics.droppedFrames(), "reason", "inbox_full");
                    values.add(metrics.droppedGossip(), "reason", "gossip_full");
                });
        exposition.counter("quorate_divergences_total",
                "signed results of others that differ from this replica's",
                metrics.divergences());
    }

    private static void addNetwork(Exposition exposition, TransportMetrics transport) {
        exposition.counters("quorate_handshakes_refused_total",
                "connections that did not become a link, by reason", values -> {
                    values.add(transport.refusedCertificates(), "reason", "key");
                    values.add(transport.refusedHellos(), "reason", "hello");
                    values.add(transport.failedHandshakes(), "reason", "failed");
                    values.add(transport.evictedHandshakes(), "reason", "evicted");
                });
        exposition.counter("quorate_broken_frames_total",
                "connections closed for bytes that break the framing", transport.brokenFrames());
        exposition.counter("quorate_reconnects_total",
                "links that came up again after they had been lost", transport.reconnects());
        exposition.counter("quorate_sent_bytes_total", "sent to peers, before encryption",
                transport.bytesSent());
        exposition.counter("quorate_sent_frames_dropped_total",
                "frames not sent, for a peer's queue was full or it is not known",
                transport.framesDropped());
    }
}
