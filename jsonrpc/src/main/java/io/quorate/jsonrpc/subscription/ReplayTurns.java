package io.quorate.jsonrpc.subscription;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.LogEntry;
import io.quorate.jsonrpc.LogQuery;
import io.quorate.jsonrpc.LogSearch;
import io.quorate.state.PrunedStateException;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Shares processors and disk among those who replay logs: a few search at a time, each a bounded piece, in the order in
 * which they asked.
 */
final class ReplayTurns {
    private static final int AT_ONCE = 2;
    /** Without an index each block is looked at. */
    private static final long SCANNED_BLOCKS = 500;
    private static final int RESULTS_MAX = 2_000;

    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final JsonRpcConfig.Queries queries;

    ReplayTurns(JsonRpcConfig.Queries queries) {
        this.queries = queries;
    }

    /** All that match up to {@code lastBlock}. */
    record Found(List<LogEntry> entries, long lastBlock) {}

    /**
     * The next piece from block {@code from} on, which exists; it is a block at least. Fails with {@link
     * PrunedStateException} where that is not kept.
     */
    Found next(ChainQueries chain, LogQuery.Filter filter, long from)
            throws InterruptedException {
        long blocks = filter.isSelective() ? queries.logBlocksMax() : SCANNED_BLOCKS;
        turns.acquire();
        try {
            Found found = search(chain, filter, from,
                    Math.min(chain.latestNumber(), from + blocks - 1));
            long oldest = chain.earliestBlockNumber();
            if (oldest > from) { // asked afterwards: what is removed meanwhile is not there to be found
                throw new PrunedStateException(from, oldest);
            }
            return found;
        } finally {
            turns.release();
        }
    }

    private static Found search(ChainQueries chain, LogQuery.Filter filter, long from, long to) {
        return switch (chain.logs(new LogQuery(from, to, filter, RESULTS_MAX))) {
            case LogSearch.Found(var entries) -> new Found(entries, to);
            case LogSearch.Cut cut -> {
                long less = Math.max(from, cut.lastWholeBlock());
                yield whole(chain.logs(
                        new LogQuery(from, less, filter, LogQuery.RESULTS_OF_ANY_BLOCK)), less);
            }
        };
    }

    /** One block is never cut. */
    private static Found whole(LogSearch search, long to) {
        return switch (search) {
            case LogSearch.Found(var entries) -> new Found(entries, to);
            case LogSearch.Cut cut -> throw new IllegalStateException(
                    "a search that was cut to block " + to + " is cut again at "
                            + cut.lastWholeBlock());
        };
    }
}
