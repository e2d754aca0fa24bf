package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.SeqNum;
import org.junit.jupiter.api.Test;

class FastPathTimerTest {
    private static final SeqNum USUAL = new SeqNum(65);
    private static final SeqNum PROBE = new SeqNum(96);
    private final FastPathTimer timer = new FastPathTimer(() -> 2);

    @Test
    void learnsTheUsualGap() {
        for (int i = 0; i < 200; i++) {
            timer.decidedFast(10);
        }
        assertThat(timer.waitMillis(USUAL)).isBetween(10L, 13L);
        for (int i = 0; i < 200; i++) {
            timer.decidedFast(i % 2 * 20);
        }
        assertThat(timer.waitMillis(USUAL)).isBetween(25L, 35L); // mean 10 and twice a deviation of 10
    }

    @Test
    void waitsLongerWhereTheWaitWasTooShort() {
        long first = timer.waitMillis(USUAL);
        for (int i = 0; i < 20; i++) {
            timer.decidedSlow(timer.waitMillis(USUAL));
            timer.decidedFast(timer.waitMillis(USUAL));
        }
        assertThat(timer.waitMillis(USUAL)).isGreaterThan(2 * first).isLessThanOrEqualTo(150);
    }

    @Test
    void givesTheFastPathUpButProbes() {
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedSlow(timer.waitMillis(USUAL));
        }
        int probes = 0;
        for (int i = 0; i < 4 * FastPathTimer.OUTCOMES; i++) {
            long wait = timer.waitMillis(new SeqNum(1_000 + i));
            probes += wait > 0 ? 1 : 0;
            timer.decidedSlow(wait);
        }
        assertThat(probes).isEqualTo(4);
    }

    @Test
    void givesUpAtOnceWhereReplicasStopAllOfASudden() {
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedFast(1);
        }
        for (int i = 1; i < FastPathTimer.FAILURES_MAX; i++) {
            timer.decidedSlow(timer.waitMillis(USUAL));
        }
        assertThat(timer.waitMillis(USUAL)).isPositive();
        timer.decidedSlow(timer.waitMillis(USUAL));
        assertThat(timer.waitMillis(PROBE)).isPositive();
        assertThat(timer.waitMillis(USUAL)).isZero();
        timer.decidedFast(1); // late votes won: they are back
        assertThat(timer.waitMillis(USUAL)).isPositive();
    }

    @Test
    void comesBackOnceProbesSucceed() {
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedSlow(timer.waitMillis(USUAL));
        }
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedFast(1); // without a wait they count too: all votes were there before the quorum's time was up
        }
        assertThat(timer.waitMillis(USUAL)).isPositive();
        assertThat(timer.waitMillis(USUAL)).isPositive();
    }

    /** Whoever gathers votes next knows how the slots of others went. */
    @Test
    void learnsFromSlotsThatOthersDecided() {
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedElsewhere(false);
        }
        assertThat(timer.waitMillis(PROBE)).isPositive();
        assertThat(timer.waitMillis(USUAL)).isZero();
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedElsewhere(true);
        }
        assertThat(timer.waitMillis(USUAL)).isPositive();
    }

    @Test
    void takesTheLeadersWaitUntilItHasSeenEnough() {
        timer.hint(90);
        assertThat(timer.waitMillis(USUAL)).isEqualTo(90);
        timer.hint(255);
        assertThat(timer.waitMillis(USUAL)).as("never above the bound").isEqualTo(150);
        for (int i = 0; i < 64; i++) {
            timer.decidedFast(4);
        }
        assertThat(timer.waitMillis(USUAL)).isLessThan(20);
    }
}
