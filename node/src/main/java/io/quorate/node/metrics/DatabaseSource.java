package io.quorate.node.metrics;

import io.quorate.state.storage.StoreStatistics;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What the database tells of its work. */
public final class DatabaseSource implements MetricSource {
    private static final double MICROS_PER_SECOND = 1e6;

    private final Supplier<Optional<StoreStatistics>> statistics;

    public DatabaseSource(Supplier<Optional<StoreStatistics>> statistics) {
        this.statistics = statistics;
    }

    @Override
    public void addTo(Exposition exposition) {
        statistics.get().ifPresent(store -> add(exposition, store));
    }

    private static void add(Exposition exposition, StoreStatistics store) {
        exposition.gauges("quorate_database_size_bytes", "files of the database, by what they hold",
                values -> new TreeMap<>(store.spaceBytes()).forEach((space, bytes) -> values
                        .add(bytes, "space", space.name().toLowerCase(Locale.ROOT))));
        exposition.gauge("quorate_database_pending_compaction_bytes",
                "to be written anew until the files are in order", store.pendingCompactionBytes());
        exposition.gauge("quorate_database_memtable_bytes", "writes that are not in files yet",
                store.memtableBytes());
        exposition.gauge("quorate_database_block_cache_bytes", "in use of storage.cache-mib",
                store.blockCacheBytes());
        exposition.counter("quorate_database_block_cache_hits_total",
                "blocks of files that were in the cache", store.blockCacheHitsTotal());
        exposition.counter("quorate_database_block_cache_misses_total",
                "blocks of files that were read from disk", store.blockCacheMissesTotal());
        exposition.counter("quorate_database_written_bytes_total", "given to the database",
                store.writtenBytesTotal());
        exposition.counter("quorate_database_compaction_written_bytes_total",
                "written anew to keep files in order", store.compactionWrittenBytesTotal());
        exposition.gauge("quorate_database_write_limit_bytes",
                "a second that writes are held down to; 0 where they are not",
                store.writeBytesPerSecond());
        exposition.gauge("quorate_database_write_stopped",
                "1 while writes wait until compaction has caught up",
                store.isWriteStopped() ? 1 : 0);
        exposition.counter("quorate_database_stall_seconds_total",
                "that writes waited for compaction", store.stallMicrosTotal() / MICROS_PER_SECOND);
        exposition.counter("quorate_database_background_errors_total",
                "flushes and compactions that failed", store.backgroundErrors());
    }
}
