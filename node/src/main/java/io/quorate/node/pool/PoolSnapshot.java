package io.quorate.node.pool;

import io.quorate.ledger.RecoveredTransaction;
import java.util.List;

/** What waited at one moment: {@code pending} can run now, {@code queued} lacks an earlier nonce. */
public record PoolSnapshot(List<RecoveredTransaction> pending, List<RecoveredTransaction> queued) {
    public PoolSnapshot {
        pending = List.copyOf(pending);
        queued = List.copyOf(queued);
    }
}
