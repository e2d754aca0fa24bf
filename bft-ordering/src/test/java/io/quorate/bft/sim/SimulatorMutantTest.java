package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The simulator is worth nothing unless it notices what is broken on purpose. */
class SimulatorMutantTest {
    private static final int SEEDS_MAX = 150;

    @Test
    void noticesAFastQuorumTooSmall() {
        assertThat(firstFailure(SimulationPlan.faulty(new Quorums(4, 0) {
            @Override
            public int fast() {
                return 1;
            }
        }))).isPresent();
    }

    @Test
    void noticesAPrepareQuorumTooSmall() {
        assertThat(firstFailure(SimulationPlan.faulty(new Quorums(4, 0) {
            @Override
            public int quorum() {
                return 1; // two would still meet every view-change quorum, as long as nobody lies
            }
        }))).isPresent();
    }

    @Test
    void noticesAViewChangeQuorumTooSmall() {
        assertThat(firstFailure(SimulationPlan.faulty(new Quorums(4, 0) {
            @Override
            public int viewChange() {
                return 1;
            }
        }))).isPresent();
    }

    @Test
    void noticesAFastCandidateThatIsNeverFound() {
        assertThat(firstFailure(SimulationPlan.faulty(new Quorums(4, 0) {
            @Override
            public int fastCandidate() {
                return 4;
            }
        }))).isPresent();
    }

    @Test
    void noticesForgottenVotes() {
        assertThat(firstFailure(SimulationPlan.faulty(4).withLyingDisks())).isPresent();
    }

    private static Optional<String> firstFailure(SimulationPlan plan) {
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            Optional<String> failure = Simulator.run(plan, seed).failure();
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }
}
