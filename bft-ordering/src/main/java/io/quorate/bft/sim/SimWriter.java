package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;

/** Brings one machine's log records to its disk: one sync at a time. Mutable, one thread. */
final class SimWriter {
    private static final int LOG_RECORDS_MAX = 50_000;

    private final SimNode node;
    private final SimCluster cluster;
    private final SimDisk disk;
    private final SimRandom random;
    private boolean syncing;

    SimWriter(SimNode node, SimCluster cluster, SimRandom random) {
        this.node = node;
        this.cluster = cluster;
        this.disk = node.disk();
        this.random = random;
    }

    /** The machine starts again. */
    void reset() {
        syncing = false;
    }

    void write(Effect.Persist persist) {
        if (disk.full()) {
            node.crash(); // the product stops too, rather than vote without a log
            return;
        }
        if (!node.passesBoundary()) {
            return;
        }
        disk.append(persist);
        if (disk.recordCount() > LOG_RECORDS_MAX) {
            throw new InvariantViolation("I11: the log of r" + node.replica() + " holds "
                    + disk.recordCount() + " records");
        }
        if (!node.passesBoundary()) {
            return;
        }
        Parts parts = cluster.setup().parts();
        boolean lies = parts != Parts.SOUND
                && !parts.syncs(cluster.checkers().decode(persist)) && disk.claim(persist.lsn());
        if (lies) {
            node.later(1, () -> {
                node.persisted(Math.min(persist.lsn(), disk.durableLsn()));
            });
        } else {
            sync();
        }
    }

    /** One sync at a time; it covers what was appended before it began. */
    private void sync() {
        if (!syncing) {
            syncing = true;
            node.later(0, () -> {
                long covered = disk.appendedLsn();
                node.later(syncMicros() * disk.slowness(), () -> {
                    syncing = false;
                    disk.synced(covered);
                    node.persisted(covered);
                    if (node.up() && disk.appendedLsn() > disk.durableLsn()) {
                        sync();
                    }
                });
            });
        }
    }

    /** How long a sync takes. */
    long syncMicros() {
        if (cluster.setup().performance().isPresent()) {
            long typical = cluster.setup().performance().get().syncMicros();
            return random.chance(1) ? random.between(4_000, 8_000)
                    : random.between(typical * 3 / 4, typical * 5 / 4);
        }
        return random.chance(3) && disk.stalls() ? random.between(3_000, 9_000)
                : random.between(100, 400);
    }
}
