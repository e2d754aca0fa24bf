package io.quorate.node.pool;

import java.util.Collection;

/**
 * What waits in a pool.
 *
 * @param next in line for a proposal of whoever leads
 * @param proposed put into a proposal, or a batch, of this replica that is not executed yet
 * @param queued behind a missing nonce
 * @param bytes of all, encoded
 */
public record PoolCounts(int next, int proposed, int queued, long bytes) {
    static PoolCounts of(int all, int queued, Collection<? extends Collection<?>> proposals,
            long bytes) {
        int proposed = Math.min(all - queued, proposals.stream().mapToInt(Collection::size).sum());
        return new PoolCounts(all - queued - proposed, proposed, queued, bytes);
    }
}
