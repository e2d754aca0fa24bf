package io.quorate.node.pool;

import io.quorate.evm.primitives.Hash;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What waits in a pool.
 *
 * @param next in line for a proposal of whoever leads
 * @param proposed put into a proposal, or a batch, of this replica that is not executed yet
 * @param queued behind a missing nonce
 * @param bytes of all, encoded
 */
public record PoolCounts(int next, int proposed, int queued, long bytes) {
    /** Under the pool's lock. What other replicas' slots took is still in {@code proposals} until theirs come to nothing. */
    static PoolCounts of(Map<Hash, PoolEntry> waiting, int queued,
            Collection<List<PoolEntry>> proposals, long bytes) {
        int proposed = (int) proposals.stream().flatMap(List::stream)
                .filter(entry -> waiting.get(entry.transaction.hash()) == entry).count();
        return new PoolCounts(waiting.size() - queued - proposed, proposed, queued, bytes);
    }
}
