package io.quorate.node.bench.ordering;

import java.util.List;
import java.util.Map;

/** The replicas that are measured, in whatever processes. */
interface Committee extends AutoCloseable {
    Measured run(Phase phase);

    /** The processes that they run in. */
    List<Long> pids();

    @Override
    void close();

    /** What each replica saw, and the processor time of all together. */
    record Measured(Phase phase, List<PhaseResult> results, Map<Stage, Long> cpuNanos) {}
}
