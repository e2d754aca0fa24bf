package io.quorate.node;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, at level debug, when a start reached which stage, and how much processor time the process had used by then:
 * other work on the machine does not stretch that.
 */
final class StartStages {
    private static final Logger LOG = LoggerFactory.getLogger("quorate");

    private StartStages() {}

    static void reached(String stage) {
        if (!LOG.isDebugEnabled()) return; // the question itself costs a millisecond or two
        Optional<Duration> used = ProcessHandle.current().info().totalCpuDuration();
        LOG.debug("start stage={} cpuMillis={}", stage, used.map(Duration::toMillis).orElse(-1L));
    }
}
