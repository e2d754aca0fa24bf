package io.quorate.state.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HistogramType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.WALRecoveryMode;

/** RocksDB's settings; the native objects live until {@link #close}. */
final class RocksDbOptions implements AutoCloseable {
    private static final double BLOOM_BITS_PER_KEY = 10; // one false answer in a hundred
    private static final long BLOCK_BYTES = 4096;
    /** Versions of a node differ in a hash or two and lie side by side: in larger blocks they press to a third. */
    private static final long HISTORY_BLOCK_BYTES = 16 * 1024;

    /** Measured: a third of the compactions' processor time of 4, RocksDB's default; a read asks as many filters. */
    private static final int SCATTERED_FILES = 16;

    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache;
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
    /** Counts alone: no clock is read and no histogram kept for them. */
    private final Statistics statistics = new Statistics(
            EnumSet.complementOf(EnumSet.of(HistogramType.HISTOGRAM_ENUM_MAX)));
    private final DBOptions database;
    private final ColumnFamilyOptions byKey;
    private final ColumnFamilyOptions byKeyScattered;
    private final ColumnFamilyOptions byPresentKey;
    private final ColumnFamilyOptions bySeek;
    private final ColumnFamilyOptions bySeekScattered;

    RocksDbOptions(RocksDbConfig config) {
        cache = new LRUCache(config.blockCacheBytes());
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
        database = checked().setCreateIfMissing(true).setCreateMissingColumnFamilies(true)
                .setDbWriteBufferSize(config.writeBufferBytes())
                .setMaxTotalWalSize(4 * config.writeBufferBytes())
                .setMaxOpenFiles(config.openFilesMax()).setMaxBackgroundJobs(2)
                .setMaxFileOpeningThreads(1).setKeepLogFileNum(2).setMaxLogFileSize(1 << 20)
                .setStatsDumpPeriodSec(0).setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL).setBytesPerSync(1 << 20)
                .setStatistics(statistics);
        byKey = family(config, table(BLOCK_BYTES).setFilterPolicy(bloom));
        byKeyScattered = scattered(family(config, table(BLOCK_BYTES).setFilterPolicy(bloom)));
        byPresentKey = scattered(family(config, table(BLOCK_BYTES).setFilterPolicy(bloom)))
                .setOptimizeFiltersForHits(true);
        bySeek = family(config, table(HISTORY_BLOCK_BYTES));
        bySeekScattered = scattered(family(config, table(HISTORY_BLOCK_BYTES)));
    }

    /**
     * Of the write-ahead log only a torn end is passed over, which a kill leaves. RocksDB's default would pass over all
     * from the first bad record on, and open at an earlier block as if nothing had been lost. That each log follows the
     * one before it can be asked for by the option's name alone.
     */
    private static DBOptions checked() {
        Properties names = new Properties();
        names.put("track_and_verify_wals", "true");
        DBOptions options = DBOptions.getDBOptionsFromProps(names);
        if (options == null) {
            throw new IllegalStateException("this RocksDB does not know " + names);
        }
        return options.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setParanoidChecks(true);
    }

    /**
     * Indexes and filters are in the cache as well, so that its size bounds them; in pieces of a block's size, of which a
     * read needs two. Whole ones, half a megabyte a file, drove each other out of a small cache with every read.
     */
    private BlockBasedTableConfig table(long blockBytes) {
        return new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(blockBytes)
                .setIndexType(IndexType.kTwoLevelIndexSearch).setPartitionFilters(true)
                .setMetadataBlockSize(BLOCK_BYTES)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true).setPinL0FilterAndIndexBlocksInCache(true);
    }

    private static ColumnFamilyOptions family(RocksDbConfig config, BlockBasedTableConfig table) {
        return new ColumnFamilyOptions().setTableFormatConfig(table)
                .setWriteBufferSize(Math.max(1 << 20, config.writeBufferBytes() / 4))
                .setMaxWriteBufferNumber(2).setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /**
     * Where writes go all over the keys, a flushed file meets all files of the next level, and all are written anew. So
     * more of them are gathered first.
     */
    private static ColumnFamilyOptions scattered(ColumnFamilyOptions family) {
        return family.setLevel0FileNumCompactionTrigger(SCATTERED_FILES)
                .setLevel0SlowdownWritesTrigger(2 * SCATTERED_FILES)
                .setLevel0StopWritesTrigger(3 * SCATTERED_FILES);
    }

    /**
     * A filter answers whether a key is there: nothing that a space is asked whose keys are sought by range. Where keys are
     * known to be there, as those of a trie's nodes, the level that has nearly all of them needs none, and the cache has
     * the more room.
     */
    ColumnFamilyOptions family(Space space) {
        return switch (space) {
            case META, BLOCKS, INDEX, CODE, DECISIONS, SNAPSHOT -> byKey;
            case STATE -> byKeyScattered;
            case TRIE -> byPresentKey;
            case HISTORY, LOG_INDEX -> bySeek;
            case TRIE_HISTORY -> bySeekScattered;
        };
    }

    DBOptions database() {
        return database;
    }

    Statistics statistics() {
        return statistics;
    }

    long blockCacheBytes() {
        return cache.getUsage();
    }

    /** RocksDB's own default family, which must be there, and then one a space in its order. */
    List<ColumnFamilyDescriptor> families() {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, byKey));
        for (Space space : Space.values()) {
            byte[] name = space.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            families.add(new ColumnFamilyDescriptor(name, family(space)));
        }
        return families;
    }

    @Override
    public void close() {
        byKey.close();
        byKeyScattered.close();
        byPresentKey.close();
        bySeek.close();
        bySeekScattered.close();
        database.close();
        statistics.close();
        bloom.close();
        cache.close();
    }
}
