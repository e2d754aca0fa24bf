package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private final List<String> lines = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5; // the clock may overflow
    private final RateLimitedLog log = new RateLimitedLog(lines::add, () -> nanos);

    @Test
    void aClosedConnectionDoesNotHideWhyThePeerIsRefused() {
        log.warn("closed", "connection closed");
        log.warn("refused: window", "window differs");
        log.warn("refused: window", "window differs");
        log.warn("refused: chainId", "chainId differs");

        assertThat(lines).containsExactly("connection closed suppressed=0",
                "window differs suppressed=0", "chainId differs suppressed=1");
    }

    @Test
    void tellsAgainAfterAWhile() {
        log.warn("closed", "connection closed");
        nanos += RateLimitedLog.INTERVAL_NANOS - 1;
        log.warn("closed", "connection closed");
        nanos++;
        log.warn("closed", "connection closed");

        assertThat(lines).containsExactly("connection closed suppressed=0",
                "connection closed suppressed=1");
    }

    /** A peer may make up as many reasons as it likes. */
    @Test
    void writesAboutFewSubjectsAtATime() {
        for (int i = 0; i < 10_000; i++) {
            log.warn("refused by: " + i, "refused " + i);
        }
        assertThat(lines).hasSize(RateLimitedLog.SUBJECTS_MAX);

        nanos += RateLimitedLog.INTERVAL_NANOS;
        log.warn("refused: window", "window differs");
        assertThat(lines).last().isEqualTo("window differs suppressed=9992");
    }
}
