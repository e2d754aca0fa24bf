package io.quorate.state.storage;

import java.util.EnumMap;
import java.util.Map;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/** Reads RocksDB's counters and those of its properties that it knows without looking at files. */
final class RocksDbStatistics {
    private RocksDbStatistics() {}

    static StoreStatistics of(RocksDbKeyValueStore.RocksDbHandles handles)
            throws RocksDBException {
        RocksDB database = handles.database();
        Map<Space, Long> bytes = new EnumMap<>(Space.class);
        for (Space space : Space.values()) {
            bytes.put(space, database.getLongProperty(handles.family(space),
                    "rocksdb.live-sst-files-size"));
        }
        Statistics counted = handles.options().statistics();
        return new StoreStatistics(bytes,
                database.getAggregatedLongProperty("rocksdb.estimate-pending-compaction-bytes"),
                database.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables"),
                handles.options().blockCacheBytes(),
                counted.getTickerCount(TickerType.BLOCK_CACHE_HIT),
                counted.getTickerCount(TickerType.BLOCK_CACHE_MISS),
                counted.getTickerCount(TickerType.BYTES_WRITTEN),
                counted.getTickerCount(TickerType.COMPACT_WRITE_BYTES),
                database.getLongProperty("rocksdb.actual-delayed-write-rate"),
                database.getLongProperty("rocksdb.is-write-stopped") != 0,
                counted.getTickerCount(TickerType.STALL_MICROS),
                database.getAggregatedLongProperty("rocksdb.background-errors"));
    }
}
