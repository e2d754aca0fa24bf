package io.quorate.bft.sim;

import java.util.Optional;

/**
 * What came of a run.
 *
 * @param traceHash the same for the same seed, plan and code
 * @param healedMillis virtual time from the end of the faults until all work was executed everywhere
 * @param fastDecisions counted once for each replica
 * @param failure what was violated, and the command that replays it
 */
public record SimulationResult(long seed, long traceHash, long events, long slots, long viewChanges,
        long fastDecisions, long slowDecisions, long fetchedDecisions,
        long healedMillis, Optional<String> failure) {
    public boolean passed() {
        return failure.isEmpty();
    }
}
