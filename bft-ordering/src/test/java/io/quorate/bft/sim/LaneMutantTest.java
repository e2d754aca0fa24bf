package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.BrokenLaneRules;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.Batch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link SimulatorMutantTest} for what is particular to lanes. */
class LaneMutantTest {
    private static final int SEEDS_MAX = Integer.getInteger("quorate.mutant.seeds", 400);
    private static final List<Set<FaultKind>> MIXES = List.of(
            EnumSet.of(FaultKind.CRASH, FaultKind.PARTITION, FaultKind.LOSS),
            EnumSet.of(FaultKind.BYZANTINE, FaultKind.PARTITION, FaultKind.LOSS,
                    FaultKind.CRASH));

    static Stream<Mutant> mutants() {
        return Stream.of(rule(BrokenLaneRules.VOTES_WITHOUT_BODIES),
                rule(BrokenLaneRules.CUT_GOES_BACK),
                Mutant.unsynced("UNSYNCED_BATCH", Batch.class::isInstance),
                Mutant.forgotten("FORGETS_BATCHES", Batch.class::isInstance));
    }

    private static Mutant rule(BrokenLaneRules broken) {
        return new Mutant(broken.name(), new Quorums(4, 0), new Parts() {
            @Override
            public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules,
                    Recovery recovery) {
                return broken.replica(config, scheme, rules, recovery);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void notices(Mutant mutant) {
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SEEDS_MAX && failures.isEmpty(); seed++) {
            for (Set<FaultKind> mix : MIXES) {
                Optional<String> failure = Simulator.run(
                        SimulationPlan.of(mutant.quorums(), mix).withLanes(), seed,
                        mutant.parts()).failure();
                failure.ifPresent(failures::add);
            }
        }
        assertThat(failures).as(mutant + " is noticed").isNotEmpty();
    }
}
