package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaSimTest {
    /** Of four replicas; the larger committees run a hundredth of it. 2,000 take about two minutes. */
    private static final int SEEDS = Integer.getInteger("quorate.sim.seeds", 2_000);

    /** Not always fast: one sync in thirty takes milliseconds here, and then three second votes win. */
    @Test
    void decidesFastAndWithoutViewChangeInCalm() {
        SimulationResult result = Simulator.run(SimulationPlan.calm(4), 1);
        assertThat(result.failure()).isEmpty();
        assertThat(result.slots()).isGreaterThan(20);
        assertThat(result.viewChanges()).isZero();
        assertThat(result.fastDecisions()).isGreaterThan(4 * result.slowDecisions());
    }

    @ParameterizedTest
    @CsvSource({"4, 100", "5, 1", "6, 1", "7, 1"})
    void survivesCrashesPartitionsAndLoss(int replicas, int percent) {
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SEEDS * percent / 100; seed++) {
            Simulator.run(SimulationPlan.faulty(replicas), seed).failure().ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }

    /** Snapshots and changes of members as they come. Seed 39 once waited for ever for a snapshot that was gone. */
    @ParameterizedTest
    @CsvSource({"PRUNING, 4", "PRUNING, 7", "EPOCHS, 4", "EPOCHS, 7"})
    void survivesPrunedSlotsAndChangesOfMembers(FaultKind kind, int replicas) {
        List<String> failures = new ArrayList<>();
        SimulationPlan plan = SimulationPlan.of(Quorums.ofSize(replicas),
                EnumSet.of(FaultKind.CRASH, FaultKind.PARTITION, FaultKind.LOSS, kind));
        int last = kind == FaultKind.PRUNING ? 40 : 20;
        for (long seed = last - (replicas == 4 ? 20 : 5); seed < last; seed++) {
            Simulator.run(plan, seed).failure().ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void replaysToTheLastEvent() {
        SimulationResult first = Simulator.run(SimulationPlan.faulty(4), 77);
        SimulationResult second = Simulator.run(SimulationPlan.faulty(4), 77);
        assertThat(second).isEqualTo(first);
    }
}
