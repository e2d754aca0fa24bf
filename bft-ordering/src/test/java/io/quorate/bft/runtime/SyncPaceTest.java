package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long syncs take lately, by times that are handed in. */
class SyncPaceTest {
    private final SyncPace pace = new SyncPace();
    private long now = 1_000;

    private void sync(long nanos) {
        pace.begins(now);
        now += nanos;
        pace.ends(now);
    }

    @Test
    void followsWhatIsUsualAndNotOneThatIsNot() {
        assertThat(pace.nanos(now)).isZero();
        sync(80);
        assertThat(pace.nanos(now)).isEqualTo(80);
        sync(880);
        assertThat(pace.nanos(now)).isEqualTo(180);
        for (int i = 0; i < 50; i++) {
            sync(880);
        }
        assertThat(pace.nanos(now)).isBetween(870L, 880L);
    }

    /** A disk that answers no more is slow, though no sync ends. */
    @Test
    void countsTheOneThatIsUnderWay() {
        sync(80);
        pace.begins(now);
        assertThat(pace.nanos(now + 10)).isEqualTo(80);
        assertThat(pace.nanos(now + 5_000)).isEqualTo(5_000);
        pace.ends(now + 80);
        assertThat(pace.nanos(now + 5_000)).isEqualTo(80);
    }
}
