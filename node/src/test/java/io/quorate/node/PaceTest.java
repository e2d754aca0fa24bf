package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Growth over the last ten seconds, by a clock that is handed in. */
class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void isThatOfTheLastTenSeconds() {
        Pace pace = new Pace();
        assertThat(pace.perSecond()).isZero();
        pace.note(0, 0);
        assertThat(pace.perSecond()).isZero();
        for (int i = 1; i <= 20; i++) {
            pace.note(i * SECOND, i * 100L);
        }
        assertThat(pace.perSecond()).isEqualTo(100);
        pace.note(20 * SECOND + 1, 9_999); // too soon to be a point of its own
        assertThat(pace.perSecond()).isEqualTo(100);
        for (int i = 21; i <= 30; i++) {
            pace.note(i * SECOND, 2_000);
        }
        assertThat(pace.perSecond()).isZero();
    }
}
