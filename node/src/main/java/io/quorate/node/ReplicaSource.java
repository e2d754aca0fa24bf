package io.quorate.node;

import io.quorate.ledger.Ledger;
import io.quorate.node.metrics.Exposition;
import io.quorate.node.metrics.MetricSource;
import io.quorate.node.pool.PoolCounts;
import io.quorate.node.recovery.RecoveryFolder;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of the chain, of what waits for it, and of what an operator has to know of a replica besides. */
record ReplicaSource(Ledger ledger, LedgerSnapshots snapshots, Intake intake, Heartbeat heartbeat,
        EvidenceFolder evidence, RecoveryFolder recoveries, LongAdder membersNotTaken,
        Refusals refusals, DiskGuard disk) implements MetricSource {
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public void addTo(Exposition exposition) {
        exposition.gauges("quorate_build_info", "1; the label is the version",
                values -> values.add(1, "version", Version.number()));
        addChain(exposition);
        addPool(exposition);
        exposition.gauge("quorate_evidence", "proofs that replicas lie, over all restarts",
                evidence.count());
        exposition.gauge("quorate_recoveries", "epochs that were ended by a recovery record",
                recoveries.installed().size());
        exposition.counter("quorate_members_not_taken_total",
                "times that a change of the members did not come into force",
                membersNotTaken.sum());
        exposition.gauge("quorate_disk_free_bytes", "room on the disk of the data folder",
                free());
        exposition.gauge("quorate_disk_min_free_bytes", "below it the replica stops; 0: never",
                disk.freeMin());
    }

    /** A disk that cannot be asked must not keep the rest from being told. */
    private double free() {
        try {
            return disk.usable();
        } catch (UncheckedIOException _) {
            return Double.NaN;
        }
    }

    private void addChain(Exposition exposition) {
        exposition.gauge("quorate_block_height", "number of the last block",
                ledger.head().number());
        exposition.gauge("quorate_finalized_height", "number of the last certified block",
                ledger.finalizedNumber());
        exposition.gauge("quorate_executed_seqnum", "last executed sequence number",
                ledger.appliedSeq());
        exposition.gauge("quorate_oldest_block",
                "first block that is kept; above 0 after a state transfer, or where old ones are pruned",
                ledger.oldestKept());
        exposition.gauge("quorate_oldest_provable_block",
                "first block whose state can be proven", ledger.oldestProvable());
        exposition.gauge("quorate_transfer_chunks_left",
                "chunks of the state that are still to come", snapshots.chunksLeft());
        exposition.counter("quorate_blocks_total", "blocks made since the start",
                heartbeat.blockCount());
        exposition.counter("quorate_transactions_total", "transactions in those blocks",
                heartbeat.transactionCount());
    }

    private void addPool(Exposition exposition) {
        PoolCounts pool = intake.pool().counts();
        exposition.gauge("quorate_pool_transactions", "transactions waiting for a block",
                pool.next() + pool.proposed() + pool.queued());
        exposition.gauges("quorate_pool_waiting", "of them, by what they wait for", values -> {
            values.add(pool.next(), "for", "proposal");
            values.add(pool.proposed(), "for", "execution");
            values.add(pool.queued(), "for", "nonce");
        });
        exposition.gauge("quorate_pool_bytes", "of them, encoded", pool.bytes());
        exposition.gauge("quorate_work_waiting_seconds",
                "since when something waits that could be in a block, and no block came; 0 if nothing does",
                heartbeat.work().waitingMillis() / MILLIS_PER_SECOND);
        exposition.counter("quorate_transactions_accepted_total",
                "transactions taken from clients", intake.acceptedCount());
        exposition.counter("quorate_transactions_refused_total",
                "transactions refused to clients", intake.refusedCount());
        // Each kind appears with its first refusal: a hundred lines of zeros tell nobody anything.
        exposition.counters("quorate_refusals_total",
                "transactions turned away, by place and reason",
                values -> refusals.counts().forEach((kind, count) -> values.add(count.sum(),
                        "at", kind.placeName(), "reason", kind.reason())));
    }
}
