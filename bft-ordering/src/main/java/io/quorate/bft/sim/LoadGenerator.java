package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.OrderedBatch;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Clients that send transactions at a steady rate, each to any replica, which passes them on to all others. An item
 * stands for the transactions that one replica got in one millisecond. Mutable, one thread.
 */
final class LoadGenerator {
    static final int ITEMS_PER_PAYLOAD = 64;
    /** What 64 KiB of transactions are in items: they stand for a few dozen each. */
    static final int BATCH_ITEM_BYTES = 16 * Long.BYTES;
    static final int BLOCK_ITEM_BYTES = 256 * Long.BYTES;
    private static final int COUNT_BITS = 20;
    private static final int TRANSACTIONS_PER_PAYLOAD_MAX = 2_000;

    private final SimCluster cluster;
    private final Performance costs;
    private final long transactionsPerSecond;
    private final TreeMap<Long, Submitted> underWay = new TreeMap<>();
    private final LatencyHistogram decideLatency = new LatencyHistogram();
    private final LatencyHistogram executeLatency = new LatencyHistogram();
    private long offered;
    private long batches;
    private long untilMicros;
    private long steadyMicros;
    private long executedSteadily;

    private record Submitted(long atMicros, int machine) {}

    LoadGenerator(SimCluster cluster, Performance costs, long transactionsPerSecond) {
        this.cluster = cluster;
        this.costs = costs;
        this.transactionsPerSecond = transactionsPerSecond;
    }

    /** How long messages are: a payload weighs as much as its transactions. */
    static MessageSize sizes(int transactionBytes, Suite suite) {
        return new MessageSize(Long.BYTES, suite.shareBytes(), suite.certificateBytes(),
                payload -> transactions(payload) * (transactionBytes + 4L));
    }

    static long transactions(Decided decided) {
        return decided.batches().stream().mapToLong(batch -> transactions(batch.body())).sum();
    }

    static long transactions(Bytes payload) {
        long count = 0;
        for (int offset = 0; offset < payload.size(); offset += Long.BYTES) {
            count += payload.getLong(offset) & (1 << COUNT_BITS) - 1;
        }
        return count;
    }

    LatencyHistogram decideLatency() {
        return decideLatency;
    }

    LatencyHistogram executeLatency() {
        return executeLatency;
    }

    /** In the second half of the run: in the first one, pipelines fill. */
    long executedSteadily() {
        return executedSteadily;
    }

    void run(long forMicros) {
        untilMicros = cluster.events().nowMicros() + forMicros;
        steadyMicros = untilMicros - forMicros / 2;
        tick();
    }

    private void tick() {
        long now = cluster.events().nowMicros();
        if (now >= untilMicros) {
            return;
        }
        long due = transactionsPerSecond * (now / 1_000 + 1) / 1_000;
        if (due > offered) {
            submit(Math.min(due - offered, TRANSACTIONS_PER_PAYLOAD_MAX));
            offered = due;
        }
        cluster.events().after(1_000, this::tick);
    }

    private void submit(long transactions) {
        List<SimNode> up = cluster.nodes().stream().filter(SimNode::up).toList();
        SimNode entry = up.get(cluster.random().below(up.size()));
        long item = ++batches << COUNT_BITS | transactions;
        underWay.put(item, new Submitted(cluster.events().nowMicros(), entry.index()));
        long bytes = transactions * (costs.transactionBytes() + 4L) + 60;
        if (cluster.setup().lanes()) {
            bringToAuthor(entry, item, transactions, bytes);
            return;
        }
        admit(entry, item, transactions);
        for (SimNode peer : cluster.nodes()) {
            if (peer != entry) {
                cluster.wires().orElseThrow().travel(entry.index(), peer.index(), bytes,
                        () -> admit(peer, item, transactions));
            }
        }
    }

    /** It travels on in a batch; a replica that writes no lane passes it to one that does. */
    private void bringToAuthor(SimNode entry, long item, long transactions, long bytes) {
        if (cluster.writesLane(entry)) {
            admit(entry, item, transactions);
            return;
        }
        SimNode author = cluster.author(item >> COUNT_BITS);
        cluster.wires().orElseThrow().travel(entry.index(), author.index(), bytes,
                () -> admit(author, item, transactions));
    }

    /** A pool looks at signatures before it takes a transaction in. */
    private void admit(SimNode node, long item, long transactions) {
        if (node.up()) {
            node.runOnCpu(transactions * costs.recoverSenderNanos(), () -> node.submit(item));
        }
    }

    void decided(SimNode node, Decided decided) {
        measure(node, decided, decideLatency, false);
    }

    void executed(SimNode node, Decided decided) {
        measure(node, decided, executeLatency, true);
    }

    private void measure(SimNode node, Decided decided, LatencyHistogram histogram, boolean last) {
        for (OrderedBatch batch : decided.batches()) {
            measure(node, batch, histogram, last);
        }
    }

    private void measure(SimNode node, OrderedBatch batch, LatencyHistogram histogram,
            boolean last) {
        for (long item : SimApplication.items(batch.body())) {
            Submitted submitted = underWay.get(item);
            if (submitted != null && submitted.machine() == node.index()) {
                histogram.add(cluster.events().nowMicros() - submitted.atMicros(),
                        item & (1 << COUNT_BITS) - 1);
                if (last) {
                    executedSteadily += cluster.events().nowMicros() < steadyMicros ? 0
                            : item & (1 << COUNT_BITS) - 1;
                    underWay.remove(item);
                }
            }
        }
    }
}
