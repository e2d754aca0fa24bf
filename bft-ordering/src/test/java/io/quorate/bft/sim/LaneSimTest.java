package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs with transactions that travel in lanes. */
class LaneSimTest {
    /** Of four replicas; the larger committees run a tenth of it. */
    private static final int SEEDS = Integer.getInteger("quorate.lanes.seeds", 200);

    @Test
    void decidesWithoutViewChangeInCalm() {
        SimulationResult result = Simulator.run(SimulationPlan.calm(4).withLanes(), 1);
        assertThat(result.failure()).isEmpty();
        assertThat(result.slots()).isGreaterThan(20);
        assertThat(result.viewChanges()).isZero();
        // each batch costs a sync of its own, and one in thirty takes milliseconds here
        assertThat(result.fastDecisions()).isGreaterThan(2 * result.slowDecisions());
    }

    @ParameterizedTest
    @CsvSource({"4, 100", "5, 10", "7, 10"})
    void survivesCrashesPartitionsAndLoss(int replicas, int percent) {
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SEEDS * percent / 100; seed++) {
            Simulator.run(SimulationPlan.faulty(replicas).withLanes(), seed).failure()
                    .ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, 100", "5, 10", "7, 10"})
    void survivesAllFaults(int replicas, int percent) {
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SEEDS * percent / 100; seed++) {
            SimulationPlan plan = SimulationPlan.faulty(replicas).with(FaultKind.values())
                    .withLanes();
            Simulator.run(plan, seed).failure().ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void replaysToTheLastEvent() {
        SimulationPlan plan = SimulationPlan.faulty(4).withLanes();
        assertThat(Simulator.run(plan, 77)).isEqualTo(Simulator.run(plan, 77));
    }
}
