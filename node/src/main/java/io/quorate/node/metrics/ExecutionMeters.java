package io.quorate.node.metrics;

import io.quorate.evm.CacheUse;
import io.quorate.execution.ExecutionCounts;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What executing and committing blocks costs. Written on the executing thread. */
public final class ExecutionMeters implements MetricSource {
    private final Supplier<ExecutionCounts> counts;
    private final Supplier<SortedMap<String, CacheUse>> stateCaches;
    private final Histogram executing = new Histogram();
    private final Histogram committing = new Histogram();
    private final LongAdder gas = new LongAdder();

    public ExecutionMeters(Supplier<ExecutionCounts> counts,
            Supplier<SortedMap<String, CacheUse>> stateCaches) {
        this.counts = counts;
        this.stateCaches = stateCaches;
    }

    /** Of a slot that made a block. */
    public void block(long gasUsed, long executeNanos, long commitNanos) {
        gas.add(gasUsed);
        executing.observe(executeNanos);
        committing.observe(commitNanos);
    }

    @Override
    public void addTo(Exposition exposition) {
        exposition.counter("quorate_gas_total", "gas that blocks used since the start",
                gas.sum());
        exposition.histograms("quorate_execution_seconds",
                "executing a block's transactions and working out its roots",
                values -> values.add(executing));
        exposition.histograms("quorate_commit_seconds", "writing a block and its state to disk",
                values -> values.add(committing));
        ExecutionCounts now = counts.get();
        exposition.counters("quorate_executed_ahead_total",
                "transactions executed before their turn, by what became of the result",
                values -> {
                    values.add(now.taken(), "result", "taken");
                    values.add(now.again(), "result", "again");
                });
        exposition.counter("quorate_blocks_overlapped_total",
                "blocks begun before the one before them was committed", now.overlapped());
        SortedMap<String, CacheUse> caches = new TreeMap<>(stateCaches.get());
        caches.put("code", now.codes());
        exposition.counters("quorate_cache_hits_total", "reads that a cache in memory answered",
                values -> caches.forEach((cache, use) -> values.add(use.hits(), "cache", cache)));
        exposition.counters("quorate_cache_misses_total", "reads that it did not answer",
                values -> caches
                        .forEach((cache, use) -> values.add(use.misses(), "cache", cache)));
    }
}
