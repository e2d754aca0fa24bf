package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one replica sends for one decision is what section 9 of the ordering design says, and little for repair: DIRECT
 * 2n(n-1) votes at most and n(n-1) shares, collectors (K+2)(n-1) or (2K+3)(n-1) and (K+1)(n-1), all over n.
 */
class MessageCostTest {
    /** Status, and the backup collectors' certificates where the first one was slow. */
    private static final double REPAIR = 1.25;
    /** Where replicas stand still, first collectors do too: those behind them act, some of them twice. */
    private static final double REPAIR_SLOW = 1.5;

    @ParameterizedTest
    @CsvSource({"4, 0", "4, 1", "16, 0", "16, 1", "31, 0", "31, 3", "100, 0", "100, 6"})
    void messagesAreWithinTheFormula(int n, int stopped) {
        LoadResult result = LoadSimulation.run(
                new LoadPlan(n, Regions.EU6, 200, 180, 3).withStopped(stopped), 1, _ -> {});

        double least = formula(n, false) * 0.5;
        double most = formula(n, n <= 16 || stopped > 0) * (stopped > 0 ? REPAIR_SLOW : REPAIR);
        assertThat(result.slots()).isGreaterThan(20);
        assertThat(result.viewChanges()).isZero();
        assertThat(result.messagesPerDecision()).isBetween(least, most);
        assertThat(result.signaturesPerDecision()).isBetween(1.5, 3.5);
    }

    private static double formula(int n, boolean bothPaths) {
        if (n <= 16) {
            return bothPaths ? 3 * (n - 1) : 2 * (n - 1);
        }
        int k = Math.clamp(Quorums.ofSize(n).c() + 1, 2, 4) + 1; // and the leader
        return (bothPaths ? 3 * k + 4.0 : 2 * k + 3.0) * (n - 1) / n;
    }
}
