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
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
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
        OptionalLong runs = runsUntilFailure(mutant);
        Mutant.tell(mutant.name(), "lanes", runs);
        assertThat(runs).as("runs until " + mutant + " is noticed").isPresent();
    }

    /** How many runs it took, two to a seed. */
    private static OptionalLong runsUntilFailure(Mutant mutant) {
        long runs = 0;
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            for (Set<FaultKind> mix : MIXES) {
                runs++;
                boolean fails = Simulator.run(
                        SimulationPlan.of(mutant.quorums(), mix).withLanes(), seed,
                        mutant.parts()).failure().isPresent();
                if (fails) {
                    return OptionalLong.of(runs);
                }
            }
        }
        return OptionalLong.empty();
    }
}
