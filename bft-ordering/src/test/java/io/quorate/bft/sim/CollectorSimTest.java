package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.VoteRouting;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same protocol with votes going to a few collectors instead of everybody. */
class CollectorSimTest {
    private static final int SEEDS = Integer.getInteger("quorate.sim.seeds", 2_000);

    @ParameterizedTest
    @CsvSource({"4, 20", "7, 5", "17, 1", "31, 1"})
    void survivesCrashesPartitionsAndLoss(int replicas, int perMille) {
        SimulationPlan plan = SimulationPlan.faulty(replicas).withRouting(VoteRouting.COLLECTORS);
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SEEDS * perMille / 100; seed++) {
            Simulator.run(plan, seed).failure().ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }

    /** Collectors that lie, keep quiet or send to some only; twins of them too. */
    @ParameterizedTest
    @CsvSource({"4, 10", "7, 5"})
    void survivesLiars(int replicas, int perMille) {
        SimulationPlan plan = SimulationPlan.faulty(replicas)
                .with(FaultKind.BYZANTINE, FaultKind.TWINS).withRouting(VoteRouting.COLLECTORS);
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SEEDS * perMille / 100; seed++) {
            Simulator.run(plan, seed).failure().ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }

    /** Bad shares hide among good ones until somebody puts them together. */
    @ParameterizedTest
    @EnumSource(VoteRouting.class)
    void survivesSharesThatOnlyTheirSumGivesAway(VoteRouting routing) {
        SimulationPlan plan = SimulationPlan.of(new Quorums(7, 0),
                EnumSet.of(FaultKind.LOSS, FaultKind.PARTITION)).withRouting(routing);
        Parts parts = new Parts() {
            @Override
            public QuorumScheme scheme(QuorumScheme sound) {
                return new SumCheckedScheme(sound);
            }
        };
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SEEDS / 40; seed++) {
            Simulator.run(plan, seed, parts).failure().ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }

    /** One sync in thirty takes milliseconds here, so that most slots of a large committee wait for somebody's. */
    @ParameterizedTest
    @CsvSource({"4, 4", "7, 4", "17, 1", "40, 1"})
    void decidesFastAndWithoutViewChangeInCalm(int replicas, int fastPerSlow) {
        SimulationResult result = Simulator.run(
                SimulationPlan.calm(replicas).withRouting(VoteRouting.COLLECTORS), 1);
        assertThat(result.failure()).isEmpty();
        assertThat(result.viewChanges()).isZero();
        assertThat(result.fastDecisions()).isGreaterThan(fastPerSlow * result.slowDecisions());
    }
}
