package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FastPathTimerTest {
    private final FastPathTimer timer = new FastPathTimer(2);

    @Test
    void learnsTheUsualGap() {
        for (int i = 0; i < 200; i++) {
            timer.decidedFast(10);
        }
        assertThat(timer.waitMillis()).isBetween(10L, 13L);
        for (int i = 0; i < 200; i++) {
            timer.decidedFast(i % 2 * 20);
        }
        assertThat(timer.waitMillis()).isBetween(25L, 35L); // mean 10 and twice a deviation of 10
    }

    @Test
    void waitsLongerWhereTheWaitWasTooShort() {
        long first = timer.waitMillis();
        for (int i = 0; i < 20; i++) {
            timer.decidedSlow(timer.waitMillis());
            timer.decidedFast(timer.waitMillis());
        }
        assertThat(timer.waitMillis()).isGreaterThan(2 * first).isLessThanOrEqualTo(150);
    }

    @Test
    void givesTheFastPathUpButProbes() {
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedSlow(timer.waitMillis());
        }
        int probes = 0;
        for (int i = 0; i < 4 * FastPathTimer.OUTCOMES; i++) {
            long wait = timer.waitMillis();
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
            timer.decidedSlow(timer.waitMillis());
        }
        assertThat(timer.waitMillis()).isPositive();
        timer.decidedSlow(timer.waitMillis());
        assertThat(timer.waitMillis()).as("a probe").isPositive();
        assertThat(timer.waitMillis()).isZero();
        timer.decidedFast(1); // late votes won: they are back
        assertThat(timer.waitMillis()).isPositive();
    }

    @Test
    void comesBackOnceProbesSucceed() {
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedSlow(timer.waitMillis());
        }
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedFast(1); // without a wait they count too: all votes were there before the quorum's time was up
        }
        assertThat(timer.waitMillis()).isPositive();
        assertThat(timer.waitMillis()).isPositive();
    }

    /** Whoever gathers votes next knows how the slots of others went. */
    @Test
    void learnsFromSlotsThatOthersDecided() {
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedElsewhere(false);
        }
        assertThat(timer.waitMillis()).as("a probe").isPositive();
        assertThat(timer.waitMillis()).isZero();
        for (int i = 0; i < FastPathTimer.OUTCOMES; i++) {
            timer.decidedElsewhere(true);
        }
        assertThat(timer.waitMillis()).isPositive();
    }

    @Test
    void takesTheLeadersWaitUntilItHasSeenEnough() {
        timer.hint(90);
        assertThat(timer.waitMillis()).isEqualTo(90);
        timer.hint(255);
        assertThat(timer.waitMillis()).as("never above the bound").isEqualTo(150);
        for (int i = 0; i < 64; i++) {
            timer.decidedFast(4);
        }
        assertThat(timer.waitMillis()).isLessThan(20);
    }
}
