package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final int SEEDS = 60;

    /** A replica that forgets all it logged fails after crashes: nothing else needs to be left. */
    @Test
    void leavesOnlyWhatTheFailureNeeds() {
        Mutant mutant = Mutant.forgotten("FORGETS_ALL", _ -> true);
        SimulationPlan plan = SimulationPlan.of(new Quorums(4, 0), EnumSet.of(FaultKind.CRASH,
                FaultKind.PARTITION, FaultKind.LOSS, FaultKind.CLOCK));
        Optional<Shrinker.Shrunk> shrunk = Optional.empty();
        for (long seed = 0; seed < SEEDS && shrunk.isEmpty(); seed++) {
            shrunk = Shrinker.shrink(plan, seed, mutant.parts());
        }
        assertThat(shrunk).isPresent();
        assertThat(shrunk.get().plan().faults()).contains(FaultKind.CRASH)
                .hasSizeLessThan(plan.faults().size());
        assertThat(shrunk.get().faults()).isPositive();
        assertThat(shrunk.get().result().failure().orElseThrow())
                .contains("replay: " + shrunk.get().command());
    }

    @Test
    void findsNothingInARunThatPasses() {
        assertThat(Shrinker.shrink(SimulationPlan.faulty(4), 1)).isEmpty();
    }
}
