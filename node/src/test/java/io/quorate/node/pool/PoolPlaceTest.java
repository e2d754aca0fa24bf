package io.quorate.node.pool;

import static io.quorate.node.pool.PoolFixture.ALICE;
import static io.quorate.node.pool.PoolFixture.AMPLE;
import static io.quorate.node.pool.PoolFixture.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.quorate.jsonrpc.PoolPlace;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the pool says that a transaction is, over all that can become of one. */
class PoolPlaceTest {
    private final PoolFixture fixture = new PoolFixture();
    private final TransactionPool pool = fixture.pool;

    private PoolPlace.Waiting waiting(RecoveredTransaction transaction) {
        return (PoolPlace.Waiting) pool.place(transaction.hash());
    }

    @Test
    void namesTheNonceThatIsMissing() {
        RecoveredTransaction second = transaction(ALICE, 2);
        fixture.add(second);
        assertThat(waiting(second).isGapped()).isTrue();
        assertThat(waiting(second).firstGap()).isZero();
        fixture.add(transaction(ALICE, 0));
        assertThat(waiting(second).firstGap()).isEqualTo(1);
        fixture.add(transaction(ALICE, 1));
        assertThat(waiting(second).isGapped()).isFalse();
        assertThat(waiting(second).accountNonce()).isZero();
    }

    @Test
    void knowsTheSlotThatItWasPutUpFor() {
        RecoveredTransaction transaction = transaction(ALICE, 0);
        fixture.add(transaction);
        assertThat(waiting(transaction).proposedFor()).isEmpty();
        pool.propose(7, AMPLE);
        assertThat(waiting(transaction).proposedFor()).hasValue(7);
        pool.abandon(7);
        assertThat(waiting(transaction).proposedFor()).isEmpty();
    }

    @Test
    void namesWhatReplacedIt() {
        RecoveredTransaction older = transaction(ALICE, 0, 1);
        RecoveredTransaction newer = transaction(ALICE, 0, 2);
        fixture.add(older);
        fixture.add(newer);
        assertThat(pool.place(older.hash())).asInstanceOf(type(PoolPlace.GivenUp.class))
                .satisfies(place -> {
                    assertThat(place.admitted()).isTrue();
                    assertThat(place.replacedBy()).contains(newer.hash());
                });
        assertThat(waiting(newer).transaction()).isEqualTo(newer);
    }

    @Test
    void remembersWhyItWasGivenUp() {
        RecoveredTransaction transaction = transaction(ALICE, 0);
        fixture.add(transaction);
        pool.onExecuted(1, List.of(), Map.of(transaction.hash(),
                new Refusal(Refusal.Reason.INSUFFICIENT_FUNDS, "it cannot pay")));
        assertThat(pool.place(transaction.hash())).isEqualTo(new PoolPlace.GivenUp(true,
                RejectionCode.INSUFFICIENT_FUNDS, "it cannot pay", Optional.empty()));
    }

    @Test
    void remembersWhyItWasRefusedUntilItIsAdmitted() {
        RecoveredTransaction transaction = transaction(ALICE, 0);
        assertThat(pool.place(transaction.hash())).isEqualTo(new PoolPlace.Unknown());
        pool.noteRefused(transaction.hash(),
                new Refusal(Refusal.Reason.POOL_FULL, "no room"));
        assertThat(pool.place(transaction.hash())).asInstanceOf(type(PoolPlace.GivenUp.class))
                .matches(place -> !place.admitted() && place.reason().equals("no room"));
        fixture.add(transaction);
        assertThat(waiting(transaction).isGapped()).isFalse();
        pool.noteRefused(transaction.hash(),
                new Refusal(Refusal.Reason.POOL_FULL, "no room"));
        assertThat(waiting(transaction).waitingMillis()).isNotNegative();
    }
}
