package io.quorate.node.pool;

import static io.quorate.node.pool.PoolFixture.ALICE;
import static io.quorate.node.pool.PoolFixture.AMPLE;
import static io.quorate.node.pool.PoolFixture.BOB;
import static io.quorate.node.pool.PoolFixture.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolCountsTest {
    private final PoolFixture fixture = new PoolFixture();
    private final TransactionPool pool = fixture.pool;

    @Test
    void eachTransactionWaitsForOneThing() {
        RecoveredTransaction first = transaction(ALICE, 0);
        fixture.add(first);
        fixture.add(transaction(ALICE, 3));
        assertThat(pool.counts()).isEqualTo(new PoolCounts(1, 0, 1, bytes(first) * 2));

        pool.propose(7, AMPLE);
        fixture.add(transaction(BOB, 0));
        assertThat(pool.counts()).isEqualTo(new PoolCounts(1, 1, 1, bytes(first) * 3));

        // Another leader's slot took it; this replica's own slot 7 may still come.
        fixture.setNonce(ALICE, 1);
        pool.onExecuted(5, List.of(first), Map.of());
        assertThat(pool.counts()).isEqualTo(new PoolCounts(1, 0, 1, bytes(first) * 2));
    }

    private static long bytes(RecoveredTransaction transaction) {
        return transaction.encoded().size();
    }
}
