package io.quorate.evm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;

/** How often a cache was asked since it was made, and had the answer. */
public record CacheUse(long hits, long misses) {
    /** Of a cache that records its use. */
    public static CacheUse of(Cache<?, ?> cache) {
        CacheStats stats = cache.stats();
        return new CacheUse(stats.hitCount(), stats.missCount());
    }
}
