package io.quorate.state.storage;

import java.util.Map;

/**
 * What a store on disk tells of its work; sizes in bytes at this moment, {@code total} since it was opened.
 *
 * @param spaceBytes of the files of each space
 * @param pendingCompactionBytes that are to be written anew until the files are in order
 * @param memtableBytes of writes that are not in files yet
 * @param blockCacheBytes in use
 * @param writeBytesPerSecond that writes are held down to; 0 where they are not
 * @param isWriteStopped whether writes wait until compaction has caught up
 * @param stallMicrosTotal that writes waited for it
 * @param backgroundErrors since the start, of flushes and compactions
 */
public record StoreStatistics(Map<Space, Long> spaceBytes, long pendingCompactionBytes,
        long memtableBytes, long blockCacheBytes, long blockCacheHitsTotal,
        long blockCacheMissesTotal, long writtenBytesTotal, long compactionWrittenBytesTotal,
        long writeBytesPerSecond, boolean isWriteStopped, long stallMicrosTotal,
        long backgroundErrors) {
    public StoreStatistics {
        spaceBytes = Map.copyOf(spaceBytes);
    }
}
