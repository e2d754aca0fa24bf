package io.quorate.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.runtime.SlotStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotTimesTest {
    private final SlotTimes times = new SlotTimes();

    private void reached(SlotStage stage, long seqNum, long millis) {
        times.reached(stage, seqNum, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void eachStageIsMeasuredFromTheOneBefore() {
        reached(SlotStage.VOTED, 1, 100);
        reached(SlotStage.VOTED, 2, 101);
        reached(SlotStage.DECIDED, 1, 103);
        reached(SlotStage.EXECUTED, 1, 123);
        reached(SlotStage.CERTIFIED, 1, 323);

        assertThat(Scrapes.of(times)).contains(
                "quorate_slot_stage_seconds_sum{replica=\"2\",stage=\"decide\"} 0.003\n",
                "quorate_slot_stage_seconds_sum{replica=\"2\",stage=\"execute\"} 0.02\n",
                "quorate_slot_stage_seconds_sum{replica=\"2\",stage=\"certify\"} 0.2\n",
                "quorate_slot_stage_seconds_count{replica=\"2\",stage=\"decide\"} 1\n");
    }

    /** Whose vote is its proposal. */
    @Test
    void theLeaderDecidesFromItsProposalOn() {
        reached(SlotStage.PROPOSED, 5, 100);
        reached(SlotStage.DECIDED, 5, 140);

        assertThat(Scrapes.of(times))
                .contains("quorate_slot_stage_seconds_sum{replica=\"2\",stage=\"decide\"} 0.04\n");
    }

    /** A slot that was fetched has no vote, and places are used again by slots that come a thousand later. */
    @Test
    void aStageWithoutTheOneBeforeIsLeftOut() {
        reached(SlotStage.VOTED, 1, 100);
        reached(SlotStage.DECIDED, 1025, 200);
        reached(SlotStage.EXECUTED, 1025, 210);
        reached(SlotStage.CERTIFIED, 7, 220);

        assertThat(Scrapes.of(times)).contains(
                "quorate_slot_stage_seconds_count{replica=\"2\",stage=\"decide\"} 0\n",
                "quorate_slot_stage_seconds_count{replica=\"2\",stage=\"execute\"} 1\n",
                "quorate_slot_stage_seconds_count{replica=\"2\",stage=\"certify\"} 0\n");
    }
}
