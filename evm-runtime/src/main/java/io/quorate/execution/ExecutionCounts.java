package io.quorate.execution;

import io.quorate.evm.CacheUse;

/**
 * What became of work ahead, since the start.
 *
 * @param taken transactions whose result of being executed ahead was right
 * @param again transactions that were executed ahead and again in their turn, for one before had changed what they read
 * @param overlapped blocks that were begun before the one before them was committed
 * @param codes use of the cache of analysed code
 */
public record ExecutionCounts(long taken, long again, long overlapped, CacheUse codes) {}
