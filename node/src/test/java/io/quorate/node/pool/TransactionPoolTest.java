package io.quorate.node.pool;

import static io.quorate.node.pool.PoolFixture.ALICE;
import static io.quorate.node.pool.PoolFixture.AMPLE;
import static io.quorate.node.pool.PoolFixture.BOB;
import static io.quorate.node.pool.PoolFixture.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransactionPoolTest {
    private final PoolFixture fixture = new PoolFixture();
    private final TransactionPool pool = fixture.pool;

    @Test
    void proposesASendersTransactionsInNonceOrder() {
        fixture.add(transaction(ALICE, 1));
        fixture.add(transaction(ALICE, 0));

        assertThat(pool.propose(1, AMPLE)).extracting(t -> t.transaction().nonce())
                .containsExactly(0L, 1L);
    }

    @Test
    void holdsBackWhatLacksAnEarlierNonce() {
        fixture.add(transaction(ALICE, 1));

        assertThat(pool.propose(1, AMPLE)).isEmpty();
        assertThat(pool.hasProposable()).isFalse();
        assertThat(pool.pendingNonce(ALICE)).isZero();
        assertThat(pool.snapshot().queued()).hasSize(1);
    }

    @Test
    void pendingNonceIsTheFirstGap() {
        fixture.setNonce(ALICE, 5);
        for (long nonce : List.of(5L, 6L, 8L)) {
            fixture.add(transaction(ALICE, nonce));
        }

        assertThat(pool.pendingNonce(ALICE)).isEqualTo(7);
        fixture.add(transaction(ALICE, 7));
        assertThat(pool.pendingNonce(ALICE)).isEqualTo(9);
    }

    @Test
    void whatIsDroppedMayComeAgainThoughABlockHadIt() {
        RecoveredTransaction taken = transaction(ALICE, 0);
        fixture.add(taken);
        fixture.add(transaction(ALICE, 1));
        fixture.add(transaction(BOB, 0));
        pool.propose(1, AMPLE);
        fixture.setNonce(ALICE, 1);
        pool.onExecuted(1, List.of(taken), Map.of());
        assertThat(pool.needsNoLook(taken.hash())).isTrue();

        pool.drop(waiting -> waiting.sender().equals(BOB));
        assertThat(pool.size()).isEqualTo(1);
        pool.drop(_ -> true);
        pool.forgetIncluded();
        fixture.setNonce(ALICE, 0);
        assertThat(pool.size()).isZero();
        assertThat(pool.hasNoRunnable()).isTrue();
        assertThat(fixture.dropped).hasSize(2);
        assertThat(pool.needsNoLook(taken.hash())).isFalse();
        assertThat(pool.pendingNonce(ALICE)).isZero();
        assertThat(fixture.add(taken)).isInstanceOf(Admission.Admitted.class);
        assertThat(pool.propose(2, AMPLE)).containsExactly(taken);
    }

    @Test
    void proposesNothingTwiceForTheFollowingSlots() {
        fixture.add(transaction(ALICE, 0));
        assertThat(pool.propose(1, AMPLE)).hasSize(1);
        fixture.add(transaction(ALICE, 1));

        assertThat(pool.propose(2, AMPLE)).extracting(t -> t.transaction().nonce())
                .containsExactly(1L);
        assertThat(pool.propose(3, AMPLE)).isEmpty();
    }

    @Test
    void proposesAgainWhatAnExecutedSlotDidNotHold() {
        RecoveredTransaction lost = transaction(ALICE, 0);
        fixture.add(lost);
        pool.propose(1, AMPLE);

        pool.onExecuted(1, List.of(), Map.of());

        assertThat(pool.propose(2, AMPLE)).containsExactly(lost);
    }

    @Test
    void aNewLeadershipStartsOverAtItsSlot() {
        RecoveredTransaction first = transaction(ALICE, 0);
        RecoveredTransaction second = transaction(ALICE, 1);
        fixture.add(first);
        pool.propose(1, AMPLE);
        fixture.add(second);
        pool.propose(2, AMPLE);

        assertThat(pool.propose(1, AMPLE)).containsExactly(first, second);
    }

    @Test
    void anAbandonedProposalIsFreeAgain() {
        RecoveredTransaction transaction = transaction(ALICE, 0);
        fixture.add(transaction);
        pool.propose(7, AMPLE);

        pool.abandon(7);

        assertThat(pool.hasProposable()).isTrue();
        assertThat(pool.propose(8, AMPLE)).containsExactly(transaction);
    }

    @Test
    void forgetsWhatABlockHolds() {
        RecoveredTransaction included = transaction(ALICE, 0);
        fixture.add(included);
        pool.propose(1, AMPLE);
        fixture.setNonce(ALICE, 1);

        pool.onExecuted(1, List.of(included), Map.of());

        assertThat(pool.find(included.hash())).isEmpty();
        assertThat(pool.size()).isZero();
        assertThat(fixture.dropped).isEmpty();
        assertThat(pool.pendingNonce(ALICE)).isEqualTo(1);
    }

    @Test
    void saysThatAnotherTransactionTookTheNonce() {
        RecoveredTransaction loser = transaction(ALICE, 0, 1);
        fixture.add(loser);
        fixture.setNonce(ALICE, 1);

        pool.onExecuted(1, List.of(transaction(ALICE, 0, 2)), Map.of());

        assertThat(fixture.dropped.get(loser.hash()).reason())
                .isEqualTo(Refusal.Reason.NONCE_TOO_LOW);
        assertThat(pool.droppedBecause(loser.hash())).isPresent();
    }

    @Test
    void dropsWhatExecutionGaveUpAndKeepsWhatFollowsIt() {
        RecoveredTransaction poor = transaction(ALICE, 0);
        RecoveredTransaction next = transaction(ALICE, 1);
        fixture.add(poor);
        fixture.add(next);
        pool.propose(1, AMPLE);
        Refusal refusal = new Refusal(Refusal.Reason.INSUFFICIENT_FUNDS, "have 0 want 1");

        pool.onExecuted(1, List.of(), Map.of(poor.hash(), refusal));

        assertThat(fixture.dropped).containsEntry(poor.hash(), refusal);
        assertThat(pool.find(next.hash())).isPresent();
        assertThat(pool.propose(2, AMPLE)).isEmpty();
        fixture.add(transaction(ALICE, 0, 7));
        assertThat(pool.propose(3, AMPLE)).extracting(t -> t.transaction().nonce())
                .containsExactly(0L, 1L);
    }

    @Test
    void dropsWhatTheRulesForbidNowButNotWhatIsBeingOrdered() {
        RecoveredTransaction proposed = transaction(ALICE, 0);
        fixture.add(proposed);
        pool.propose(1, AMPLE);
        RecoveredTransaction waiting = transaction(ALICE, 1);
        RecoveredTransaction gapped = transaction(ALICE, 3);
        RecoveredTransaction other = transaction(BOB, 0);
        fixture.add(waiting);
        fixture.add(gapped);
        fixture.add(other);
        Refusal refusal = new Refusal(Refusal.Reason.ACCOUNT_SUSPENDED, "not any more");

        pool.dropRefused(transaction -> Optional.of(refusal)
                .filter(_ -> transaction.sender().equals(ALICE)));

        assertThat(fixture.dropped).containsOnlyKeys(waiting.hash(), gapped.hash());
        assertThat(pool.droppedBecause(gapped.hash())).contains(refusal);
        assertThat(pool.find(proposed.hash())).isPresent();
        assertThat(pool.pendingNonce(ALICE)).isEqualTo(1);
        assertThat(pool.propose(2, AMPLE)).containsExactly(other);
    }

    @Test
    void theNewestSignatureReplacesAtEqualPrice() {
        RecoveredTransaction old = transaction(ALICE, 0, 1);
        RecoveredTransaction newer = transaction(ALICE, 0, 2);
        fixture.add(old);

        assertThat(fixture.add(newer)).isInstanceOf(Admission.Admitted.class);

        assertThat(pool.propose(1, AMPLE)).containsExactly(newer);
        assertThat(fixture.dropped.get(old.hash()).reason()).isEqualTo(Refusal.Reason.REPLACED);
        assertThat(pool.size()).isEqualTo(1);
    }

    @Test
    void doesNotReplaceWhatIsBeingOrdered() {
        fixture.add(transaction(ALICE, 0, 1));
        pool.propose(1, AMPLE);

        assertThat(reason(fixture.add(transaction(ALICE, 0, 2))))
                .isEqualTo(Refusal.Reason.ALREADY_PROPOSED);
    }

    @Test
    void refusesKnownUsedAndFarNonces() {
        fixture.setNonce(ALICE, 3);
        fixture.add(transaction(ALICE, 3));

        assertThat(reason(fixture.add(transaction(ALICE, 3))))
                .isEqualTo(Refusal.Reason.ALREADY_KNOWN);
        assertThat(reason(fixture.add(transaction(ALICE, 2))))
                .isEqualTo(Refusal.Reason.NONCE_TOO_LOW);
        assertThat(reason(fixture.add(transaction(ALICE, 3 + 16))))
                .isEqualTo(Refusal.Reason.NONCE_TOO_HIGH);
    }

    @Test
    void sendersTakeTurns() {
        for (long nonce = 0; nonce < 15; nonce++) {
            fixture.add(transaction(ALICE, nonce));
        }
        fixture.add(transaction(BOB, 0));
        ProposalLimits small = new ProposalLimits(15, 1 << 20, Long.MAX_VALUE);
        fixture.add(transaction(ALICE, 15));

        pool.propose(1, small);

        assertThat(pool.propose(2, small)).first()
                .extracting(RecoveredTransaction::sender).isEqualTo(BOB);
    }

    @Test
    void keepsAProposalWithinItsBounds() {
        for (long nonce = 0; nonce < 10; nonce++) {
            fixture.add(transaction(ALICE, nonce));
        }

        assertThat(pool.propose(1, new ProposalLimits(1_000, 1 << 20, 50_000))).hasSize(2);
        assertThat(pool.propose(2, new ProposalLimits(3, 1 << 20, Long.MAX_VALUE))).hasSize(3);
        int bytes = PayloadCodec.LIST_HEADER_BYTES_MAX + 40;
        List<RecoveredTransaction> chosen = pool.propose(3,
                new ProposalLimits(1_000, bytes, Long.MAX_VALUE));
        assertThat(chosen).hasSize(1);
        assertThat(PayloadCodec.encode(chosen).size()).isLessThanOrEqualTo(bytes);
    }

    @Test
    void isBoundedInCountBytesAndGaps() {
        PoolFixture tight = new PoolFixture(new PoolLimits(8, 1 << 20, 8, 10_000));
        for (int i = 0; i < 2; i++) {
            tight.add(transaction(Address.ofLow(i + 1), 1));
        }
        assertThat(reason(tight.add(transaction(Address.ofLow(9), 1))))
                .isEqualTo(Refusal.Reason.POOL_FULL);
        for (int i = 0; i < 6; i++) {
            assertThat(tight.add(transaction(ALICE, i))).isInstanceOf(Admission.Admitted.class);
        }
        assertThat(reason(tight.add(transaction(BOB, 0)))).isEqualTo(Refusal.Reason.POOL_FULL);

        PoolFixture narrow = new PoolFixture(new PoolLimits(8, 40, 8, 10_000));
        narrow.add(transaction(ALICE, 0));
        assertThat(reason(narrow.add(transaction(BOB, 0)))).isEqualTo(Refusal.Reason.POOL_FULL);
    }

    @Test
    void offersOwnTransactionsAgainWhenTheyAreOld() {
        RecoveredTransaction own = transaction(ALICE, 0);
        RecoveredTransaction foreign = transaction(BOB, 0);
        fixture.add(own);
        pool.add(foreign, (_, _) -> java.util.Optional.empty(), false);
        assertThat(pool.dueForOffering(true, 10)).isEmpty();

        fixture.nowMillis = 1_000;

        assertThat(pool.dueForOffering(true, 10)).containsExactly(own);
        assertThat(pool.dueForOffering(true, 10)).isEmpty();
    }

    /** Another replica's transaction that a leader leaves out: offered to it, and held against it if it goes on. */
    @Test
    void tellsWhenALeaderLeavesOutWhatItHasRoomFor() {
        RecoveredTransaction foreign = transaction(BOB, 0);
        pool.add(foreign, (_, _) -> java.util.Optional.empty(), false);
        fixture.nowMillis = 1_000;
        assertThat(pool.dueForOffering(false, 10)).isEmpty();
        assertThat(leftOut(2, false)).isFalse();
        assertThat(pool.dueForOffering(false, 10)).containsExactly(foreign);
        assertThat(leftOut(2, false)).isFalse();
        fixture.nowMillis = 3_500;
        assertThat(leftOut(2, false)).isFalse();
        fixture.nowMillis = 4_000;
        assertThat(leftOut(1, false)).as("another has its own time").isFalse();
        assertThat(leftOut(2, false)).isFalse();
        fixture.nowMillis = 7_000;
        assertThat(leftOut(2, false)).isTrue();
        assertThat(pool.isCensoredBy(2, 1_000,
                (_, _) -> java.util.Optional.of(new Refusal(Refusal.Reason.INSUFFICIENT_FUNDS,
                        "poor by now"))))
                .as("inadmissible by now").isFalse();
    }

    @Test
    void blamesNobodyForFullSlotsNorForWhatLacksANonce() {
        fixture.add(transaction(ALICE, 0));
        pool.add(transaction(BOB, 1), (_, _) -> java.util.Optional.empty(), false);
        for (int i = 0; i < 100; i++) {
            fixture.nowMillis += 100;
            pool.dueForOffering(true, 10);
            assertThat(leftOut(2, true)).isFalse();
        }
        pool.onExecuted(1, List.of(), Map.of());
        fixture.setNonce(ALICE, 1);
        pool.onExecuted(2, List.of(transaction(ALICE, 0)), Map.of());
        for (int i = 0; i < 100; i++) {
            fixture.nowMillis += 100;
            assertThat(leftOut(2, false)).isFalse();
        }
    }

    private boolean leftOut(int proposer, boolean isSlotFull) {
        return pool.isCensoredBy(proposer, isSlotFull ? 0 : 1_000,
                (_, _) -> java.util.Optional.empty());
    }

    private static Refusal.Reason reason(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).refusal().reason();
    }
}
