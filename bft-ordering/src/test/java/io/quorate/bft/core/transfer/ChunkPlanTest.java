package io.quorate.bft.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.ReplicaId;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChunkPlanTest {
    private static ChunkPlan plan(int chunks, int sources) {
        TreeSet<ReplicaId> from = new TreeSet<>();
        for (int i = 0; i < sources; i++) {
            from.add(new ReplicaId(i));
        }
        return new ChunkPlan(chunks, List.of(), from);
    }

    private static void askAll(ChunkPlan plan, long untilMillis) {
        while (plan.next(untilMillis).isPresent()) {
            // each question goes to the least busy source
        }
    }

    /** Else the fetcher waits for ever for a snapshot that nobody has any more. */
    @Test
    void sourcesThatNeverAnswerAreDroppedAtLast() {
        ChunkPlan plan = plan(20, 3);
        for (long now = 0; now < 3 && plan.hasSources(); now++) {
            askAll(plan, now + 1);
            assertThat(plan.deadlineMillis()).as("something is asked").isEqualTo(now + 1);
            plan.expire(now + 1);
        }
        assertThat(plan.hasSources()).isFalse();
    }

    @Test
    void whoWasLateIsAskedOneThingAtATimeUntilItAnswers() {
        ChunkPlan plan = plan(20, 1);
        askAll(plan, 1);
        plan.expire(1);
        var again = plan.next(2).orElseThrow();
        assertThat(plan.next(2)).isEmpty();
        plan.arrived(again.index());
        assertThat(plan.next(2)).isPresent();
        assertThat(plan.next(2)).isPresent();
    }
}
