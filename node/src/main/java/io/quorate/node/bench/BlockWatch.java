package io.quorate.node.bench;

import io.quorate.node.bench.report.Chart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sees blocks come, in a thread of its own that asks a replica every few milliseconds, until it is closed. */
final class BlockWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);
    /** Of the throughput over time; shorter ones would show the blocks instead. */
    private static final double INTERVAL_SECONDS = 0.5;

    private final RpcClient client;
    private final long begin = System.nanoTime();
    private final List<Seen> seen = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isOver;
    private long next;

    /** A block, and when it was first seen. */
    private record Seen(double seconds, long transactions) {}

    private BlockWatch(RpcClient client) {
        this.client = client;
        this.next = number() + 1;
        this.thread = new Thread(this::watch, "bench-blocks");
        thread.setDaemon(true);
    }

    static BlockWatch begin(RpcClient client) {
        BlockWatch watch = new BlockWatch(client);
        watch.thread.start();
        return watch;
    }

    private long number() {
        return Long.decode(client.call("eth_blockNumber").asText());
    }

    private void watch() {
        while (!isOver) {
            catchUp();
            Pause.of(POLL);
        }
        catchUp();
    }

    private void catchUp() {
        long latest = number();
        double seconds = (System.nanoTime() - begin) / 1e9;
        for (; next <= latest; next++) {
            seen.add(new Seen(seconds, Long.decode(client.call(
                    "eth_getBlockTransactionCountByNumber", "0x" + Long.toHexString(next))
                    .asText())));
        }
    }

    /** What is there by now has been seen when it returns. */
    @Override
    public void close() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After {@link #close}: throughput over time, and what each block held. */
    List<Chart> charts() {
        Map<Long, Long> byInterval = new TreeMap<>();
        List<Chart.Point> blocks = new ArrayList<>();
        for (Seen one : seen) {
            byInterval.merge((long) (one.seconds / INTERVAL_SECONDS), one.transactions, Long::sum);
            blocks.add(new Chart.Point(blocks.size() + 1, one.transactions));
        }
        List<Chart.Point> throughput = new ArrayList<>();
        long last = byInterval.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        double end = seen.isEmpty() ? 0 : seen.getLast().seconds;
        for (long interval = 0; interval <= last && end > 0; interval++) {
            // The last one is over with its last block.
            double until = Math.min(end, (interval + 1) * INTERVAL_SECONDS);
            double length = Math.max(POLL.toMillis() / 1e3, until - interval * INTERVAL_SECONDS);
            throughput.add(new Chart.Point(until,
                    byInterval.getOrDefault(interval, 0L) / length));
        }
        return List.of(
                new Chart("Throughput over time", "seconds", "transactions a second",
                        Chart.Kind.LINES, List.of(new Chart.Series("in blocks", throughput))),
                new Chart("Transactions in each block", "block of the measured load",
                        "transactions", Chart.Kind.BARS,
                        List.of(new Chart.Series("blocks", blocks))));
    }
}
